"""Whether the books are right: what the tables say of each other, looked at from outside the code that wrote them."""

from workorders.books.check import check_books
from workorders.books.rates import count_steps, on_time

__all__ = ["check_books", "count_steps", "on_time"]

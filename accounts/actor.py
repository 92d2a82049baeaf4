"""Who acts in a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import Person


def actor_of(request: HttpRequest) -> Person:
    """The person who is signed in. Raises ``PermissionDenied`` when nobody is; pages send people to sign in before."""
    if isinstance(request.user, Person):
        return request.user
    raise PermissionDenied("请先登录")

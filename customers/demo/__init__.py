"""The generated district: network, premises, customers, outages. No real place or person is meant."""

from customers.demo.district import populate

__all__ = ["populate"]

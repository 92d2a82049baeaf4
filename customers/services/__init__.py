"""Writes of calls, outages and customers' numbers."""

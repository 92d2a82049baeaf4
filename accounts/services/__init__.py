"""Writes of people, rights and units. Each checks who asks and leaves an ``AccountEvent``."""

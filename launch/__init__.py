"""Puts the system on a machine that has nothing but Python: set-up, servers, processes. No business in here."""

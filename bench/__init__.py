"""Measures of the system at work: `bin/bench NAME [--json] [options]`. Each module's ``run`` is one of them.

``run(args) -> dict``: takes the options after the name, prints what it finds beside the floor it is compared with, and
returns the figures; ``"ok"`` says whether the measure is met.
"""

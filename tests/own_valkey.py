"""A Valkey database of its own for each of pytest-xdist's processes: none takes another's tasks, locks or presence.

Loaded with ``-p``, because Django reads the address before any conftest.
"""

import os

NUMBER = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
if "REDIS_URL" in os.environ:
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{NUMBER}"

"""The stream of events (uvicorn). Pages and API are WSGI: see config/wsgi.py."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from live.asgi import Events  # noqa: E402  # after the rooms are known

application = Events()

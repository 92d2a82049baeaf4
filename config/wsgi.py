"""Pages and API (gunicorn)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from config.frames import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = roomy(get_wsgi_application())

from complaints.sealing import demand_own_keys  # noqa: E402  # knows the settings only now

demand_own_keys()

# What was loaded stays loaded: the collector need not walk it again and again, each time a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(
    50_000, 20, 20
)  # a request leaves few circles behind: to look for them often costs more than to keep them

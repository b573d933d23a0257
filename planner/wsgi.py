"""The web server's entry (gunicorn planner.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")

application = get_wsgi_application()

# The pages wake a worker with what has just been asked for: without this application a task would
# be sent to a broker that nobody has set up.
from planner.celery import app as celery  # noqa: E402, F401

"""WSGI entry of the uncached peer, with the project's own middleware. Its addresses are imported once Django is loaded."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.bench.peer_settings")
application = get_wsgi_application()

"""Settings of the static peer: the installation's, with wagtail-bakery as its users set it up."""

from pathlib import Path

from config.settings.dev import *  # noqa: F403
from config.settings.dev import HOME, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bakery", "wagtailbakery"]
ROOT_URLCONF = "gongkai.bench.peers"
# Nothing but what serving a page needs: each middleware of ours would count against the peer.
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # its app does not start without
]
BUILD_DIR = str(Path(HOME) / "bakery")
BAKERY_GZIP = True
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"

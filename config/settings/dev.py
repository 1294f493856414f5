"""The embedded installation that `./run` makes: SQLite, loopback only."""

from config.settings.base import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{os.environ.get('GONGKAI_PORT', '8000')}"

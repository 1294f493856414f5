"""Settings of the test runs: everything under a throw-away home; fast hashing; jobs run by hand."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tools.scratch import use_memory_for_scratch

if not os.environ.get("GONGKAI_TEST_HOME"):  # set by a test that starts a second process
    use_memory_for_scratch()
    _home = tempfile.mkdtemp(prefix="gongkai-test-")
    atexit.register(shutil.rmtree, _home, ignore_errors=True)
else:
    _home = os.environ["GONGKAI_TEST_HOME"]
os.environ["GONGKAI_HOME"] = _home
os.environ.setdefault("GONGKAI_SECRET_KEY", "test-only")

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.ledger"]  # models that use the core's mixins as a duty would
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if os.environ.get("GONGKAI_TEST_DB") == "postgresql":
    # tests/conftest.py starts a private cluster there unless PGHOST already names one
    os.environ.setdefault("PGHOST", f"{tempfile.gettempdir()}/gongkai-pg-{os.getpid()}")
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("PGDATABASE", "postgres"),
            "USER": os.environ.get("PGUSER", "gongkai"),
            "HOST": os.environ["PGHOST"],
            "PORT": os.environ.get("PGPORT", "5432"),
        }
    }
else:
    _options = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    }
    DATABASES["default"] |= {"NAME": Path(_home) / "test.sqlite3", "OPTIONS": _options}

GONGKAI_SCAN_AT_ONCE = True  # tests of the queue switch it off
AXES_ENABLED = False  # tests of lock-out switch it on
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

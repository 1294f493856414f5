"""A department's own servers: PostgreSQL, TLS in front, everything secret from the environment or files.

`deploy/gongkai.env.example` lists the variables. Missing ones stop the start with their name.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403


def required(name: str) -> str:
    """A variable that must be set. Raises ``ImproperlyConfigured`` with its name."""
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"环境变量 {name} 未设置，见 deploy/gongkai.env.example")


DEBUG = False
ALLOWED_HOSTS = required("GONGKAI_ALLOWED_HOSTS").split(",")
WAGTAILADMIN_BASE_URL = os.environ.get("GONGKAI_ADMIN_URL", f"https://{ALLOWED_HOSTS[0]}")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": required("GONGKAI_DATABASE_NAME"),
        "USER": os.environ.get("GONGKAI_DATABASE_USER", ""),
        "PASSWORD": os.environ.get("GONGKAI_DATABASE_PASSWORD", ""),
        "HOST": os.environ.get("GONGKAI_DATABASE_HOST", ""),
        "PORT": os.environ.get("GONGKAI_DATABASE_PORT", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "gongkai"},
    }
}

# nginx ends TLS and sets this header itself (deploy/nginx.conf), over whatever a browser sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("GONGKAI_HSTS_SUBDOMAINS", "1") == "1"
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the editor frames its own previews; others are kept out by CSP
GONGKAI_MFA_REQUIRED_ROLES = [
    code for code in os.environ.get("GONGKAI_MFA_REQUIRED_ROLES", "admin,office,leader").split(",") if code
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GONGKAI_LOG_LEVEL", "INFO")},
}

"""Production: PostgreSQL behind nginx with TLS. Everything that differs between departments comes from the
environment.

Needed: GONGKAI_HOME, GONGKAI_HOSTS (comma-separated host names of the staff and form side), PGDATABASE,
PGUSER, and PGPASSWORD unless PostgreSQL is reached by socket or .pgpass. Optional: PGHOST, PGPORT, REDIS_URL
(needed as soon as several machines serve), GONGKAI_MFA_REQUIRED_ROLES, GONGKAI_PROXIES, GONGKAI_HSTS_SECONDS,
EMAIL_HOST and company, GONGKAI_NOTIFY (path of a JSON file with the channels).
"""

import json
import os
from pathlib import Path

from config.settings.secrets import needed, needed_list

GONGKAI_HOME_GIVEN = needed("GONGKAI_HOME", "这个安装的数据、密钥、日志所在目录，例如 /var/lib/gongkai")

from config.settings.base import *  # noqa: E402, F403

ALLOWED_HOSTS = needed_list("GONGKAI_HOSTS", "工作平台的域名，多个用逗号分开，例如 gk.example.gov.cn")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.')}"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": needed("PGDATABASE", "PostgreSQL 数据库名"),
        "USER": needed("PGUSER", "PostgreSQL 用户名"),
        "PASSWORD": os.environ.get("PGPASSWORD", ""),
        "HOST": os.environ.get("PGHOST", ""),
        "PORT": os.environ.get("PGPORT", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }
}

if redis := os.environ.get("REDIS_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}}

# TLS ends at nginx, which sets X-Forwarded-Proto itself and passes no such header on from outside.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = int(os.environ.get("GONGKAI_HSTS_SECONDS", 365 * 24 * 3600))
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("GONGKAI_HSTS_SUBDOMAINS") == "1"
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the editor frames its own previews; others are kept out by frame-ancestors
    "security.W021",  # the preload list is the domain's owner's decision, not this program's
]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-gongkai"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-gongkai-csrf"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "upgrade-insecure-requests": True}
}
GONGKAI_ADMIN_CSP = {**GONGKAI_ADMIN_CSP, "upgrade-insecure-requests": True}

GONGKAI_PROXIES = int(os.environ.get("GONGKAI_PROXIES", 1))
"""How many proxies of our own stand in front: the visitor's address is that many entries from the right."""
AXES_CLIENT_IP_CALLABLE = "gongkai.core.accounts.lockout.address_behind_proxies"
ALLAUTH_TRUSTED_PROXY_COUNT = GONGKAI_PROXIES

GONGKAI_MFA_REQUIRED_ROLES = [
    code for code in os.environ.get("GONGKAI_MFA_REQUIRED_ROLES", "admin,office,web").split(",") if code
]

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", 465))
    EMAIL_USE_SSL = EMAIL_PORT == 465
    EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
    DEFAULT_FROM_EMAIL = needed("EMAIL_FROM", "发件人地址（设置了 EMAIL_HOST 就要填）")
# No way out unless one is named: the channel of base.py only records, and a notice must not look sent that is not.
channels = os.environ.get("GONGKAI_NOTIFY")
GONGKAI_NOTIFY_CHANNELS = json.loads(Path(channels).read_text(encoding="utf-8")) if channels else {}

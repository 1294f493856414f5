"""Settings shared by every installation. What an installation owns lies under GONGKAI_HOME, never in git."""

import os
from pathlib import Path

from config.settings.secrets import load_mfa_key, load_secret_key
from config.settings.security import *  # noqa: F403
from gongkai.core.home import home_of_environment, release_home_of_environment

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = home_of_environment()
SUPPRESSION_COPY = os.environ.get(
    "GONGKAI_SUPPRESSION_COPY", ""
)  # one more copy of the list, on another disk
RELEASE_HOME = release_home_of_environment() if "GONGKAI_RELEASE_HOME" in os.environ else None  # in the home

DEBUG = False
SECRET_KEY = load_secret_key(HOME)
GONGKAI_MFA_KEY = load_mfa_key(HOME)
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "gongkai.core.accounts",
    "gongkai.core.organisation",
    "gongkai.core.audit",
    "gongkai.core.workdays",
    "gongkai.core.jobs",
    "gongkai.core.personaldata",
    "gongkai.core.exports",
    "gongkai.core.rulebook",
    "gongkai.core.notify",
    "gongkai.clearance",
    "gongkai.bench",
    "gongkai.drill",
    "gongkai.website",  # before publishing, whose notices it dresses
    "gongkai.publishing",
    "gongkai.duties.supervision",
    "gongkai.duties.policies",
    "gongkai.duties.interpretations",
    "gongkai.duties.dossiers",
    "gongkai.demo",
    "wagtail.sites",
    "gongkai.core.accounts.users_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.contrib.table_block",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gongkai.core.accounts.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gongkai.clearance.middleware.BodyLimitsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.core.accounts.middleware.FirstThingsMiddleware",
    "gongkai.clearance.middleware.RefusedMiddleware",
    "gongkai.clearance.guard.SealedMiddleware",
    "axes.middleware.AxesMiddleware",
    "gongkai.clearance.middleware.NoSecretsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "gongkai.core.db.sqlite",
        "NAME": HOME / "gongkai.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}

CACHES = {
    "default": {
        # shared by this machine's processes; several machines need Redis (prod.py)
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "gongkai" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/__media_is_private__/"
STORAGES = {
    "default": {"BACKEND": "gongkai.clearance.storage.ScreenedStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = "/dev/shm" if Path("/dev/shm").is_dir() else None  # screened before it touches a disk
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wagtail
WAGTAIL_PAGE_MODEL = "clearance.BasePage"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database.fallback"}}  # finds Chinese
WAGTAIL_SITE_NAME = "公开"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "gongkai.clearance.chain.finish_workflow"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_MODERATION_ENABLED = True
WAGTAILDOCS_DOCUMENT_MODEL = "clearance.Attachment"
WAGTAILIMAGES_IMAGE_MODEL = "clearance.Picture"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "gongkai.clearance.forms_files.AttachmentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "gongkai.clearance.forms_files.PictureForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"

GONGKAI_NOTIFY_CHANNELS = {
    "oa": {
        "ADAPTER": "gongkai.core.notify.channels.RecordingChannel",
        "OPTIONS": {"name": "oa", "label": "OA 待办"},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# To standard error: `./run` keeps it under var/logs, systemd in its journal. Faults with their traceback.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gongkai": {"level": "INFO"}},
}

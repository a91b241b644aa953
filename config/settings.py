# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one settings file. Everything comes from the environment (docs/betrieb.md lists it).

A production process refuses to start half-configured and names everything that is missing or cannot be
meant at once, a sentence each. ``DEMO=1`` is the embedded default of ``make run`` and is refused for any
public host name.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config import addresses, schedule
from config.headers import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401  settings, too
from config.login import *  # noqa: F403
from config.logs import lines_of
from core.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Environment(os.environ)  # NAME or NAME_FILE (container secrets)

DEMO = env.bool("DEMO")
DEBUG = env.bool("DEBUG")
if DEBUG and not DEMO:
    env.refuse("DEBUG", "shows every visitor of a faulty page the innards of the server. Leave it out.")

REQUIRED = (
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "MEDIA_ROOT",
)
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}

_missing = [name for name in (REQUIRED[:2] if DEMO else REQUIRED) if not env.has(name)]
if _missing:
    env.problems.append(
        f"Dorflinde does not start half-configured. Missing: {', '.join(_missing)}. "
        "Each may also be given as NAME_FILE. DEMO=1 tries it out: make run."
    )

SECRET_KEY = env.str("SECRET_KEY", "refused below")
FIELD_ENCRYPTION_KEYS: list[str] = env.parsed(  # newest first; older ones still decrypt
    "FIELD_ENCRYPTION_KEYS",
    [],
    addresses.field_keys,
    "holds no key, or one that is none. A key is 32 random bytes in URL-safe base64; several are separated by commas.",
)
ALLOWED_HOSTS = env.parsed(
    "ALLOWED_HOSTS",
    sorted(LOCAL_HOSTS),
    addresses.hosts,
    "names no host, all hosts (*), or an address instead of a name. Write the names, separated by commas.",
)
BASE_URL = env.parsed(
    "BASE_URL",
    "http://127.0.0.1:8000",
    addresses.web_address,
    "is not the public address. Write it with its scheme and without a path: https://dorflinde.example.org.",
)
if DEMO and not set(ALLOWED_HOSTS) <= LOCAL_HOSTS:
    env.refuse("DEMO=1", "offers logins without a password and is refused for ALLOWED_HOSTS beyond this machine.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "accounts.views.kept.csrf_failure"

# Platforms on internal addresses are refused; only tests and development of connectors allow them.
ALLOW_LOCAL_PEERS = env.bool("ALLOW_LOCAL_PEERS")
if ALLOW_LOCAL_PEERS and not DEMO:
    env.refuse("ALLOW_LOCAL_PEERS", "opens the internal network to whoever connects a channel. Leave it out.")

INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",
    "strategy.apps.StrategyConfig",
    "netiquette.apps.NetiquetteConfig",
    "staffing.apps.StaffingConfig",
    "practice.apps.PracticeConfig",
    "channels_mgmt.apps.ChannelsConfig",
    "community.apps.CommunityConfig",
    "reporting.apps.ReportingConfig",
    "demo.apps.DemoConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "django.forms",  # widgets come through the project's own templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "config.caching.PrivateByDefaultMiddleware",  # outermost: whatever answers
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "core.incoming.IncomingMiddleware",  # before everything that reads what was typed
    "netiquette.views.middleware.PublicPagesMiddleware",  # before everything that knows sessions and people
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.tenancy.middleware.PatientLoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.tenancy.middleware.TownMiddleware",
    "accounts.login.reauthentication.FreshProofMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.frame.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "accounts.templatetags.dorflinde"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": env.parsed(
        "DATABASE_URL",
        {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "dorflinde.sqlite3")},
        addresses.database,
        f"is no address of a PostgreSQL or SQLite database. Write {addresses.POSTGRES_FORM} (special characters of the "
        "password as %XX) or sqlite:////FOLDER/FILE.",
    )
}
_database: dict[str, Any] = DATABASES["default"]
_seconds_kept = env.int("CONN_MAX_AGE", 60)
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = _seconds_kept
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DISK_STORAGE = "core.storage.WholeFileStorage"
MEDIA_STORAGE = env.parsed(
    "MEDIA_STORAGE",
    DISK_STORAGE,
    addresses.storage_class,
    f"names no class of an installed package. Leave it out ({DISK_STORAGE}) or install the package.",
)
MEDIA_ROOT = env.parsed(
    "MEDIA_ROOT",
    str(VAR_DIR / "media"),
    # The demo makes its folder; elsewhere one that is missing is a disk that is not mounted.
    addresses.folder if DEMO or MEDIA_STORAGE != DISK_STORAGE else addresses.existing_folder,
    "is no folder of this machine. Write its full path and create it, or mount the disk it lies on.",
)
MEDIA_URL = "/media/"
# Below this, administrators are told: photos of some weeks, and what PostgreSQL needs if it lies beside them.
FREE_SPACE_WARNING_MB = env.int("FREE_SPACE_WARNING_MB", 1000)
STORAGES = {
    "default": {"BACKEND": MEDIA_STORAGE},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = env.parsed("STATIC_ROOT", str(VAR_DIR / "static"), addresses.folder, "is no full path of a folder.")
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_vendor"]
WHITENOISE_USE_FINDERS = DEBUG or DEMO
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.storage.IncomingUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 30_000_000  # one photo of a phone and its form

# -- people -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost of the demo; elsewhere https only
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# -- language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# -- security headers ---------------------------------------------------------------------------

IS_HTTPS = urlsplit(BASE_URL).scheme == "https"
_redirects = env.bool("SECURE_SSL_REDIRECT", True)
_hsts_seconds = env.int("SECURE_HSTS_SECONDS", 31_536_000)
_proxies = env.int("TRUSTED_PROXY_COUNT", 1, least=1, most=9)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS and _redirects
SECURE_HSTS_SECONDS = _hsts_seconds if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if env.bool("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = _proxies
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- mail, cache, worker ------------------------------------------------------------------------

vars().update(
    env.parsed(
        "EMAIL_URL",
        {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        addresses.mail,
        "is no address of a mail server. Write smtp+tls://NAME:PASSWORD@HOST:587 (special characters of the password "
        "as %XX), or smtps:// for port 465.",
    )
)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.parsed(
    "DEFAULT_FROM_EMAIL",
    "Dorflinde <dorflinde@localhost>",
    addresses.sender,
    "is no sender. Write a mail address, with or without a name: Dorflinde <dorflinde@example.org>.",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

REDIS_URL = env.parsed(
    "REDIS_URL",
    "redis://127.0.0.1:6379/0",
    addresses.redis,
    "is no address of a Redis or Valkey. Write redis://HOST:6379/0, rediss:// for TLS, or unix:///PATH.",
)
# Sessions lie in the database. Without Redis pages are slower and limits are counted in the database (docs/adr/0021).
CACHES = {
    "default": {"BACKEND": "core.cache.PatientRedisCache", "LOCATION": REDIS_URL},
    "limits": {"BACKEND": "accounts.tenancy.limits.LimitCache"},
}
CELERY_BROKER_URL = addresses.broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Below the visibility timeout, or a running task would be handed out twice. A pool of threads cannot be
# stopped from outside: there every call to a platform is bounded by its connector (docs/adr/0008).
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Tasks wait for platforms most of the time: threads, so that slow ones leave room for the others.
CELERY_WORKER_POOL = env.choice("WORKER_POOL", "threads", ("threads", "prefork", "solo"))
CELERY_WORKER_CONCURRENCY = env.int("WORKER_THREADS", 24, least=1, most=1000)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long that takes
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    # For ringing only (kombu would try for ever): a bell nobody hears is rung again by the next beat.
    **{"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
}
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULE = schedule.BELLS

# -- outgoing calls (docs/adr/0001) ---------------------------------------------------------------

# A claim must outlast the longest call (connectors: two minutes), or a living call would be looked for.
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", 180, least=1)
OUTBOX_ATTEMPTS = env.int("OUTBOX_ATTEMPTS", 8, least=1)
OUTBOX_BACKOFF_SECONDS = env.int("OUTBOX_BACKOFF_SECONDS", 15)  # the first pause; doubles, with jitter
OUTBOX_LATENESS_SECONDS = env.int("OUTBOX_LATENESS_SECONDS", 7200)  # a post later than this is missed
OUTBOX_BY_HAND_SECONDS = env.int("OUTBOX_BY_HAND_SECONDS", 86_400)  # how long a person has to publish by hand
OUTBOX_LANES = env.int("OUTBOX_LANES", 6, least=1)  # calls at once to one server, so that a slow one delays no other
SYNC_LANES = env.int("SYNC_LANES", 8, least=1)  # readings at once in the whole installation
SYNC_LEASE_SECONDS = env.int("SYNC_LEASE_SECONDS", 180, least=1)

# -- pages for citizens (docs/adr/0015) -----------------------------------------------------------

# How long a web process may remember a public page; what was published is seen everywhere within this time, and a
# publication counts within a second.
PUBLIC_PAGE_SECONDS = env.float("PUBLIC_PAGE_SECONDS", 0.9, most=1)

# Every line passes core.secret_links, and an error's mail core.error_report (docs/adr/0021).
LOGGING_CONFIG = "config.logs.configure"
DEFAULT_EXCEPTION_REPORTER = "core.error_report.QuietReport"
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.error_report.QuietFilter"
LOGGING = lines_of(env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")))

env.refuse_problems()

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one settings file. Everything comes from the environment (docs/betrieb.md lists it).

A production process refuses to start half-configured and names everything that is missing at
once. ``DEMO=1`` is the embedded default of ``make run`` and is refused for any public host name.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.FileAwareEnv()  # NAME or NAME_FILE (container secrets)

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

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

_missing = [] if DEMO else [name for name in REQUIRED if not (env.str(name, "") or env.str(f"{name}_FILE", ""))]
if _missing:
    raise ImproperlyConfigured(
        "Dorflinde does not start half-configured. Missing: "
        + ", ".join(_missing)
        + ". Each may also be given as NAME_FILE. See docs/betrieb.md, or DEMO=1 to try it out."
    )

SECRET_KEY = env.str("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS")  # newest first; older ones still decrypt
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=sorted(LOCAL_HOSTS))
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
if DEMO and not set(ALLOWED_HOSTS) <= LOCAL_HOSTS:
    raise ImproperlyConfigured(
        "DEMO=1 offers logins without a password and is refused for ALLOWED_HOSTS beyond this machine."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "accounts.views.kept.csrf_failure"

# Platforms on internal addresses are refused; only tests and development of connectors allow them.
ALLOW_LOCAL_PEERS = env.bool("ALLOW_LOCAL_PEERS", default=False)

INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",
    "strategy.apps.StrategyConfig",
    "netiquette.apps.NetiquetteConfig",
    "staffing.apps.StaffingConfig",
    "practice.apps.PracticeConfig",
    "channels_mgmt.apps.ChannelsConfig",
    "community.apps.CommunityConfig",
    "reporting.apps.ReportingConfig",
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
    "netiquette.middleware.PublicPagesMiddleware",  # before everything that knows sessions and people
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PatientLoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.TownMiddleware",
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
                "accounts.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "accounts.templatetags.dorflinde"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- data ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'dorflinde.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = env.str("MEDIA_ROOT", str(VAR_DIR / "media"))
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": env.str("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage")},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_vendor"]
WHITENOISE_USE_FINDERS = DEBUG or DEMO
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
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
ACCOUNT_ADAPTER = "accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True  # one address per person; a new one counts once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail for every change of password, address or second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Dorflinde: "
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # five wrong passwords lock this address for five minutes
    "reauthenticate": "5/m/user",  # also guards signatures, see accounts.services.confirm_identity
    "reset_password": "20/m/ip,5/m/key",
}
MFA_ADAPTER = "accounts.adapter.EncryptingMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Dorflinde"
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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# -- mail, cache, worker ------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Dorflinde <dorflinde@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")


def _broker(url: str) -> str:
    """Celery spells a unix socket differently from redis-py."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    return f"redis+socket://{parts.path}?virtual_host=0"


CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = _broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Below the visibility timeout, or a running task would be handed out twice. A pool of threads cannot be
# stopped from outside: there every call to a platform is bounded by its connector (docs/adr/0008).
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Tasks wait for platforms most of the time: threads, so that slow ones leave room for the others.
CELERY_WORKER_POOL = env.str("WORKER_POOL", "threads")
CELERY_WORKER_CONCURRENCY = env.int("WORKER_THREADS", default=24)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
# Beat only rings; what is due stands in the database (ARCHITECTURE, mechanic 1). ``expires`` keeps
# a stopped worker from finding a heap of stale alarms.
CELERY_BEAT_SCHEDULE = {
    "send-letters": {"task": "accounts.tasks.send_due_letters", "schedule": 5.0, "options": {"expires": 5}},
    "forget-letters": {"task": "accounts.tasks.forget_old_letters", "schedule": 86400.0, "options": {"expires": 3600}},
    "put-offices-into-effect": {
        "task": "accounts.tasks.put_due_offices_into_effect",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "build-signed-copies": {"task": "accounts.tasks.build_due_copies", "schedule": 10.0, "options": {"expires": 10}},
    "forget-strategy-drafts": {
        "task": "strategy.tasks.forget_old_drafts",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "heartbeat": {
        "task": "reporting.tasks.beat_heartbeat",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "publish-due-deliveries": {
        "task": "channels_mgmt.tasks.publish_due_deliveries",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "sweep-deliveries": {
        "task": "channels_mgmt.tasks.sweep_deliveries",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "sync-comments": {
        "task": "community.tasks.sync_channels",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "carry-out-due-actions": {
        "task": "community.tasks.carry_out_due_actions",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "switch-netiquettes": {
        "task": "netiquette.tasks.switch_due_versions",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "release-expired-claims": {
        "task": "community.tasks.release_expired_claims",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "count-for-transparency": {
        "task": "community.tasks.count_for_transparency",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget-appeals": {
        "task": "community.tasks.forget_appeals",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "tell-deputies": {
        "task": "strategy.tasks.tell_deputies",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind": {
        "task": "reporting.tasks.send_due_reminders",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "plan-reports": {
        "task": "reporting.tasks.plan_reports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "build-reports": {
        "task": "reporting.tasks.build_due_reports",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
}

# -- outgoing calls (docs/adr/0001) ---------------------------------------------------------------

# A claim must outlast the longest call (connectors: two minutes), or a living call would be looked for.
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", default=180)
OUTBOX_ATTEMPTS = env.int("OUTBOX_ATTEMPTS", default=8)
OUTBOX_BACKOFF_SECONDS = env.int("OUTBOX_BACKOFF_SECONDS", default=15)  # the first pause; doubles, with jitter
OUTBOX_LATENESS_SECONDS = env.int("OUTBOX_LATENESS_SECONDS", default=7200)  # a post later than this is missed
OUTBOX_LANES = env.int("OUTBOX_LANES", default=6)  # calls at once to one server, so that a slow one delays no other
SYNC_LANES = env.int("SYNC_LANES", default=8)  # readings at once in the whole installation
SYNC_LEASE_SECONDS = env.int("SYNC_LEASE_SECONDS", default=180)

# -- pages for citizens (docs/adr/0015) -----------------------------------------------------------

# How long a web process may remember a public page; what was published is seen everywhere within this time.
PUBLIC_PAGE_SECONDS = env.float("PUBLIC_PAGE_SECONDS", default=0.9)
if not 0 <= PUBLIC_PAGE_SECONDS <= 1:
    raise ImproperlyConfigured("PUBLIC_PAGE_SECONDS lies between 0 and 1: a publication counts within a second.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}

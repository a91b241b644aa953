# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The apps, what every request passes, and the templates."""

from config.settings.installation import BASE_DIR

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
    "django.contrib.humanize",  # allauth's list of passkeys loads it; our own templates do not
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
    "accounts.views.middleware.UnsavedTextMiddleware",
    "accounts.views.middleware.PatientLoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.views.middleware.TownMiddleware",
    "accounts.login.reauthentication.FreshProofMiddleware",
]

MESSAGE_STORAGE = "accounts.frame.unsaved.Messages"  # a sentence of success confirms to the browser as well

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
FORM_RENDERER = "core.widgets.FormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

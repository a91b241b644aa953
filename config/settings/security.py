# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys, names under which the installation answers, and what protects a connection."""

from urllib.parse import urlsplit

from config.settings import addresses
from config.settings.installation import DEMO, LOCAL_HOSTS, env

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

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Redis or Valkey, and what is remembered there."""

from config.settings import addresses
from config.settings.installation import env

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

# How long a web process may remember a public page; what was published is seen everywhere within this time, and a
# publication counts within a second.
PUBLIC_PAGE_SECONDS = env.float("PUBLIC_PAGE_SECONDS", 0.9, most=1)

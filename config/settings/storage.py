# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files: photos, what browsers load, and what is being received."""

from config.settings import addresses
from config.settings.installation import BASE_DIR, DEBUG, DEMO, VAR_DIR, env

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
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_vendor", ("handbuch", BASE_DIR / "docs" / "bilder")]
WHITENOISE_USE_FINDERS = DEBUG or DEMO
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.storage.IncomingUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 30_000_000  # one photo of a phone and its form
# One video as it comes; forms refuse everything else above far less. Nobody without a login sends so much.
UPLOAD_MOST_BYTES = env.int("UPLOAD_MOST_MB", 2000, least=60) * 1_000_000
STRANGERS_UPLOAD_BYTES = 60_000_000
VIDEOS_AT_ONCE = env.int("VIDEOS_AT_ONCE", 1, least=1, most=64)  # each takes two cores while it is converted

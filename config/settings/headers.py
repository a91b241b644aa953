# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a browser may load and do on our pages; part of the settings."""

from csp import constants

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [constants.SELF],
        "script-src": [constants.SELF],
        "style-src": [constants.SELF],
        "img-src": [constants.SELF, "data:", "blob:"],
        "font-src": [constants.SELF],
        "connect-src": [constants.SELF],
        "object-src": [constants.NONE],
        "base-uri": [constants.NONE],
        "form-action": [constants.SELF],
        "frame-ancestors": [constants.NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

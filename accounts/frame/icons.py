# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The product's own icons: stroked shapes on a 24 × 24 grid, drawn in the colour of the text.

They are written into the page, so they need no request, follow light and dark, survive printing
and forced colours. Each value is the inside of one ``<svg>``.
"""


def _path(*ds: str) -> str:
    return "".join(f'<path d="{d}"/>' for d in ds)


def _dot(x: float, y: float, r: float = 1.1) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="currentColor" stroke="none"/>'


_CIRCLE = '<circle cx="12" cy="12" r="9"/>'

ICONS: dict[str, str] = {
    # sections
    "today": _path("M4 11.5 12 5l8 6.5", "M6 10v9h12v-9", "M10 19v-5h4v5"),
    "planning": _path("M4 6h16v14H4z", "M4 10h16", "M8 3v4", "M16 3v4", "M8 14h3", "M13 14h3", "M8 17h3"),
    "dialog": _path("M4 5h12v9H9l-3.5 3v-3H4z", "M19 9h1v9h-2v3l-3.5-3H10"),
    "strategy": _path("M6 21V4", "M6 5c4-2 7 2 12 0v9c-5 2-8-2-12 0"),
    "netiquette": _path("M12 4v16", "M8 20h8", "M5 7h14", "M5 7l-2.5 6h5z", "M19 7l-2.5 6h5z"),
    "team": '<circle cx="9" cy="8" r="3.2"/><circle cx="17" cy="9.5" r="2.5"/>'
    + _path("M3 19c0-3.5 2.6-5.5 6-5.5s6 2 6 5.5z", "M17 14.5c2.6 0 4 1.7 4 4.5h-3"),
    "reports": _path("M4 20h16", "M7 16v-4", "M12 16V6", "M17 16V9"),
    "settings": '<circle cx="9" cy="7" r="2.2"/><circle cx="15" cy="17" r="2.2"/><circle cx="10" cy="12" r="2.2"/>'
    + _path("M3 7h3.8", "M11.2 7H21", "M3 12h4.8", "M12.2 12H21", "M3 17h9.8", "M17.2 17H21"),
    # states
    "success": _CIRCLE + _path("M8 12.3l2.7 2.7L16 9.5"),
    "warning": _path("M12 4 2.8 20h18.4z", "M12 10v4.5") + _dot(12, 17),
    "danger": _path("M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z", "M12 7.5v5.5") + _dot(12, 16.3),
    "info": _CIRCLE + _path("M12 11v5.5") + _dot(12, 7.8),
    "neutral": '<circle cx="12" cy="12" r="6"/>',
    "draft": _path("M5 19l1-4L16 5l3 3L9 18z", "M14 7l3 3"),
    "clock": _CIRCLE + _path("M12 7v5.3l3.2 2"),
    "hourglass": _path("M7 3h10", "M7 21h10", "M8 3v4l4 5-4 5v4", "M16 3v4l-4 5 4 5v4"),
    "paused": _CIRCLE + _path("M10 9v6", "M14 9v6"),
    "failed": _CIRCLE + _path("M9 9l6 6", "M15 9l-6 6"),
    "uncertain": _CIRCLE + _path("M9.7 9.5a2.4 2.4 0 1 1 3.2 2.6c-.7.3-.9.8-.9 1.6") + _dot(12, 16.6),
    "live": '<circle cx="12" cy="12" r="2.2" fill="currentColor"/>'
    + _path(
        "M8 16a5.6 5.6 0 0 1 0-8",
        "M16 8a5.6 5.6 0 0 1 0 8",
        "M5.2 18.8a9.6 9.6 0 0 1 0-13.6",
        "M18.8 5.2a9.6 9.6 0 0 1 0 13.6",
    ),
    "circle": _CIRCLE,
    # actions
    "add": _path("M12 5v14", "M5 12h14"),
    "check": _path("M5 12.5l4.5 4.5L19 7.5"),
    "close": _path("M6 6l12 12", "M18 6 6 18"),
    "edit": _path("M5 19l1-4L16 5l3 3L9 18z", "M14 7l3 3"),
    "delete": _path("M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13", "M10.5 11v5.5", "M13.5 11v5.5"),
    "search": '<circle cx="10.5" cy="10.5" r="6"/>' + _path("M15 15l5.5 5.5"),
    "filter": _path("M4 6h16", "M7 12h10", "M10 18h4"),
    "more": _dot(5, 12, 1.7) + _dot(12, 12, 1.7) + _dot(19, 12, 1.7),
    "menu": _path("M4 7h16", "M4 12h16", "M4 17h16"),
    "chevron-left": _path("M14.5 6l-6 6 6 6"),
    "chevron-right": _path("M9.5 6l6 6-6 6"),
    "chevron-down": _path("M6 9.5l6 6 6-6"),
    "chevron-up": _path("M6 14.5l6-6 6 6"),
    "arrow-left": _path("M20 12H4", "M10 6l-6 6 6 6"),
    "arrow-right": _path("M4 12h16", "M14 6l6 6-6 6"),
    "external": _path("M13 4h7v7", "M20 4l-9 9", "M17 14v6H4V7h6"),
    "download": _path("M12 4v11", "M7 10.5l5 5 5-5", "M4 20h16"),
    "upload": _path("M12 16V5", "M7 9.5l5-5 5 5", "M4 20h16"),
    "copy": _path("M9 9h11v11H9z", "M5 15H4V4h11v1"),
    "print": _path("M7 9V4h10v5", "M7 17H4V9h16v8h-3", "M7 14h10v6H7z"),
    "refresh": _path("M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4", "M20 4v5.4h-5.4"),
    "undo": _path("M4 9h10a5.5 5.5 0 0 1 0 11H8", "M8.5 4.5 4 9l4.5 4.5"),
    "send": _path("M4 11.5 20 4l-5 16-3.5-6.5z", "M11.5 13.5 20 4"),
    "reply": _path("M10 5 4 11l6 6", "M4 11h9c4.5 0 7 2.5 7 8"),
    "forward": _path("M14 5l6 6-6 6", "M20 11h-9c-4.5 0-7 2.5-7 8"),
    "hide": _path("M3 12c2.2-3.7 5.3-5.5 9-5.5s6.8 1.8 9 5.5c-2.2 3.7-5.3 5.5-9 5.5S5.2 15.7 3 12z", "M4.5 19.5l15-15"),
    "show": _path("M3 12c2.2-3.7 5.3-5.5 9-5.5s6.8 1.8 9 5.5c-2.2 3.7-5.3 5.5-9 5.5S5.2 15.7 3 12z")
    + '<circle cx="12" cy="12" r="2.5"/>',
    "leave": _path("M5 12.5l4.5 4.5L19 7.5"),
    "praise": _path("M12 20C6 15.5 3.5 12.5 3.5 9a4.3 4.3 0 0 1 8.5-1.2A4.3 4.3 0 0 1 20.5 9c0 3.5-2.5 6.5-8.5 11z"),
    "escalate": _path("M12 20V6", "M6 11.5l6-6 6 6", "M5 3h14"),
    "flag": _path("M6 21V4", "M6 5h11l-2 4 2 4H6"),
    "lock": _path("M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"),
    "unlock": _path("M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 6.7-1.4"),
    "key": '<circle cx="8" cy="15" r="4"/>' + _path("M11 12l8-8", "M16 7l3 3"),
    "sign": _path("M4 20h16", "M5 16c3 0 3-9 5.5-9s-1 9 1 9 2-3.5 3.5-3.5.5 2.5 4 2.5"),
    "evidence": _path("M6 3h9l4 4v14H6z", "M15 3v4h4", "M9.5 14l2 2 4-4"),
    "document": _path("M6 3h9l4 4v14H6z", "M15 3v4h4", "M9 12h7", "M9 16h7"),
    "history": _path("M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4 9.4", "M4 4v5.4h5.4", "M12 8v4.3l3 1.8"),
    "mail": _path("M4 6h16v12H4z", "M4 7l8 6 8-6"),
    "ask": _path("M4 4h16v12h-7.500l-4.500 4v-4H4z", "M9.900 8.200a2.200 2.200 0 1 1 3 2.200c-.6.3-.9.7-.9 1.300")
    + _dot(12, 13.800, 0.900),
    "phone": _path("M7 3h10v18H7z", "M11 18h2"),
    "camera": _path("M4 8h4l1.5-3h5L16 8h4v11H4z") + '<circle cx="12" cy="13" r="3.5"/>',
    "video": _path("M4 6h11v12H4z", "M15 10.500l5-3v9l-5-3"),
    "image": _path("M4 5h16v14H4z", "M4 16l5-5 4 4 2.5-2.5L20 17") + '<circle cx="15.5" cy="9" r="1.5"/>',
    "alt-text": _path("M4 5h16v14H4z", "M8 15l2-6 2 6", "M8.7 13h2.6", "M15 9v6h2"),
    "link": _path(
        "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1", "M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"
    ),
    "user": '<circle cx="12" cy="8" r="4"/>' + _path("M4.5 20c0-4 3.2-6.5 7.5-6.5s7.5 2.5 7.5 6.5z"),
    "building": _path("M3 10l9-6 9 6z", "M5 10v9", "M9.5 10v9", "M14.5 10v9", "M19 10v9", "M3 20h18"),
    "logout": _path("M14 4H5v16h9", "M10 12h10", "M16 8l4 4-4 4"),
    "help": _CIRCLE + _path("M9.7 9.5a2.4 2.4 0 1 1 3.2 2.6c-.7.3-.9.8-.9 1.6") + _dot(12, 16.6),
    "light": '<circle cx="12" cy="12" r="4"/>'
    + _path(
        "M12 2.5v2.5",
        "M12 19v2.5",
        "M2.5 12H5",
        "M19 12h2.5",
        "M5.3 5.3 7 7",
        "M17 17l1.7 1.7",
        "M5.3 18.7 7 17",
        "M17 7l1.7-1.7",
    ),
    "dark": _path("M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"),
    "auto": _CIRCLE + '<path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/>',
    "globe": _CIRCLE + _path("M3 12h18", "M12 3c3 3 4 6 4 9s-1 6-4 9c-3-3-4-6-4-9s1-6 4-9z"),
    "keyboard": _path("M3 6h18v12H3z", "M7 14h10") + _dot(7, 10) + _dot(12, 10) + _dot(17, 10),
    "drag": "".join(_dot(x, y, 1.4) for x in (9, 15) for y in (6, 12, 18)),
    "sort": _path("M8 5v14", "M4.5 15.5 8 19l3.5-3.5", "M16 19V5", "M12.5 8.5 16 5l3.5 3.5"),
    "people": '<circle cx="12" cy="8" r="3.5"/>' + _path("M5 20c0-4 3-6 7-6s7 2 7 6z"),
    "target": _CIRCLE + '<circle cx="12" cy="12" r="5"/>' + _dot(12, 12, 1.5),
    "bell": _path("M6 17V11a6 6 0 0 1 12 0v6", "M4 17h16", "M10 20h4"),
    "practice": _path("M12 5 2.5 9.5 12 14l9.5-4.5z", "M6.5 11.5V16c3.5 2.5 7.5 2.5 11 0v-4.5", "M21.5 9.5V15"),
    "spark": _path("M12 3l2 6.5L20.5 12 14 14.5 12 21l-2-6.5L3.5 12 10 9.5z"),
    "pin": _path("M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z") + '<circle cx="12" cy="10" r="2.3"/>',
    "linden": _path("M12 21v-8", "M12 16.5 9 14", "M12 15l2.5-2.5")
    + _path(
        "M12 3c-2.3 0-4 1.5-4.3 3.3C5.5 6.6 4 8.3 4 10.3 4 12.9 6.2 15 9 15c1.2 0 2.2-.3 3-.9.8.6 1.8.9 3 .9 2.8 0 5-2.1 5-4.7 0-2-1.5-3.7-3.7-4C16 4.5 14.3 3 12 3z"
    ),
}

#: What a status looks like where a page names only its level.
LEVEL_ICONS = {
    "success": "success",
    "warning": "warning",
    "danger": "danger",
    "info": "info",
    "neutral": "neutral",
    "debug": "info",
    "error": "danger",
}

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A colour profile like those of newer phones, built from its published primaries (ICC.1, version 2)."""

import struct

DISPLAY_P3 = {  # colorants adapted to D50
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
WHITE = (0.9642, 1.0, 0.8249)


def _fixed(values) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def display_p3() -> bytes:
    """An RGB matrix profile with the primaries of Display P3 and a gamma of 2.2."""
    tags = {name: b"XYZ \0\0\0\0" + _fixed(values) for name, values in DISPLAY_P3.items()}
    tags[b"wtpt"] = b"XYZ \0\0\0\0" + _fixed(WHITE)
    for curve in (b"rTRC", b"gTRC", b"bTRC"):
        tags[curve] = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + bytes(78) + b"\0"
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    size = at + len(body)
    header = struct.pack(">I", size) + bytes(4) + struct.pack(">I", 0x02400000) + b"mntrRGB XYZ "
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(WHITE) + bytes(48)
    return header[:128].ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body

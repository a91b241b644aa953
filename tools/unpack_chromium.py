# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Unpack the npm package @sparticuz/chromium into a browser that needs nothing of the system.

usage: .venv/bin/python tools/unpack_chromium.py PACKED TARGET      (Brotli comes from .venv)
Leaves TARGET/chromium, a starter that leads the browser to the libraries and fonts it brings along.
"""

import io
import sys
import tarfile
from pathlib import Path

import brotli

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>{target}/fonts</dir><cachedir>{target}/cache</cachedir></fontconfig>
"""
STARTER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/headless" "$@"
"""


def main():
    packed, target = map(Path, sys.argv[1:])
    target.mkdir(parents=True, exist_ok=True)
    for archive in packed.glob("*.tar.br"):
        # The browser looks for its software renderer beside itself.
        folder = target if archive.name.startswith("swiftshader") else target / archive.name.split(".")[0]
        with tarfile.open(fileobj=io.BytesIO(brotli.decompress(archive.read_bytes()))) as tar:
            tar.extraction_filter = getattr(tarfile, "data_filter", None)
            tar.extractall(folder)
    (target / "headless").write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    (target / "headless").chmod(0o755)
    (target / "fonts.conf").write_text(FONTS.format(target=target))
    starter = target / "chromium"  # last: its presence says that the rest is there
    starter.write_text(STARTER)
    starter.chmod(0o755)


if __name__ == "__main__":
    main()

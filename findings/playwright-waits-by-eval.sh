#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Playwright 1.65.2 (Python, Chromium): under a content security policy without 'unsafe-eval', page.wait_for_function given
# an expression passes when the fact is there at the first look and raises EvalError as soon as it would have to wait: it
# looks again by eval inside the page. Such a wait is green on a quick machine and red on a busy one. Given a function
# ("() => ...") it waits.
# Exits 0 while that is so, 1 when the behaviour has changed. Needs a Chromium (variable CHROMIUM or on PATH).
set -eu
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check playwright==1.65.2
HOME=$folder "$folder/venv/bin/python" - "$chromium" <<'PYTHON'
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

from playwright.sync_api import Error, sync_playwright

PAGES = {
    "/": ("text/html", b"<!doctype html><title>Waiting</title><script src='/later.js'></script>"),
    "/later.js": ("text/javascript", b"setTimeout(() => { window.isReady = true; }, 1000);"),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = PAGES.get(self.path, ("text/plain", b""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


def outcome(act):
    try:
        act()
    except Error as error:
        return "EvalError" if "unsafe-eval" in str(error) else type(error).__name__
    return "passed"


server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    seen = {}
    for name, expression in {"expression": "window.isReady === true", "function": "() => window.isReady === true"}.items():
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        seen[f"{name}, must wait"] = outcome(lambda text=expression: page.wait_for_function(text, timeout=10_000))
        while not page.evaluate("window.isReady === true"):
            page.wait_for_timeout(50)
        seen[f"{name}, already so"] = outcome(lambda text=expression: page.wait_for_function(text, timeout=10_000))
    print("playwright", version("playwright"), "chromium", browser.version)
    browser.close()
for name, what in seen.items():
    print(f"{name}: {what}")
sys.exit(0 if list(seen.values()) == ["EvalError", "passed", "passed", "passed"] else 1)
PYTHON

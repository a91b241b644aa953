# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether this machine's web server answers /healthz; for a container's HEALTHCHECK.

Asks as the reverse proxy would: by the first allowed host name and over https. Status 0 also when
/healthz says that another part (worker, beat) is missing: restarting the web server mends neither.
"""

import http.client
import os
import sys


def main():
    port = int(os.environ.get("WEB_BIND", ":8000").rpartition(":")[2])
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    status = connection.getresponse().status
    sys.exit(0 if status in {200, 503} else f"/healthz answered {status}")


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"The web server does not answer: {error}")

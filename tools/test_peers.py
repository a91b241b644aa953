# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make test-peers`: the tests marked `peers`, against a real AT Protocol network on loopback.

usage: python3 tools/test_peers.py
Needs a compiler once (see tools/bluesky_peer.py). The last line is pytest's own summary.
"""

import sys
import time

import bluesky_peer
import environment
import prerequisites
import test
from environment import PYTHON, ROOT, SetupError, say


def main():
    environment.use_a_new_enough_python()
    test.RESULTS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    test.prepare()
    bluesky_peer.build()
    say(f"Prepared in {time.monotonic() - began:.1f} s.")
    settings = {"CHROMIUM": prerequisites.chromium()}
    peer = [PYTHON, ROOT / "tools" / "bluesky_peer.py", "--"]
    # Two processes, the main job beside the contract suite; each has a town of its own on the network.
    command = [*peer, *test.pytest("peers", 2, "tests", "--no-loadscope-reorder", "-m", "peers")]
    status = test.run([command], settings)
    say(test.summary_line(["peers"]))
    sys.exit(0 if status and not test.count(["peers"])[0]["skipped"] else 1)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(f"\n{environment.explain(error)}")
    except KeyboardInterrupt:
        sys.exit(130)

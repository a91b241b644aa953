# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keep a few programs running together: restart what dies, stop all of it cleanly.

Each child leads a process group of its own, so that Ctrl-C reaches only the supervisor, which then
stops the children in order. Should the supervisor itself be killed, the kernel ends the children.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections import deque

from environment import SetupError, say

PR_SET_PDEATHSIG = 1
MANY_DEATHS, WITHIN_SECONDS = 5, 60.0
LONGEST_PAUSE = 30.0
STOP_SECONDS = 15.0


def end_with_parent():
    """Runs in the child: ask the kernel for SIGTERM when the supervisor is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One program: its command, its log file and how often it died lately."""

    def __init__(self, name, command, log_path, environment):
        self.name, self.command, self.log_path, self.environment = name, command, log_path, environment
        self.process = None
        self.deaths = deque(maxlen=MANY_DEATHS)
        self.start_at = 0.0

    def start(self):
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def last_words(self):
        """The last lines of the log, to show beside a failure."""
        try:
            lines = self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join("  " + line for line in lines[-8:])

    def note_death(self):
        """Plan the next start. Raises SetupError when it dies again and again."""
        now = time.monotonic()
        self.deaths.append(now)
        self.signal(signal.SIGKILL)  # the rest of its group must not work on beside the next one
        status, self.process = self.process.returncode, None
        if len(self.deaths) == MANY_DEATHS and now - self.deaths[0] < WITHIN_SECONDS:
            raise SetupError(
                f"{self.name} ended {MANY_DEATHS} times within a minute. Its last words ({self.log_path}):\n"
                f"{self.last_words()}"
            )
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (len(self.deaths) - 1))
        self.start_at = now + pause
        say(f"{self.name} ended unexpectedly (status {status}); starting it again in {pause:.0f} s.")

    def signal(self, number):
        """Signal the whole group, so that no pool process is left over."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return

    def stop(self):
        """Ask, wait, insist."""
        if self.process is None:
            return
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"{self.name} does not end by itself and is stopped.")
        self.signal(signal.SIGKILL)
        self.process.wait()
        self.process = None


class Stop(BaseException):
    """A signal asked us to end."""


def stop_on_signals():
    """Turn SIGINT, SIGTERM and SIGHUP into Stop, once; later ones are ignored while stopping."""

    def ask(number, _frame):
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stop(number)

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, ask)


class Supervisor:
    """Starts children in order, keeps them alive, stops them in reverse order."""

    def __init__(self):
        self.children = []

    def add(self, child):
        self.children.append(child)
        child.start()
        return child

    def look_after(self):
        """One round: start again what died."""
        for child in self.children:
            if child.process is not None and not child.is_alive():
                child.note_death()
            elif child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def wait_until(self, is_ready, what, seconds):
        """Look after the children until `is_ready()`; SetupError when it takes too long."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            self.look_after()
            if time.monotonic() > deadline:
                words = "\n".join(f" {c.name}:\n{c.last_words()}" for c in self.children)
                raise SetupError(f"{what} did not answer within {seconds} seconds.\n{words}")
            time.sleep(0.1)

    def stop(self):
        for child in reversed(self.children):
            child.stop()

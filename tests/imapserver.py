# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A Dovecot of the tests' own on a free loopback port: a real IMAP server, which knows nothing of us."""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

START_SECONDS = 30
PASSWORD = "ein-postfach-kennwort"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {internal}
first_valid_uid = 0
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def program():
    return shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


@contextmanager
def running_server():
    """Its port; whoever signs in with ``PASSWORD`` has an empty mailbox."""
    account = pwd.getpwnam("nobody" if os.geteuid() == 0 else getpass.getuser())
    folder = Path(tempfile.mkdtemp(prefix="dorflinde-imap-"))
    folder.chmod(0o755)
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    if os.geteuid() == 0:
        os.chown(folder / "mail", account.pw_uid, account.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "dovecot.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            internal=account.pw_name,
            group=grp.getgrgid(account.pw_gid).gr_name,
            password=PASSWORD,
            uid=account.pw_uid,
            gid=account.pw_gid,
            port=port,
        )
    )
    server = subprocess.Popen([program(), "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.PIPE)
    try:
        _wait_for(port, server, folder)
        yield port
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port, server, folder):
    """Until it says hello; a program that ends before has said why."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
            log = folder / "log"
            raise RuntimeError(f"{server.stderr.read().decode()} {log.read_text() if log.exists() else ''}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as link:
            if link.recv(4) == b"* OK":
                return
    raise RuntimeError("The IMAP server does not answer.")


def deliver(port, name, *messages, folder="INBOX"):
    """Put messages into the mailbox of ``name``."""
    with imaplib.IMAP4("127.0.0.1", port) as link:
        link.login(name, PASSWORD)
        for message in messages:
            raw = message if isinstance(message, bytes) else message.as_bytes()
            assert link.append(folder, "", "", raw)[0] == "OK"


def flags_in(port, name):
    """What stands on each message of the mailbox."""
    with imaplib.IMAP4("127.0.0.1", port) as link:
        link.login(name, PASSWORD)
        link.select("INBOX", readonly=True)
        return [bytes(line) for line in link.fetch("1:*", "(FLAGS)")[1] if line]

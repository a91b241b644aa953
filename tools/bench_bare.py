# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The yardstick of tools/bench_pages.py: a stock Django view, with nothing of the product in it.

Session and authentication middleware, the person, one query. Frozen: whoever changes it makes every figure
measured before worthless. It runs in a process of its own, prepares its tables in the empty PostgreSQL database of
BARE_DATABASE_URL, and answers every line it reads, a number of requests, with their CPU seconds.
"""

import io
import os
import sys
import time
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path


def bare(request):
    from django.contrib.contenttypes.models import ContentType

    return HttpResponse(f"{request.user} {ContentType.objects.order_by('pk').values_list('model', flat=True).first()}")


urlpatterns = [path("bare/", bare)]


def configure():
    parts = urlsplit(os.environ["BARE_DATABASE_URL"])
    settings.configure(
        SECRET_KEY="only-for-measurements",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path[1:],
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": parts.hostname,
                "PORT": parts.port,
                "CONN_MAX_AGE": 600,
            }
        },
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
    )
    django.setup()


def session_of_somebody():
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user, _is_new = User.objects.get_or_create(username="somebody")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def answer(application, address, session, **headers):
    """The body of one GET through ``application``, without a server. Raises SystemExit unless it is a 200."""
    place, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"sessionid={session}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        **headers,
    }
    status = []
    body = application(environ, lambda line, _headers: status.append(line))
    content = b"".join(body)
    body.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{address} answers {status[0]}")
    return content


def main():
    configure()
    application, session = WSGIHandler(), session_of_somebody()
    for line in sys.stdin:
        began = time.process_time()
        for _ in range(int(line)):
            answer(application, "/bare/", session)
        print(time.process_time() - began, flush=True)


if __name__ == "__main__":
    main()

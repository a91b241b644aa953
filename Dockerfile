# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

FROM python:3.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/dorflinde
# Packages first: this layer is rebuilt only when a lock changes.
COPY requirements/ requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --require-hashes -r requirements/uv.txt \
    && .venv/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes -r requirements/run.txt
COPY tools/ tools/
RUN python tools/fetch_assets.py
COPY . .
# The values are needed to read the settings and reach neither the image's files nor its environment.
RUN .venv/bin/python tools/compile_messages.py \
    && DEMO=0 SECRET_KEY=build FIELD_ENCRYPTION_KEYS=YnVpbGQtb25seS1idWlsZC1vbmx5LWJ1aWxkLW9ubHk= \
       ALLOWED_HOSTS=build BASE_URL=https://build DATABASE_URL=sqlite://:memory: REDIS_URL=redis://build \
       EMAIL_URL=consolemail:// DEFAULT_FROM_EMAIL=build@build MEDIA_ROOT=/tmp STATIC_ROOT=/srv/dorflinde/staticfiles \
       .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && .venv/bin/python -m compileall -q .venv/lib accounts channels_mgmt community config core demo netiquette \
       practice reporting staffing strategy

FROM python:3.13-slim-bookworm
# Pango draws the PDF reports, libheif reads photos of iPhones, ffmpeg converts videos.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       ffmpeg fonts-liberation fonts-noto-core libharfbuzz-subset0 libheif-examples libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent dorflinde \
    && install -d -o dorflinde -g dorflinde -m 0750 /var/lib/dorflinde /var/lib/dorflinde/media
COPY --from=build /srv/dorflinde /srv/dorflinde
WORKDIR /srv/dorflinde
# Threads share one pool of memory: one lock for all of them anyway, that of the interpreter.
ENV PATH=/srv/dorflinde/.venv/bin:$PATH \
    MALLOC_ARENA_MAX=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    STATIC_ROOT=/srv/dorflinde/staticfiles \
    MEDIA_ROOT=/var/lib/dorflinde/media
USER dorflinde
EXPOSE 8000
VOLUME /var/lib/dorflinde
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "tools/healthcheck.py"]
CMD ["gunicorn", "config.wsgi", "--config", "deploy/gunicorn.conf.py"]

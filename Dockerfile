# The tracker's one image: the web server, the worker, beat and the migrations are the same code with another command.

FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/base.txt /build/base.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /build/base.txt

FROM python:3.13-slim-bookworm
# WeasyPrint draws reports with Pango and HarfBuzz; Liberation stands in for Arial.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-liberation libharfbuzz-subset0 libharfbuzz0b libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /home/tracker tracker
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=tracker.settings \
    ENVIRONMENT=production \
    MEDIA_ROOT=/srv/media \
    PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py gunicorn.conf.py package.json ./
COPY tracker ./tracker
COPY --from=assets /build/node_modules ./node_modules
# Collecting static files needs the settings, not their secrets; nothing of these values stays in the image.
RUN export SECRET_KEY=only-while-building ALLOWED_HOSTS=localhost DATABASE_URL=postgresql:///none REDIS_URL=redis://none:1/0 \
    && python manage.py collect_vendor_assets \
    && python manage.py collectstatic --noinput \
    && rm -rf node_modules \
    && python -m compileall -q tracker \
    && mkdir -p /srv/media \
    && chown tracker:tracker /srv/media
USER tracker
VOLUME /srv/media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "mkdir -p $PROMETHEUS_MULTIPROC_DIR && rm -f $PROMETHEUS_MULTIPROC_DIR/*.db && exec gunicorn"]

# Three stages: the packages the look is made of, the application with its environment, and what runs.
# tests/house/test_dockerfile.py carries these very steps out, so keep to WORKDIR, COPY, ENV, RUN, USER, CMD.

FROM node:22-slim AS look
WORKDIR /srv/look
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS build
WORKDIR /srv/portal
RUN python -m venv /srv/venv
COPY requirements.txt ./
RUN /srv/venv/bin/python -m pip install --no-cache-dir --no-compile --require-hashes -r requirements.txt
COPY . .
COPY --from=look /srv/look/node_modules node_modules
# No secret is baked in: these stand in for the real ones while files are gathered, and are gone after the line.
RUN export PORTAL_FACE=staff SECRET_KEY=build FORM_KEYS=build: CITIZEN_KEYS=build: ENCRYPTION_KEYS=build: \
    LOOKUP_KEY=build INDEX_KEY=build SEALING_PUBLIC_KEYS=build: SEALING_PRIVATE_KEYS=build: SITE_URL=http://localhost ALLOWED_HOSTS=localhost \
        DATABASE_URL=sqlite://:memory: VAR_DIR=/srv/var PATH=/srv/venv/bin:$PATH \
    && python manage.py assets \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf node_modules requirements.txt package.json pyproject.toml
# The running portal may write no bytecode, so it is made here.
RUN /srv/venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /srv/portal /srv/venv/lib \
    && mkdir -p /srv/var && chown 10001:10001 /srv/var

FROM python:3.13-slim
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/portal WEB_CONCURRENCY=2
WORKDIR /srv/portal
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/portal /srv/portal
COPY --from=build --chown=10001:10001 /srv/var /var/lib/portal
COPY --from=build --chown=10001:10001 /srv/var /var/lib/portal-files
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(web.Request('http://127.0.0.1:8000/helse/live', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "asker_portal.wsgi", "--bind=0.0.0.0:8000", "--no-control-socket", "--worker-tmp-dir=/dev/shm"]

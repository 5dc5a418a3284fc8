# Praxis in a container: the site, its worker and its clock are one image with different commands (compose.yaml).

FROM python:3.11-slim-trixie AS base
# What PDFs are made with, the same list as in deploy/bootstrap.sh; and pg_dump of the server's version, for backups.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1
WORKDIR /srv/praxis/app

FROM base AS build
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir uv
# First what seldom changes, so that it is not installed anew for each change of the code.
COPY pyproject.toml uv.lock ./
RUN UV_PROJECT_ENVIRONMENT=/srv/praxis/app/.venv /opt/uv/bin/uv sync --locked --no-dev --compile-bytecode
COPY . .
# The key signs nothing here, and stays in no layer that is kept.
RUN SECRET_KEY=only-for-this-step PRAXIS_VAR=/tmp/praxis STATIC_ROOT=/srv/praxis/static \
    .venv/bin/python manage.py collectstatic --noinput
RUN .venv/bin/python -m compileall -q platform courses library mentoring networks submissions advice

FROM base
RUN useradd --system --uid 10001 --home-dir /var/lib/praxis --create-home praxis \
    && install --directory --owner praxis --mode 0700 /srv/backups
COPY --from=build /srv/praxis /srv/praxis
ENV PATH=/srv/praxis/app/.venv/bin:$PATH PRAXIS_VAR=/var/lib/praxis STATIC_ROOT=/srv/praxis/static WEB_BIND=0.0.0.0:8000
USER praxis
VOLUME /var/lib/praxis /srv/backups
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]

#!/bin/sh
# Background tasks and scheduled jobs in one process. Without Redis there are no tasks to take, and beat runs its jobs itself.
set -eu
if [ -n "${REDIS_URL:-}" ]; then
  set -- worker --beat
else
  set -- beat
fi
exec .venv/bin/celery --workdir platform -A config "$@" --loglevel WARNING

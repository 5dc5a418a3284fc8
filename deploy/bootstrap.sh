#!/bin/sh
# Makes .venv with the locked dependencies, and sees to the system libraries that PDFs need.
# Wants python3 (3.11 or newer). Installs the rest as root on Debian; elsewhere says what is missing.
# The system's Python is taken before another one on the PATH: it is mended with the system, the user of the service may
# read it, and distributions build it with optimisations (a self-built one took a sixth more processor time).
# PYTHON=/path/to/python3 chooses another.
#
#   sh deploy/bootstrap.sh                for development: the tools of tests and checks too
#   sh deploy/bootstrap.sh --production   for a server: just what the site runs with, and nothing else in .venv
set -eu

case "${1:-}" in
  "") for_production="" ;;
  --production) for_production=yes ;;
  *)
    echo "Unknown option: $1. The only one is --production." >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "$*"; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
has_library() { { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q "$1"; }
has_font() { [ -d /usr/share/fonts/truetype/noto ] || { fc-list 2>/dev/null | grep -qi noto; }; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
makes_environments() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

system=/usr/bin/python3
python=""
if [ "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- "$system" python3; fi
for candidate; do
  is_new_enough "$candidate" || continue
  # What the system's Python lacks for it is installed below.
  if makes_environments "$candidate" || { [ "$candidate" = "$system" ] && may_install; }; then
    python="$candidate"
    break
  fi
  python="${python:-$candidate}"
done
[ "$python" ] || {
  say "Praxis needs python3, version 3.11 or newer.${PYTHON:+ $PYTHON is none.}"
  exit 1
}

missing=""
makes_environments "$python" || missing="$missing python3-venv"
has_library 'libpango-1.0.so.0' || missing="$missing libpango-1.0-0"
has_library 'libpangoft2-1.0.so.0' || missing="$missing libpangoft2-1.0-0"
has_library 'libharfbuzz-subset.so.0' || missing="$missing libharfbuzz-subset0"
has_font || missing="$missing fonts-noto-core"
if [ -n "$missing" ]; then
  if may_install; then
    say "Installing$missing …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  (a list of words is meant)
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    say "Please install these first, as root: apt-get install$missing"
    exit 1
  fi
fi

if [ "${PYTHON:-}" ] && [ -x .venv/bin/python ]; then
  say "The environment is there already and keeps its Python. To make it with $PYTHON: rm -r .venv, then this again."
fi
# On a server uv has a place of its own, as .venv holds nothing that the site does not run with: pip neither.
if [ "$for_production" ]; then tools=.uv without=--without-pip; else tools=.venv without=""; fi
# shellcheck disable=SC2086  (an option or none is meant)
[ -x .venv/bin/python ] || "$python" -m venv .venv $without
if command -v uv >/dev/null 2>&1; then
  uv=uv
else
  [ -x "$tools/bin/python" ] || "$python" -m venv "$tools"
  [ -x "$tools/bin/uv" ] || "$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv
  uv="$tools/bin/uv"
fi
say "Installing the locked dependencies …"
export UV_PROJECT_ENVIRONMENT="$(pwd)/.venv"
if [ "$for_production" ]; then
  # The user of the service may not write here: what Python would note down at the first start is noted down now.
  "$uv" sync --locked --no-dev --compile-bytecode --quiet
  .venv/bin/python -m compileall -q platform courses library mentoring networks submissions advice
else
  # --inexact, as uv itself may live in the same environment.
  "$uv" sync --locked --inexact --quiet
  touch .venv/.installed
fi

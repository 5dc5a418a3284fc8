#!/bin/sh
# Debian's chromium for the browser tests, where it may be installed; otherwise says how to get it.
# Its shell without windows does in half the time what the whole browser does, so it is taken where there is one.
set -eu
if command -v chromium-headless-shell >/dev/null 2>&1; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing chromium for the browser tests …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || true
  for package in chromium-headless-shell chromium; do
    command -v "$package" >/dev/null 2>&1 && exit 0
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null && exit 0
  done
fi
command -v chromium >/dev/null 2>&1 && exit 0
echo "The browser tests will not run: there is no chromium. Get it with: apt-get install chromium-headless-shell"

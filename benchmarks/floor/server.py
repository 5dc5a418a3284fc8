"""How gunicorn serves the floor: as it serves Praxis (deploy/gunicorn.conf.py), but that there are no pages to warm up."""

from pathlib import Path
from runpy import run_path
from typing import Any

_DEPLOYED = run_path(str(Path(__file__).resolve().parents[2] / "deploy/gunicorn.conf.py"))

threads = _DEPLOYED["threads"]
preload_app = _DEPLOYED["preload_app"]
worker_tmp_dir = _DEPLOYED["worker_tmp_dir"]
control_socket_disable = _DEPLOYED["control_socket_disable"]


def on_starting(server: Any) -> None:
    """Load the application before workers are made, and spare it the collector, as the product is spared."""
    from config.warming import spare_the_collector

    server.app.wsgi()
    spare_the_collector()

"""How gunicorn serves Praxis, under systemd and in a container alike: ``gunicorn --config deploy/gunicorn.conf.py``.

Where it listens is told by systemd's socket, or else by ``bind``. The numbers can be changed in the environment.
"""

import os
import threading
from pathlib import Path
from typing import Any

wsgi_app = "config.wsgi"
chdir = str(Path(__file__).resolve().parents[1])
pythonpath = str(Path(chdir) / "platform")
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A worker gives its memory back now and then. The next one is a copy of the first process, which is warm already.
max_requests = 5000
max_requests_jitter = 500
# Workers are copies of one process that has loaded everything. New code is taken over by a new first process
# (docs/deploy.md, "Without a gap"): a HUP would start workers of the old one.
preload_app = True

# Where a worker shows that it is alive: in memory, as a slow disk must not look like a dead worker.
MEMORY = "/dev/shm"  # noqa: S108  (gunicorn makes a file without a name in it)
worker_tmp_dir = MEMORY if Path(MEMORY).is_dir() else None
# Nobody steers it but systemd or the container engine.
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Warm up before systemd hears that the site serves, and before the first worker is made."""
    from config.warming import spare_the_collector, warm_up

    seconds = warm_up(server.app.wsgi())
    left = [
        thread.name for thread in threading.enumerate() if thread is not threading.main_thread()
    ]
    if left:
        # A lock that such a thread holds while a worker is made would never be given back in that worker.
        server.log.error("Threads run while workers are made: %s", ", ".join(left))
    spare_the_collector()
    server.log.info("Warm after %.1f s.", seconds)

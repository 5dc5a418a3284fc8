"""What visitors notice of fresh workers and of a reload: ``make bench-reload``.

Measured are the first request of a worker, before anybody else has asked it, and visitors at 20 requests a second
while the whole server is exchanged: as it was (one service, each worker loads by itself, HUP) and as it is (two
services at one socket, each warm before it serves, restarted in turn).
"""

import os
import signal
import sys
import time
from pathlib import Path

from benchmarks.ground import ground

A_SECOND = 20
SECONDS_BETWEEN = 6
FRESH = 5
PATHS = ("/", "/library/?q=cold+homes", "/courses/", "/accounts/login/")


def main() -> None:
    """Prepare a library, measure both ways, print the figures."""
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["DEBUG"] = "0"
    with ground() as folder:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from benchmarks.instances import CONFIGURED

        call_command("migrate", verbosity=0)
        call_command("load_library", verbosity=0)
        for connection in connections.all():
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()
        before = (
            "config.wsgi",
            "--pythonpath",
            "platform",
            "--threads",
            "4",
            "--no-control-socket",
        )
        print("before: one service, two workers that load by themselves")
        first_requests(folder, before)
        exchange(folder, before, count=1, workers=2)
        print("now: two services at one socket, one worker each, warm before they serve")
        first_requests(folder, CONFIGURED)
        exchange(folder, CONFIGURED, count=2, workers=1)


def first_requests(folder: Path, options: tuple[str, ...]) -> None:
    """Take a worker's place by a fresh one, again and again, and print what its first visitor waits for."""
    from benchmarks.instances import instances
    from benchmarks.visitors import visit

    with instances(folder, count=1, options=options, workers=1) as (port, (service,)):
        visit(port, PATHS[0])
        waits, seconds = [], []
        for _ in range(FRESH):
            (old,) = service.workers()
            start = time.perf_counter()
            os.kill(old, signal.SIGTERM)
            while not (now := service.workers()) or now == [old]:
                time.sleep(0.01)
            waits.append(visit(port, PATHS[0]))
            seconds.append(time.perf_counter() - start)
        again = [visit(port, PATHS[0]) for _ in range(20)]
    print(
        f"  the first request of a fresh worker: {_ms(waits)}; from the end of the last one: {_ms(seconds)};"
    )
    print(f"  a later request: {_ms(again)}", flush=True)


def exchange(folder: Path, options: tuple[str, ...], *, count: int, workers: int) -> None:
    """Let visitors come, exchange the whole server meanwhile, and print what they waited for."""
    from benchmarks.instances import instances
    from benchmarks.visitors import visitors

    with instances(folder, count=count, options=options, workers=workers) as (port, services):
        with visitors(port, PATHS, a_second=A_SECOND) as quiet:
            time.sleep(SECONDS_BETWEEN)
        with visitors(port, PATHS, a_second=A_SECOND) as visits:
            time.sleep(SECONDS_BETWEEN / 3)
            start = time.perf_counter()
            if count == 1:
                services[0].hang_up()
                time.sleep(SECONDS_BETWEEN)
            else:
                for service in services:
                    service.restart()
            took = time.perf_counter() - start
            time.sleep(SECONDS_BETWEEN)
    for name, seen in (
        ("at start and in peace", quiet),
        (f"exchanged within {took:.1f} s", visits),
    ):
        print(
            f"  {name}: {len(seen.waited)} answers, {len(seen.lost)} lost, half in {seen.share(0.5) * 1000:.0f} ms,"
            f" 95 of 100 in {seen.share(0.95) * 1000:.0f} ms, the longest {seen.share(1) * 1000:.0f} ms",
            flush=True,
        )
        for error in sorted(set(seen.lost))[:3]:
            print(f"    {error}")


def _ms(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"{ordered[len(ordered) // 2] * 1000:.0f} ms ({ordered[0] * 1000:.0f} to {ordered[-1] * 1000:.0f})"


if __name__ == "__main__":
    main()

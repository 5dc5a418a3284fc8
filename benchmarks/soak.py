"""The site under steady use for a long time: ``make soak``, with ``MINUTES=10 A_SECOND=30`` unless told otherwise.

Two services at one socket, as deployed, serve signed-in people and others at a steady pace. In every third minute a
web worker is killed without a word, as a machine without memory does; what it was answering is lost, and nothing
else may be. A line for each minute says how long visitors waited, what was lost and what memory the workers hold.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from benchmarks.ground import ground

MIB = 1024 * 1024


def main() -> None:
    """Prepare the institute, let visitors come, print a line each minute."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--a-second", type=float, default=30)
    asked = parser.parse_args()
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["DEBUG"] = "0"
    with ground() as folder:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from benchmarks.institute import found_institute
        from benchmarks.pages import cookies_of, main_pages, visit

        call_command("migrate", verbosity=0)
        pages = main_pages(found_institute())
        cookies = {page.address: cookies_of(visit(page.reader)) for page in pages}
        for connection in connections.all():
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()
        soak(folder, cookies, minutes=asked.minutes, a_second=asked.a_second)


def soak(folder: Path, cookies: dict[str, str], *, minutes: int, a_second: float) -> None:
    """Let visitors come for so many minutes, and print what each minute was like."""
    from benchmarks.instances import instances
    from benchmarks.visitors import visitors

    with instances(folder) as (port, services):
        for minute in range(1, minutes + 1):
            with visitors(port, list(cookies), a_second=a_second, cookies=cookies) as seen:
                time.sleep(30)
                if is_killing := minute % 3 == 0:
                    os.kill(services[minute // 3 % 2].workers()[0], signal.SIGKILL)
                time.sleep(30)
            memory = sum(_memory(pid) for service in services for pid in service.workers())
            print(
                f"minute {minute}: {len(seen.waited)} answers, {len(seen.lost)} lost"
                f"{' (a worker was killed)' if is_killing else ''}, half in {seen.share(0.5) * 1000:.0f} ms,"
                f" 95 of 100 in {seen.share(0.95) * 1000:.0f} ms, 99 in {seen.share(0.99) * 1000:.0f} ms,"
                f" the longest {seen.share(1) * 1000:.0f} ms; {memory // MIB} MiB",
                flush=True,
            )
            for error in sorted(set(seen.lost))[:3]:
                print(f"    {error}")


def _memory(pid: int) -> int:
    """Return the bytes that a process holds for itself and shares with others; only Linux tells them."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in status if line.startswith("VmRSS"))
    return int(kilobytes) * 1024


if __name__ == "__main__":
    main()

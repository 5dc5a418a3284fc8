"""One thread beside the pages of a process, for work that waits for servers of others."""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable

from django.db import connections

logger = logging.getLogger(__name__)
Work = Callable[[], object]


class SideThread:
    """A thread that does one piece of work after the other, and ends when there is none.

    The process does not end before it; what it was given and has not begun is then done, too.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._forget()
        # A copy of the process has the work of its original, but not its thread, and would do it twice.
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._work: deque[Work] = deque()
        self._thread: threading.Thread | None = None

    def give(self, work: Work) -> None:
        """Let the work be done, and return at once."""
        with self._lock:
            self._work.append(work)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name)
                self._thread.start()

    def finish(self) -> None:
        """Wait until everything that was given so far is done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        try:
            while work := self._next():
                try:
                    work()
                except Exception:
                    logger.exception("Work beside the pages failed")
        finally:
            connections.close_all()

    def _next(self) -> Work | None:
        with self._lock:
            if self._work:
                return self._work.popleft()
            self._thread = None
            return None


side_thread = SideThread("beside the pages")

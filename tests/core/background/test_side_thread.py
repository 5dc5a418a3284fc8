"""The thread beside the pages: in order, never twice, and no error ends it."""

import os
import threading
import time

import config.celery
from core.background.side_thread import SideThread, side_thread
from notifications.tasks import send_waiting_mail


def test_work_is_done_in_order_beside_the_caller_and_an_error_costs_no_other(caplog):
    thread = SideThread("test")
    done: list[str] = []
    may_go_on = threading.Event()

    def wait() -> None:
        may_go_on.wait(5)
        done.append(threading.current_thread().name)

    thread.give(wait)
    thread.give(lambda: 1 / 0)
    thread.give(lambda: done.append("last"))
    before = list(done)
    may_go_on.set()
    thread.finish()

    assert (before, done) == ([], ["test", "last"])
    assert "ZeroDivisionError" in caplog.text


def test_it_begins_again_after_it_has_ended():
    thread = SideThread("test")
    done: list[int] = []

    for number in range(3):
        thread.give(lambda number=number: done.append(number))
        thread.finish()

    assert done == [0, 1, 2]


def test_a_copy_of_the_process_does_not_do_the_work_again(tmp_path):
    thread = SideThread("test")
    may_go_on = threading.Event()

    def mark() -> None:
        (tmp_path / str(os.getpid())).touch()

    thread.give(lambda: may_go_on.wait(5))
    thread.give(mark)

    copy = os.fork()
    if copy == 0:
        thread.give(mark)
        thread.finish()
        os._exit(0)
    os.waitpid(copy, 0)
    in_copy = sorted(path.name for path in tmp_path.iterdir())
    may_go_on.set()
    thread.finish()

    assert in_copy == [str(copy)]
    assert {path.name for path in tmp_path.iterdir()} == {str(os.getpid()), str(copy)}


def test_without_a_queue_only_a_task_that_waits_for_others_runs_beside(settings):
    settings.BACKGROUND_THREAD = True
    seen: list[str] = []
    app = config.celery.app

    @app.task(name="test.waits", waits_for_others=True)
    def waits() -> None:
        time.sleep(0.05)
        seen.append(threading.current_thread().name)

    @app.task(name="test.is_quick")
    def is_quick() -> None:
        seen.append(threading.current_thread().name)

    waits.delay()
    is_quick.delay()
    side_thread.finish()

    assert seen == [threading.current_thread().name, "beside the pages"]
    assert send_waiting_mail.waits_for_others

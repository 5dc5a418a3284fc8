"""How fast progress is written by four clients at once: ``make bench-progress``.

Each client is a process of its own, as web processes are, and marks lessons as done for learners of its own. On
PostgreSQL 300 writes a second are aimed at, 99 of 100 within 60 ms; on SQLite, that none is refused.
"""

import multiprocessing
import time
from collections import Counter
from statistics import quantiles
from typing import Any

from benchmarks.ground import django_ground

CLIENTS, LEARNERS, LESSONS = 4, 10, 60
LEAST_PER_SECOND, MOST_MS = 300, 60


def main() -> None:
    """Found a course, let the clients learn in it, and print what the writes took."""
    with django_ground():
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        keys = _found()
        print(
            f"{connection.vendor}: {CLIENTS} clients, {LEARNERS * LESSONS} writes each", flush=True
        )
        _let_go()
        context = multiprocessing.get_context("fork")
        began = time.perf_counter()
        with context.Pool(CLIENTS) as pool:
            answers = pool.map(
                _learn, [keys[each::CLIENTS] for each in range(CLIENTS)], chunksize=1
            )
        _report(answers, time.perf_counter() - began)


def _report(answers: list[tuple[list[float], float, Counter[str]]], elapsed: float) -> None:
    took = sorted(each for times, _cpu, _failed in answers for each in times)
    failed: Counter[str] = sum((each for *_, each in answers), Counter())
    cpu = sum(cpu for _times, cpu, _failed in answers) / len(took)
    print(
        f"{len(took) / elapsed:.0f} writes a second (at least {LEAST_PER_SECOND} are aimed at), "
        f"median {took[len(took) // 2]:.1f} ms, "
        f"p99 {quantiles(took, n=100)[-1]:.1f} ms (aim: {MOST_MS}), {cpu:.2f} ms of CPU in Python each"
    )
    print(f"failed: {dict(failed) or 'none'}")


def _learn(places: list[int]) -> tuple[list[float], float, Counter[str]]:
    """Do all lessons for these learners, in turns; return the milliseconds of each write, the CPU of all, and failures."""
    from django.db import DatabaseError
    from django.utils import timezone

    from courses.actions.learning import complete_lesson
    from courses.models import Enrolment, Lesson

    enrolments = list(Enrolment.objects.filter(pk__in=places).select_related("release__course"))
    lessons = list(Lesson.objects.of(enrolments[0].release).in_order())[:LESSONS]
    took, failed = [], Counter[str]()
    cpu = time.process_time()
    for lesson in lessons:
        for enrolment in enrolments:
            began = time.perf_counter()
            try:
                complete_lesson(enrolment=enrolment, lesson=lesson, at=timezone.now())
            except DatabaseError as error:
                failed[str(error)] += 1
            took.append((time.perf_counter() - began) * 1_000)
    return took, (time.process_time() - cpu) * 1_000, failed


def _found() -> list[int]:
    """Make a course of a hundred lessons with learners; return the keys of their places."""
    from django.utils import timezone

    from courses.actions.learning import enrol
    from courses.actions.releases import publish_release
    from courses.models import Course
    from demo.factories.accounts import UserFactory
    from demo.factories.courses import CourseFactory, LessonFactory, ModuleFactory

    now = timezone.now()
    course = CourseFactory.create(texts=0, is_published=False)
    release = course.releases.get()
    release.modules.all().delete()
    for _ in range(10):
        LessonFactory.create_batch(10, module=ModuleFactory(release=release))
    publish_release(release=release, by=UserFactory.create(), at=now)
    course = Course.objects.get(pk=course.pk)
    people: list[Any] = UserFactory.create_batch(CLIENTS * LEARNERS)
    return [enrol(user=person, course=course, at=now).pk for person in people]


def _let_go() -> None:
    """Close the connections: none may be shared with the clients."""
    from django.db import connection, connections

    connections.close_all()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool is not None:
        close_pool()


if __name__ == "__main__":
    main()

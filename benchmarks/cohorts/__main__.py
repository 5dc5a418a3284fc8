"""How fast the pages of a large cohort answer, 500 learners by 60 quizzes: ``make bench-cohorts``."""

import datetime as dt
import random
import time
import uuid
from statistics import median, quantiles
from typing import Any

from benchmarks.cpu import ask
from benchmarks.ground import django_ground

LEARNERS, QUIZZES, REQUESTS = 500, 60, 20
# The slowest of twenty may take so many milliseconds.
MOST = 400


def main() -> None:
    """Found a large cohort, and ask for the pages of those who look after it."""
    with django_ground():
        _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.urls import reverse

    from benchmarks.institute import gather_statistics
    from benchmarks.pages import cookies_of, count_queries, visit
    from config.warming import spare_the_collector
    from config.wsgi import application

    call_command("migrate", verbosity=0)
    cohort = _found_cohort()
    gather_statistics()
    # As the web server does before it makes its workers (deploy/gunicorn.conf.py).
    spare_the_collector()
    names = [cohort.release.course.slug, cohort.pk]
    book = reverse("courses:gradebook", args=names)
    learner = cohort.enrolments.order_by("pk").first()
    pages = {
        "learners": reverse("courses:cohort_learners", args=names),
        "gradebook, 25 rows": book,
        "gradebook, by total": f"{book}?sort=-total",
        "gradebook, 100 rows": f"{book}?per_page=100",
        "gradebook as CSV": f"{book}?as=csv",
        "one learner's grades": reverse("courses:learner_grades", args=[*names, learner.pk]),
    }
    client = visit(cohort.facilitators.get())
    cookie = cookies_of(client)
    head = f"{'page':24} {'queries':>7} {'cpu ms':>7} {'median ms':>10} {'p95 ms':>8}"
    print(head, flush=True)
    for name, address in pages.items():
        queries = count_queries(client, address)
        times = [_times(application, address, cookie) for _ in range(REQUESTS)]
        took = [wall for wall, _cpu in times]
        # Neighbours on the machine only ever add, so the cheapest counts.
        cpu = min(cpu for _wall, cpu in times)
        p95 = quantiles(took, n=20)[-1]
        verdict = "" if p95 < MOST else f"  slower than {MOST}"
        print(
            f"{name:24} {queries:>7} {cpu:>7.0f} {median(took):>10.0f} {p95:>8.0f}{verdict}",
            flush=True,
        )


def _times(application: Any, address: str, cookie: str) -> tuple[float, float]:
    """Return the milliseconds that one answer took, read to its end, and those of processor time in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    ask(application, address, cookie=cookie)
    return (time.perf_counter() - wall) * 1_000, (time.process_time() - cpu) * 1_000


def _found_cohort() -> Any:
    """Make a cohort whose learners have tried most of the quizzes, with a deadline for each quiz."""
    from django.utils import timezone

    from accounts.models import User
    from courses.actions.releases import publish_release
    from courses.models import Attempt, Deadline, Enrolment, Lesson, LessonCompletion, Progress
    from courses.progress.stored import summed_up
    from courses.states import LessonKind
    from demo.factories.cohorts import CohortFactory
    from demo.factories.courses import (
        CourseFactory,
        LessonFactory,
        ModuleFactory,
        QuestionFactory,
    )

    chance = random.Random(23)  # the same answers every time
    now = timezone.now()
    long_ago = now - dt.timedelta(days=60)
    course = CourseFactory.create(texts=1, is_published=False, at=long_ago)
    release = course.releases.get()
    for number in range(QUIZZES):
        if number % 10 == 0:
            module = ModuleFactory.create(release=release)
        title = f"What the numbers of part {number + 1} say"
        quiz = LessonFactory.create(module=module, title=title, kind=LessonKind.QUIZ)
        QuestionFactory.create(lesson=quiz)
    publish_release(release=release, by=course.facilitators.get(), at=long_ago)
    course.refresh_from_db()
    cohort = CohortFactory.create(
        course=course, at=long_ago, starts_on=now.date() - dt.timedelta(days=30)
    )
    quizzes = list(Lesson.objects.of(cohort.release).filter(kind=LessonKind.QUIZ).in_order())
    Deadline.objects.bulk_create(
        Deadline(cohort=cohort, lesson=quiz, days_after=number)
        for number, quiz in enumerate(quizzes)
    )
    users = User.objects.bulk_create(
        User(email=f"learner{n}@example.org", full_name=f"Learner {n:03}") for n in range(LEARNERS)
    )
    places = Enrolment.objects.bulk_create(
        Enrolment(
            user=user,
            release=cohort.release,
            cohort=cohort,
            enrolled_at=long_ago,
            joined_at=long_ago,
        )
        for user in users
    )
    attempts, facts = [], []
    for place in places:
        for quiz in quizzes:
            if chance.random() < 0.15:
                continue
            points, at = chance.randint(0, 10), now - dt.timedelta(days=chance.randint(1, 30))
            attempts.append(
                Attempt(
                    enrolment=place,
                    lesson=quiz,
                    number=1,
                    form_key=uuid.uuid4(),
                    points=points,
                    out_of=10,
                    is_passed=points >= 7,
                    submitted_at=at,
                )
            )
            if points >= 7:
                facts.append(LessonCompletion(enrolment=place, lesson=quiz, completed_at=at))
    Attempt.objects.bulk_create(attempts, batch_size=2_000)
    LessonCompletion.objects.bulk_create(facts, batch_size=2_000)
    lessons = Lesson.objects.of(cohort.release).in_order()
    required = dict(lessons.values_list("pk", "is_required"))
    by_place: dict[int, dict[int, dt.datetime]] = {place.pk: {} for place in places}
    for fact in facts:
        by_place[fact.enrolment_id][fact.lesson_id] = fact.completed_at
    Progress.objects.bulk_create(summed_up(place, required, by_place[place.pk]) for place in places)
    return cohort


if __name__ == "__main__":
    main()

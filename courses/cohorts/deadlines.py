"""Which day is the last one for what: the deadlines of a cohort, for each of its learners."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.reader_facts import fact_of
from core.addresses import address_of
from courses.cohorts.standing import day_there, standing_of
from courses.models import Cohort, Deadline, DeadlineShift, Enrolment, Lesson
from courses.progress.stored import progress_of
from courses.progress.table_of_contents import table_of_contents


@dataclass(frozen=True)
class Work:
    """What a deadline is for: the required lessons that must be done by it, in order."""

    deadline: Deadline
    title: str
    lessons: Sequence[Lesson]
    keys: frozenset[int]


@dataclass(frozen=True)
class Due:
    """A deadline as it holds for one learner."""

    work: Work
    place: Enrolment
    due_on: dt.date
    is_done: bool
    is_overdue: bool
    shift: DeadlineShift | None

    @property
    def title(self) -> str:
        return self.work.title

    @property
    def address(self) -> str:
        """Return the page of the first lesson that is left to do, or of the course."""
        done = set(progress_of(self.place).done_lessons)
        left = next((one for one in self.work.lessons if one.pk not in done), None)
        if left is None:
            return self.place.get_absolute_url()
        slug = self.place.release.course.slug
        return address_of("courses:lesson_detail", slug, left.module.slug, left.slug)

    @property
    def uid(self) -> str:
        """Return the name of this deadline in calendars."""
        return f"deadline-{self.work.deadline.pk}-{self.place.pk}"


def works_of(cohort: Cohort, deadlines: Iterable[Deadline]) -> list[Work]:
    """Return what each deadline of the cohort is for; load ``release__course`` with the cohort."""
    deadlines = list(deadlines)
    lessons = table_of_contents(cohort.release).lessons if deadlines else ()
    own = {one.lesson_id for one in deadlines if one.lesson_id}
    return [_work(one, lessons, own) for one in deadlines]


def _work(deadline: Deadline, lessons: Sequence[Lesson], own: set[int]) -> Work:
    if deadline.lesson_id:
        meant = [lesson for lesson in lessons if lesson.pk == deadline.lesson_id]
    else:
        meant = [
            lesson
            for lesson in lessons
            if lesson.module_id == deadline.module_id and lesson.pk not in own
        ]
    required = [lesson for lesson in meant if lesson.is_required]
    return Work(deadline, str(deadline), required, frozenset(one.pk for one in required))


def day_of(deadline: Deadline, place: Enrolment | None, cohort: Cohort) -> dt.date:
    """Return the last day for this learner, before anything was shifted for them.

    Only in a rolling cohort it depends on the learner.
    """
    if deadline.due_on is not None:
        return deadline.due_on
    return start_for(place, cohort) + dt.timedelta(days=deadline.days_after or 0)


def start_for(place: Enrolment | None, cohort: Cohort) -> dt.date:
    """Return the day from which days are counted: the first of the cohort, or the one on which the learner joined."""
    if cohort.starts_on is not None:
        return cohort.starts_on
    if place is None:
        raise ValueError("In a rolling cohort each learner has a start of their own.")
    zone = zoneinfo.ZoneInfo(cohort.time_zone)
    return (place.joined_at or place.enrolled_at).astimezone(zone).date()


def dues_of(
    place: Enrolment,
    cohort: Cohort,
    works: Iterable[Work],
    shifts: Mapping[int, DeadlineShift],
    *,
    today: dt.date,
) -> list[Due]:
    """Return the deadlines as they hold for one learner, the soonest first. ``shifts`` are theirs by deadline."""
    done = set(progress_of(place).done_lessons)
    dues = []
    for work in works:
        shift = shifts.get(work.deadline.pk)
        due_on = shift.due_on if shift else day_of(work.deadline, place, cohort)
        is_done = work.keys <= done
        dues.append(Due(work, place, due_on, is_done, due_on < today and not is_done, shift))
    return sorted(dues, key=lambda due: (due.due_on, due.work.deadline.pk))


def dues_for(place: Enrolment, *, now: dt.datetime) -> list[Due]:
    """Return the deadlines of a learner in a cohort that goes on; load the cohort with the place. Two queries."""
    return dues_by_place([place], now=now).get(place.pk, [])


def dues_by_place(places: Iterable[Enrolment], *, now: dt.datetime) -> dict[int, list[Due]]:
    """Return the deadlines of places in cohorts that go on, by the key of the place; load the cohorts with them.

    Two queries, however many places; none where no cohort goes on.
    """
    going = {
        place: place.cohort
        for place in places
        if place.cohort and place.is_here and not standing_of(place.cohort, now).is_ended
    }
    if not going:
        return {}
    deadlines: dict[int, list[Deadline]] = defaultdict(list)
    cohorts = {cohort.pk for cohort in going.values()}
    for deadline in Deadline.objects.filter(cohort__in=cohorts).for_display():
        deadlines[deadline.cohort_id].append(deadline)
    shifts: dict[int, dict[int, DeadlineShift]] = defaultdict(dict)
    for shift in DeadlineShift.objects.filter(enrolment__in={place.pk for place in going}):
        shifts[shift.enrolment_id][shift.deadline_id] = shift
    dues = {}
    for place, cohort in going.items():
        cohort.release = place.release
        works = works_of(cohort, deadlines[cohort.pk])
        today = day_there(cohort, now)
        dues[place.pk] = dues_of(place, cohort, works, shifts[place.pk], today=today)
    return dues


def dues_of_person(user: User, *, now: dt.datetime) -> list[Due]:
    """Return what is left to do by some day in all cohorts of a person, the soonest first. At most three queries."""
    if fact_of(user, "learns_in_cohort") is False:
        return []
    mine = Enrolment.objects.active().filter(user=user, cohort__isnull=False)
    places = mine.select_related("release__course", "cohort", "progress").order_by("pk")
    found = dues_by_place(places, now=now).values()
    dues = [due for some in found for due in some if not due.is_done]
    return sorted(dues, key=lambda due: (due.due_on, due.work.deadline.pk))

"""A facilitator changes a grade in a wide gradebook; a learner asks, and reads what was answered and changed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.models import Cohort, GradeChange
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortPlaceFactory
from networks.models import Network
from tests.browser.window import open_as
from tests.courses.grades.classroom import cohort_with, lessons_of, tried

pytestmark = pytest.mark.django_db(transaction=True)
STICKS = """() => {
  const table = document.querySelector(".work-table");
  table.scrollTo(400, 200);
  const box = (query) => table.querySelector(query).getBoundingClientRect();
  const [frame, name, head] = [table.getBoundingClientRect(), box("tbody tr:nth-child(15) th"), box("thead th")];
  const found = [Math.round(name.left - frame.left), Math.round(head.top - frame.top), table.scrollLeft > 0];
  table.scrollTo(0, 0);
  return found;
}"""


def full_cohort() -> tuple[Cohort, User]:
    cohort = cohort_with(*[LessonKind.QUIZ] * 14)
    for number in range(25):
        name = (
            "Anna-Maria von und zu Hohenlohe-Schillingsfürst"
            if number == 3
            else f"Person {number:02}"
        )
        place = CohortPlaceFactory(cohort=cohort, user=UserFactory(full_name=name))
        for lesson in lessons_of(cohort)[: number % 12]:
            tried(place, lesson, number % 11, 10, submitted_at=timezone.now())
    return cohort, cohort.facilitators.get()


def test_grades_are_changed_and_questions_answered(visitor):
    cohort, facilitator = full_cohort()
    slug = cohort.release.course.slug
    learner = cohort.enrolments.order_by("pk").last()
    group = Network.objects.get(cohort=cohort)
    window = open_as(visitor, facilitator, reverse("courses:gradebook", args=[slug, cohort.pk]))
    assert window.page.evaluate(STICKS) == [0, 0, True]
    window.check("gradebook")

    address = reverse("courses:grade_change", args=[slug, cohort.pk, learner.pk, "total"])
    window.go(address)
    window.check("grade-change")
    window.page.get_by_label("Give another grade").check()
    window.page.get_by_label("Grade in per cent").fill("64,5")
    window.page.get_by_label("Reason").fill("Agreed after the oral test.")
    window.press("Save the grade")
    window.check("learner-grades")
    window.go(reverse("courses:grades_import", args=[slug, cohort.pk]))
    window.check("grades-from-a-file")

    reader = open_as(visitor, learner.user, reverse("courses:my_grades", args=[slug]))
    assert "Agreed after the oral test." in reader.main.inner_text()
    reader.check("my-grades")
    lesson = lessons_of(cohort)[0]
    reader.go(lesson.get_absolute_url())
    reader.follow("Ask a question")
    reader.page.get_by_label("Title").fill("Which decile is the first?")
    reader.page.get_by_label("Your post").fill("The most deprived, or the least?")
    reader.press("Start discussion")
    reader.check("question")
    window.go(group.get_absolute_url())
    window.check("discussions-of-cohort")

    assert GradeChange.objects.get().percent == 64.5
    assert group.discussions.get().lesson == lesson

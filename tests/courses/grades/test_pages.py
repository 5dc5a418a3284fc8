"""The gradebook in a browser: who may open it, changing with a reason, and grades that come from a file."""

import csv
import uuid
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.actions.cohorts.joining import leave_cohort
from courses.actions.grades import import_grades
from courses.grades.book import gradebook_of
from courses.grades.changes import NewGrade
from courses.models import Cohort, Enrolment, GradeChange, GradeImport, LessonCompletion
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from notifications.models import Notification
from tests.courses.grades.classroom import cohort_with, lessons_of, tried
from tests.shared import shared

pytestmark = pytest.mark.django_db


class Class:
    """A cohort with two quizzes and two learners, one of whom has tried the first quiz."""

    def __init__(self) -> None:
        self.cohort = cohort_with(LessonKind.QUIZ, LessonKind.QUIZ)
        self.first, self.second = lessons_of(self.cohort)
        self.ann = CohortPlaceFactory(cohort=self.cohort, user=UserFactory(full_name="Ann Ó Sé"))
        self.bob = CohortPlaceFactory(cohort=self.cohort, user=UserFactory(full_name="Bob"))
        self.facilitator = self.cohort.facilitators.get()
        tried(self.ann, self.first, 1, 2)

    def address(self, page: str, *further: object) -> str:
        slug = self.cohort.release.course.slug
        return reverse(f"courses:{page}", args=[slug, self.cohort.pk, *further])

    def grades(self) -> dict[tuple[str, str], str]:
        """Return the per cent of each learner and item that has some."""
        cohort = Cohort.objects.select_related("release__course").get(pk=self.cohort.pk)
        lines = gradebook_of(cohort, now=timezone.now()).lines
        return {
            (line.place.user.full_name, key): "excused"
            if grade.state == "excused"
            else str(grade.shown)
            for line in lines
            for key, grade in line.grades.items()
            if grade.state != "open"
        }


@shared
def group() -> Class:
    return Class()


def sent(act: str, reason: str = "She was ill.\r\nAgreed.", **words) -> dict[str, str]:
    return {"act": act, "reason": reason, "form_key": str(uuid.uuid4()), **words}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("of another cohort", 403),
        ("learner", 403),
        ("left", 403),
        ("stranger", 403),
        ("anonymous", 302),
    ],
)
def test_only_who_looks_after_the_cohort_opens_the_gradebook(client, group, who, status):
    other = CohortFactory(course=group.cohort.release.course, facilitators=[UserFactory()])
    people = {
        "facilitator": group.facilitator,
        "of another cohort": other.facilitators.get(),
        "learner": group.ann.user,
        "left": group.bob.user,
        "stranger": UserFactory(),
    }
    leave_cohort(cohort=group.cohort, user=group.bob.user, at=timezone.now())
    if who in people:
        client.force_login(people[who])

    statuses = {
        client.get(group.address(page, *further)).status_code
        for page, *further in [
            ("gradebook",),
            ("grade_weights",),
            ("grades_import",),
            ("learner_grades", group.ann.pk),
            ("grade_change", group.ann.pk, group.first.pk),
            ("grade_change", group.ann.pk, "total"),
        ]
    }

    assert statuses == {status}


def test_a_grade_is_changed_told_and_taken_back(client, group):
    client.force_login(group.facilitator)
    address = group.address("grade_change", group.ann.pk, group.first.pk)
    form = sent("grade", percent="87,5")

    answer = client.post(address, form)
    again = client.post(address, form)
    now = group.grades()
    change = GradeChange.objects.get()
    client.force_login(group.ann.user)
    page = client.get(reverse("courses:my_grades", args=[group.cohort.release.course.slug]))
    client.force_login(group.facilitator)
    undone = client.post(group.address("grade_change_undo", change.pk))
    client.post(group.address("grade_change_undo", change.pk))

    assert (answer.status_code, again.status_code, undone.status_code) == (302, 302, 302)
    assert now == {("Ann Ó Sé", str(group.first.pk)): "87.5"}
    assert "She was ill." in page.content.decode()
    assert "87.5%, changed" in page.content.decode()
    assert group.grades() == {("Ann Ó Sé", str(group.first.pk)): "50.0"}
    assert list(GradeChange.objects.order_by("pk").values_list("act", "undoes")) == [
        ("grade", None),
        ("clear", change.pk),
    ]
    told = Notification.objects.filter(recipient=group.ann.user, kind="courses.grade_changed")
    assert list(told.order_by("pk").values_list("text", flat=True)) == [
        "She was ill.\nAgreed.",
        "",
    ]
    client.force_login(group.ann.user)
    page = client.get(reverse("courses:my_grades", args=[group.cohort.release.course.slug]))
    assert "Undid a change, so the computed grade counts again" in page.content.decode()
    assert page.content.decode().count("She was ill.") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"act": "grade"}, "Enter the grade in per cent."),
        ({"act": "grade", "percent": "101"}, "Enter a number from 0 to 100"),
        ({"act": "grade", "percent": "-1"}, "Enter a number from 0 to 100"),
        ({"act": "grade", "percent": "12.345"}, "Enter a number from 0 to 100"),
        ({"act": "grade", "percent": "lots"}, "Enter a number from 0 to 100"),
        ({"act": "excuse", "reason": " "}, "Enter the reason."),
        ({"act": "clear"}, "Select a valid choice."),
        ({"act": ""}, "Choose what you want to do."),
    ],
)
def test_what_cannot_be_a_grade_is_said_and_nothing_typed_is_lost(client, group, words, said):
    client.force_login(group.facilitator)
    form = sent(**{"act": "grade", "reason": "A reason that stays.", **words})

    page = client.post(group.address("grade_change", group.ann.pk, group.first.pk), form)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert words.get("reason", "A reason that stays.") in page.content.decode()
    assert not GradeChange.objects.exists()


def test_nobody_changes_their_own_grade(client, group):
    mine = CohortPlaceFactory(cohort=group.cohort, user=group.facilitator)
    client.force_login(group.facilitator)
    address = group.address("grade_change", mine.pk, group.first.pk)

    page = client.get(address).content.decode()
    client.post(address, sent("grade", percent="100"))

    assert "Another facilitator can change them." in page
    assert not GradeChange.objects.exists()


def test_a_grade_counts_the_lesson_as_done_only_when_that_is_chosen(client, group):
    client.force_login(group.facilitator)
    for lesson, words in ((group.first, {}), (group.second, {"counts_as_done": "on"})):
        form = sent("grade", percent="100", **words)
        client.post(group.address("grade_change", group.ann.pk, lesson.pk), form)

    done = LessonCompletion.objects.filter(enrolment=group.ann).values_list("lesson", flat=True)
    assert list(done) == [group.second.pk]


def test_an_old_change_is_not_taken_back_past_a_newer_one(client, group):
    client.force_login(group.facilitator)
    address = group.address("grade_change", group.ann.pk, group.first.pk)
    client.post(address, sent("grade", percent="60"))
    first = GradeChange.objects.get()
    client.post(address, sent("grade", percent="70"))
    newest = GradeChange.objects.newest_first()[0]

    refused = client.post(group.address("grade_change_undo", first.pk))
    client.post(group.address("grade_change_undo", newest.pk))

    assert refused.status_code == 409
    assert group.grades() == {("Ann Ó Sé", str(group.first.pk)): "60.0"}


def test_weights_change_all_totals(client, group):
    tried(group.ann, group.second, 2, 2)
    client.force_login(group.facilitator)
    address = group.address("grade_weights")
    keys = {f"weight_{group.first.pk}": "1", f"weight_{group.second.pk}": "3"}

    wrong = client.post(address, {**keys, f"weight_{group.first.pk}": "-2"})
    unexplained = client.post(address, {**keys})
    answer = client.post(address, {**keys, "reason": "It asks more."})

    cohort = Cohort.objects.select_related("release__course").get(pk=group.cohort.pk)
    lines = gradebook_of(cohort, now=timezone.now()).lines
    assert (wrong.status_code, answer.status_code) == (200, 302)
    assert "Enter the reason for the change." in unexplained.content.decode()
    assert "It asks more." in client.get(address).content.decode()
    assert [line.shown_total for line in lines] == [Decimal("87.5"), None]


def exported(client, group) -> list[list[str]]:
    answer = client.get(group.address("gradebook") + "?as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def as_file(rows: list[list[str]]) -> SimpleUploadedFile:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("grades.csv", text.getvalue().encode())


def test_an_exported_gradebook_changes_nothing_when_it_comes_back(client, group):
    client.force_login(group.facilitator)
    rows = exported(client, group)

    page = client.post(
        group.address("grades_import"),
        {"file": as_file(rows), "reason": "As it was.", "form_key": str(uuid.uuid4())},
    )

    checked = page.context["checked"]
    assert rows[1][:3] == [str(group.ann.pk), "Ann Ó Sé", "50.00"]
    assert (checked.new, checked.changed, checked.same, checked.refused) == ([], [], 2, [])


def test_grades_of_a_file_are_shown_first_then_taken_and_taken_back(client, group):
    client.force_login(group.facilitator)
    rows = exported(client, group)
    rows[1][2], rows[2][2], rows[2][3] = "75", "excused", "40,5"
    address, key = group.address("grades_import"), str(uuid.uuid4())
    before = group.grades()

    shown = client.post(address, {"file": as_file(rows), "reason": "Oral test.", "form_key": key})
    untouched = group.grades()
    form = {
        name: shown.context["form"][name].value()
        for name in ("grades", "reason", "seen", "form_key")
    }
    taken = client.post(address, {**form, "take": "yes"})
    twice = client.post(address, {**form, "take": "yes"})
    now = group.grades()
    file = GradeImport.objects.get()
    client.post(group.address("grades_import_undo", file.pk))
    client.post(group.address("grades_import_undo", file.pk))

    checked = shown.context["checked"]
    assert [(cell.row, cell.before, cell.after) for cell in checked.changed] == [
        (2, "50.00", "75.00")
    ]
    assert [(cell.row, cell.after) for cell in checked.new] == [(3, "excused"), (3, "40.50")]
    assert untouched == before
    assert (taken.status_code, twice.status_code) == (302, 200)
    assert now == {
        ("Ann Ó Sé", str(group.first.pk)): "75.0",
        ("Bob", str(group.first.pk)): "excused",
        ("Bob", str(group.second.pk)): "40.5",
    }
    assert group.grades() == before


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("101", "“101” is not from 0 to 100."),
        ("many", "“many” is not a grade."),
        ("1.234", "Use at most two decimal places."),
    ],
)
def test_a_file_with_one_wrong_grade_changes_nothing_and_says_where(client, group, cell, said):
    client.force_login(group.facilitator)
    rows = exported(client, group)
    rows[1][2], rows[2][2] = "75", cell
    form = {"reason": "Oral test.", "form_key": str(uuid.uuid4()), "take": "yes"}

    page = client.post(group.address("grades_import"), {**form, "file": as_file(rows)})

    refused = page.context["checked"].refused
    assert [(one.row, one.column) for one in refused] == [(3, rows[0][2])]
    assert said in page.content.decode()
    assert not GradeChange.objects.exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Choose a file"),
        ([["name", "grade"], ["Ann", "3"]], "There is no column “Enrolment”."),
        ([["Enrolment", "Quiz [999999]"], ["1", "3"]], "This cohort has no such item."),
        ([["Enrolment", "Total [total]"], ["0", "3"]], "Nobody in this cohort has the number “0”."),
    ],
)
def test_files_that_are_no_gradebook_are_refused_in_words(client, group, rows, said):
    client.force_login(group.facilitator)
    words = "\n".join(";".join(row) for row in rows)
    form = {"reason": "Oral test.", "form_key": str(uuid.uuid4()), "grades": words}

    page = client.post(group.address("grades_import"), form)

    assert page.status_code == 200
    assert said in page.content.decode()


@pytest.mark.parametrize("learners", [1, 6])
def test_the_page_takes_the_same_queries_however_many_learners(
    client, django_assert_num_queries, group, learners
):
    for _ in range(learners - 1):
        CohortPlaceFactory(cohort=group.cohort)
    client.force_login(group.facilitator)
    client.get(group.address("gradebook"))

    with django_assert_num_queries(11):
        page = client.get(group.address("gradebook") + "?sort=-total")

    assert len(page.context["table"].rows) == learners + 1


def test_who_learns_alone_has_grades_too(client, group):
    leave_cohort(cohort=group.cohort, user=group.ann.user, at=timezone.now())
    client.force_login(group.ann.user)

    page = client.get(reverse("courses:my_grades", args=[group.cohort.release.course.slug]))

    assert Enrolment.objects.get(pk=group.ann.pk).cohort is None
    assert "50.0%" in page.content.decode()


def test_a_table_that_cannot_be_cut_into_cells_is_refused_in_words(client, group):
    client.force_login(group.facilitator)
    words = 'Enrolment;Total [total]\n"' + "a" * 200_000
    form = {"reason": "Oral test.", "form_key": str(uuid.uuid4()), "grades": words}

    page = client.post(group.address("grades_import"), form)

    assert page.status_code == 200
    assert "The table cannot be split into cells" in page.content.decode()


def test_nobody_takes_back_a_file_with_their_own_grade(client, group):
    colleague = UserFactory()
    group.cohort.facilitators.add(colleague)
    mine = CohortPlaceFactory(cohort=group.cohort, user=group.facilitator)
    grade = NewGrade(mine.pk, "lesson", group.first.pk, Decimal(20))
    file = import_grades(
        cohort=group.cohort,
        grades=[grade],
        reason="Oral test.",
        by=colleague,
        key=uuid.uuid4(),
        at=timezone.now(),
    )
    client.force_login(group.facilitator)

    answer = client.post(group.address("grades_import_undo", file.pk))

    file.refresh_from_db()
    assert (answer.status_code, file.undone_at) == (409, None)
    assert GradeChange.objects.get().percent == 20


def test_one_form_key_for_two_items_changes_both_and_answers(client, group):
    client.force_login(group.facilitator)
    form = sent("grade", percent="87,5")

    answers = [
        client.post(group.address("grade_change", group.ann.pk, item.pk), form)
        for item in (group.first, group.second)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_each_field_of_grades_says_what_is_wrong_with_it(client, group):
    client.force_login(group.facilitator)
    weights = {f"weight_{one.pk}": "1" for one in (group.first, group.second)}

    nothing = client.post(group.address("grades_import"), {"check": "", "grades": ""})
    below = client.post(
        group.address("grade_weights"), {**weights, f"weight_{group.first.pk}": "-3"}
    )

    assert set(nothing.context["form"].errors) >= {"file", "reason"}
    assert "Enter a whole number from 0 to 100." in below.content.decode()


def test_a_change_is_told_as_it_was_typed(client, group):
    client.force_login(group.facilitator)
    address = group.address("grade_change", group.ann.pk, group.first.pk)
    client.post(address, sent("grade", percent="60"))

    page = client.get(address).content.decode()

    assert "(60%)" in page
    assert "1 of 2</dd>" in page

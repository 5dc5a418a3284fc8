"""Who writes a course: invited by name, with roles, until they leave; and a second person's review before publishing."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.blocking import block_person
from courses.actions.authoring.people import (
    CannotBeInvited,
    OwnerStays,
    answer_invitation,
    end_authorship,
    forget_authorships,
    hand_over,
    invite_author,
)
from courses.actions.authoring.reviews import (
    CannotReview,
    ChangedMeanwhile,
    NoWordsForAuthors,
    ask_for_review,
    comment_on_lesson,
    decide_review,
    require_review,
    settle_comment,
)
from courses.actions.cohorts.attendance import edit_live_lesson
from courses.actions.content import edit_lesson
from courses.actions.course_states import delete_draft
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import asked_of_authors
from courses.lessons.draft_text import text_of
from courses.lessons.publishing_checks import missing_in
from courses.models import Authorship, Course, DraftReview, Lesson, LessonComment, Release
from courses.refusals import NotReadyToPublish
from courses.states import AuthorRole, LessonKind
from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@shared
def owner():
    return UserFactory(full_name="Olive Owner")


@shared
def course(owner):
    return CourseFactory(is_published=False, by=owner, texts=1)


@shared
def lesson(course):
    return Lesson.objects.select_related("module__release__course").get()


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def joined(course, role=AuthorRole.AUTHOR, **person):
    user = UserFactory(**person)
    by = course.authorships.get(role=AuthorRole.OWNER).user
    invite_author(course=course, person=user, role=role, by=by, at=NOW)
    answer_invitation(course=course, user=user, is_accepted=True, at=NOW)
    return user


def workshop(course, lesson):
    return [
        address("teach_course", course.slug),
        address("lesson_edit", course.slug, lesson.pk),
        address("media_list", course.slug),
        address("draft_review", course.slug),
        address("lesson_preview", course.slug, lesson.module.slug, lesson.slug),
        address("authorship_list", course.slug),
    ]


def seen_by(client, user, pages):
    client.force_login(user)
    return [client.get(page).status_code for page in pages]


def test_each_role_opens_what_it_needs_and_a_lost_role_nothing(client, course, lesson):
    author, reviewer = joined(course), joined(course, AuthorRole.REVIEWER)
    invited = UserFactory()
    invite_author(
        course=course, person=invited, role=AuthorRole.AUTHOR, by=course.facilitators.get(), at=NOW
    )
    pages = workshop(course, lesson)
    learners = [address("learner_list", course.slug), address("course_archive", course.slug)]

    with_role = [seen_by(client, user, pages) for user in (author, reviewer, invited)]
    of_learners = client.get(learners[0]).status_code
    client.force_login(author)
    beyond = [client.get(learners[0]).status_code, client.post(learners[1]).status_code]
    for user in (author, reviewer):
        end_authorship(course=course, user=user, at=NOW)
    without = [seen_by(client, user, pages) for user in (author, reviewer)]

    assert with_role == [[200] * 6, [302, 403, 403, 200, 200, 200], [404] * 6]
    assert (of_learners, beyond) == (404, [403, 403])
    assert without == [[404] * 6] * 2


def test_the_owner_invites_by_name_and_the_invited_person_answers(client, course, owner):
    for name in ("Ada Byron", "Ada Byron", "Mary Seacole"):
        ProfileFactory(user=UserFactory(full_name=name), onboarded_at=NOW)
    page = address("authorship_list", course.slug)
    client.force_login(owner)

    nobody = client.post(page, {"who": "Nemo", "role": "author"})
    several = client.post(page, {"who": "ada byron", "role": "author"})
    refused = several.context["form"].errors
    second = several.context["form"].found[1]
    chosen = client.post(page, {"who": "ada byron", "person": second.pk, "role": "author"})
    alone = client.post(page, {"who": "Mary", "role": "reviewer"})
    client.force_login(second)
    answer = address("authorship_answer", course.slug)
    opened = client.get(answer)
    accepted = client.post(answer, {"answer": "yes"})

    assert nobody.context["form"].errors == {
        "who": ["We found nobody. Check the spelling, or enter the email address."]
    }
    assert refused == {"person": ["Choose the person you mean."]}
    assert [each.status_code for each in (chosen, alone, opened, accepted)] == [302, 302, 200, 302]
    assert Notification.objects.filter(recipient=second, kind="courses.invited_to_write").exists()
    roles = course.authorships.in_order().values_list("user__full_name", "role", "accepted_at")
    assert [(name, role, bool(at)) for name, role, at in roles] == [
        ("Olive Owner", "owner", True),
        ("Ada Byron", "author", True),
        ("Mary Seacole", "reviewer", False),
    ]


def test_only_the_owner_leads(client, course):
    author = joined(course)
    other = joined(course, AuthorRole.REVIEWER)
    client.force_login(author)
    row = course.authorships.get(user=other)

    invite = client.post(address("authorship_list", course.slug), {"who": "x", "role": "author"})
    take = client.post(address("authorship_change", course.slug, row.pk), {"to": "nothing"})
    rule = client.post(address("review_require", course.slug), {"to": "yes"})
    wipe = client.post(address("draft_delete", course.slug))

    assert [each.status_code for each in (invite, take, rule, wipe)] == [403] * 4
    assert Course.objects.filter(pk=course.pk, needs_review=False).exists()


def test_an_author_cannot_become_facilitator_by_the_form_of_the_course(client, course):
    author = joined(course)
    client.force_login(author)
    words = {"title": "New", "summary": "S", "effort_hours": "1", "outcomes": "Do it"}
    page = address("teach_edit", course.slug)
    seen = client.get(page).context["form"]["seen"].value()

    answer = client.post(page, {**words, "seen": seen, "facilitators": author.email})

    assert answer.status_code == 302
    assert author not in course.facilitators.all()
    assert Course.objects.get(pk=course.pk).title == "New"


def test_a_course_is_handed_over_and_never_left_without_an_owner_by_leaving(course, owner):
    author, reviewer = joined(course), joined(course, AuthorRole.REVIEWER)

    with pytest.raises(OwnerStays):
        end_authorship(course=course, user=owner, at=NOW)
    with pytest.raises(CannotBeInvited):
        hand_over(course=course, to=reviewer, by=owner, at=NOW)
    for _ in range(2):
        hand_over(course=course, to=author, by=owner, at=NOW)
    roles = dict(course.authorships.values_list("user", "role"))
    forget_authorships(user=author)

    assert roles == {owner.pk: "author", author.pk: "owner", reviewer.pk: "reviewer"}
    assert course.authorships.get(role="owner").user == owner


def test_who_has_blocked_the_other_cannot_be_invited(course, owner):
    person = UserFactory()
    block_person(blocker=person, blocked=owner, at=NOW)

    with pytest.raises(CannotBeInvited):
        invite_author(course=course, person=person, role=AuthorRole.AUTHOR, by=owner, at=NOW)

    assert not Authorship.objects.filter(user=person).exists()


def test_a_draft_is_published_once_another_person_has_approved_its_text(course, lesson, owner):
    require_review(course=course, is_needed=True)
    reviewer = joined(course, AuthorRole.REVIEWER)
    release = lesson.module.release

    def publish():
        return publish_release(release=release, by=owner, at=NOW)

    with pytest.raises(NotReadyToPublish):
        publish()
    with pytest.raises(CannotReview):
        ask_for_review(release=release, reviewer=owner, by=owner, at=NOW)
    review = ask_for_review(release=release, reviewer=reviewer, by=owner, at=NOW)
    waiting = [todo.title for todo in asked_of_authors(reviewer, NOW)]
    seen = text_of(release)
    edit_lesson(lesson=lesson, body="Changed while it was read.")
    with pytest.raises(ChangedMeanwhile):
        approve(review, reviewer, seen)
    approve(review, reviewer, text_of(release))
    edit_lesson(lesson=lesson, body="Changed after it was approved.")
    with pytest.raises(NotReadyToPublish):
        publish()
    fresh = Release.objects.select_related("course").get(pk=release.pk)
    lacks = [[lack.text for lack in missing_in(fresh)]]
    again = ask_for_review(release=release, reviewer=reviewer, by=owner, at=NOW)
    lacks.append([lack.text for lack in missing_in(fresh)])
    approve(again, reviewer, text_of(release))

    assert lacks == [
        ["Ask another person for a review. This course needs their approval."],
        [f"{reviewer} was asked for a review and has not decided yet."],
    ]
    assert waiting == [f"Review the draft of “{course}”"]
    assert publish().published_at == NOW


def approve(review, reviewer, seen):
    return decide_review(review=review, is_approved=True, words="", seen=seen, by=reviewer, at=NOW)


def test_a_review_on_the_pages_from_asking_to_changes(client, course, lesson, owner):
    reviewer = joined(course, AuthorRole.REVIEWER)
    client.force_login(owner)
    asked = client.post(
        address("review_ask", course.slug), {"reviewer": reviewer.pk, "message": "By Friday."}
    )
    client.force_login(reviewer)
    page = address("draft_review", course.slug)
    seen = client.get(page).context["form"]["seen"].value()
    empty = client.post(page, {"seen": seen, "text": "", "changes": "1"})
    key = uuid.uuid4()
    for _ in range(2):
        client.post(
            address("lesson_comments", course.slug, lesson.pk),
            {"form_key": key, "text": "Two steps\r\nare missing."},
        )
    decided = client.post(page, {"seen": seen, "text": "", "changes": "1"})
    comment = LessonComment.objects.get()
    client.force_login(owner)
    client.post(address("comment_settle", course.slug, comment.pk), {"to": "done"})

    assert [each.status_code for each in (asked, empty, decided)] == [302, 200, 302]
    assert str(NoWordsForAuthors()) in empty.content.decode()
    assert (DraftReview.objects.get().state, comment.words) == (
        "changes",
        "Two steps\nare missing.",
    )
    assert [todo.title for todo in asked_of_authors(owner, NOW)] == [
        f"Change the draft of “{course}”"
    ]
    assert not LessonComment.objects.open().exists()


def test_a_learner_is_no_author(client, owner):
    course = CourseFactory(by=owner, texts=1)
    place = EnrolmentFactory(course=course)
    client.force_login(place.user)

    pages = [address(name, course.slug) for name in ("authorship_list", "draft_review")]

    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert client.get(address("authorship_answer", course.slug)).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_take_the_same_queries(
    sign_in, django_assert_max_num_queries, course, owner, lesson, count
):
    for number in range(count):
        user = joined(course, AuthorRole.REVIEWER)
        ask_for_review(release=lesson.module.release, reviewer=user, by=owner, at=NOW)
        comment_on_lesson(lesson=lesson, words=f"{number}", by=user, key=uuid.uuid4(), at=NOW)
    client = sign_in(owner)

    with django_assert_max_num_queries(12):
        client.get(address("authorship_list", course.slug))
    with django_assert_max_num_queries(12):
        client.get(address("draft_review", course.slug))
    with django_assert_max_num_queries(10):
        client.get(address("lesson_comments", course.slug, lesson.pk))


def test_what_learners_do_instead_of_a_session_is_part_of_what_is_approved(lesson):
    Lesson.objects.update(kind=LessonKind.LIVE)
    before = text_of(lesson.module.release)

    edit_live_lesson(lesson=lesson, counts_recording=False, instead="Read the minutes.")

    assert text_of(lesson.module.release) != before


def test_comments_that_nobody_settled_go_along_with_the_draft(course, lesson, owner):
    open_one, settled = (
        comment_on_lesson(lesson=lesson, words=words, by=owner, key=uuid.uuid4(), at=NOW)
        for words in ("Which year?", "Done.")
    )
    settle_comment(comment=settled, is_settled=True, by=owner, at=NOW)
    publish_release(release=lesson.module.release, by=owner, at=NOW)

    draft = begin_draft(course=course, at=NOW)
    for comment in (open_one, settled):
        comment.refresh_from_db()
    in_draft = (open_one.lesson.module.release, settled.lesson)
    delete_draft(release=draft)
    open_one.refresh_from_db()

    assert in_draft == (draft, lesson)
    assert (open_one.lesson, open_one.words) == (lesson, "Which year?")

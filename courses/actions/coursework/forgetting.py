"""Erasing what somebody wrote for their courses, when their account is closed."""

from django.db.models import Q, QuerySet

from accounts.models import User
from courses.actions.coursework.handing_in import delete_file
from courses.models import (
    AssignmentDraft,
    CriterionMark,
    HandIn,
    HandInFile,
    PeerReview,
    Reflection,
)


def forget_coursework(*, user: User) -> None:
    """Erase the person's words and files, and what graders wrote about them. Repeats safely.

    That something was handed in, when, and how it was decided stays, as results of quizzes do.
    """
    Reflection.objects.filter(enrolment__user=user).delete()
    for file in HandInFile.objects.filter(draft__enrolment__user=user).order_by("pk"):
        delete_file(file)
    AssignmentDraft.objects.filter(enrolment__user=user).delete()
    mine = HandIn.objects.filter(enrolment__user=user)
    CriterionMark.objects.filter(hand_in__in=mine).update(words="")
    mine.update(text="", link="", feedback="")
    # What others wrote about the person's work. What the person wrote about that of others stays with its learners.
    for review in PeerReview.objects.filter(hand_in__in=mine).order_by("pk"):
        review.marks = {key: [points, ""] for key, (points, _words) in review.marks.items()}
        review.feedback = review.report = ""
        review.save(update_fields=["marks", "feedback", "report"])


def people_who_wrote() -> QuerySet[User]:
    """Return everyone of whom there are words or files in courses."""
    words = HandIn.objects.exclude(text="", link="", feedback="").values("enrolment__user")
    drafts = AssignmentDraft.objects.values("enrolment__user")
    reflections = Reflection.objects.values("enrolment__user")
    return User.objects.filter(Q(pk__in=words) | Q(pk__in=drafts) | Q(pk__in=reflections))

"""A way on after the last attempt at a quiz: a learner asks, a facilitator gives."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.more_attempts import ask_for_attempt, facilitators_of, give_attempts
from courses.forms.more_attempts import AskForAttemptForm, GiveAttemptsForm
from courses.models import (
    AttemptRequest,
    Course,
    Enrolment,
    ExtraAttempts,
    Lesson,
    used_up_by,
)
from courses.views.learner_places import in_lesson


@reads_and_writes
@in_lesson
def attempt_ask(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Ask the facilitators for another attempt at the quiz."""
    if request.method != "POST" and not used_up_by(enrolment).filter(pk=found.pk).exists():
        return redirect(found)
    form = AskForAttemptForm(posted(request))
    answer = save(
        request,
        form,
        lambda: ask_for_attempt(
            enrolment=enrolment, lesson=found, words=form.words["message"], at=timezone.now()
        ),
        to=found,
        said=_("We have told the facilitators. They will answer you."),
    )
    course = enrolment.release.course
    context = {"course": course, "lesson": found, "facilitators": facilitators_of(course)[:10]}
    return answer or show(request, "courses/attempt_ask.html", form, context)


@reads_and_writes
def attempts_give(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Give a learner who has used all attempts more of them, with a reason."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    places = Enrolment.objects.filter(release__course=course)
    enrolment = get_object_or_404(places.select_related("user", "release__course", "cohort"), pk=pk)
    require(request.user, "courses.look_after", enrolment)
    quizzes = list(used_up_by(enrolment).select_related("module"))
    form = GiveAttemptsForm(posted(request), quizzes=_choices(enrolment, quizzes, request))
    answer = save(
        request,
        form,
        lambda: _give(request, enrolment, form),
        to=("courses:attempts_give", slug, pk),
        said=_("Attempts given. We have told the learner."),
    )
    asked = AttemptRequest.objects.filter(enrolment=enrolment).select_related("lesson")
    given = ExtraAttempts.objects.filter(enrolment=enrolment).select_related("lesson", "given_by")
    context = {
        "course": course,
        "enrolment": enrolment,
        "quizzes": quizzes,
        "asked": asked.order_by("-asked_at", "-pk"),
        "given": given.order_by("-given_at", "-pk"),
    }
    return answer or show(request, "courses/attempts_give.html", form, context)


def _choices(enrolment: Enrolment, quizzes: list[Lesson], request: MemberRequest) -> list[Lesson]:
    """Offer the quizzes without attempts; a second click may still name one that just got some."""
    if request.method != "POST":
        return quizzes
    limited = Lesson.objects.of(enrolment.release).filter(max_attempts__isnull=False)
    return list(limited.in_order())


def _give(request: MemberRequest, enrolment: Enrolment, form: GiveAttemptsForm) -> ExtraAttempts:
    words = form.words
    lesson = Lesson.objects.select_related("module").get(pk=words.pop("lesson"))
    return give_attempts(
        enrolment=enrolment,
        lesson=lesson,
        by=request.user,
        key=form.key,
        at=timezone.now(),
        **words,
    )

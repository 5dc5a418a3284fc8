"""Reading lessons, marking them as done, and trying quizzes."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.forms.edit_conflicts import saved_at_message
from core.permissions import allows
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.attempts import keep_answers, submit_attempt
from courses.actions.learning import complete_lesson
from courses.cohorts.deadlines import Due, dues_for
from courses.cohorts.rooms import rooms_of
from courses.forms.plans import StartPlanForm
from courses.forms.quiz import QuizForm
from courses.lessons.cited_works import cited_works
from courses.models import (
    ActionPlan,
    Answer,
    Attempt,
    AttemptRequest,
    Certificate,
    Enrolment,
    Lesson,
    Question,
    QuizDraft,
)
from courses.progress.attempts_left import attempts_left
from courses.progress.closed_lessons import first_to_do, what_comes_before
from courses.progress.lines import line_of_attempts
from courses.progress.outline import Outline, outline_of
from courses.progress.rendered import rendered_modules
from courses.progress.results import lessons_to_reread, marked_answers
from courses.progress.table_of_contents import corrections_of, text_of
from courses.refusals import AttemptsUsedUp
from courses.views.learner_places import in_lesson
from courses.views.lesson_parts import coursework_part


@require_safe
@in_lesson
def lesson_detail(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Show a lesson to read, with its evidence, its neighbours and what is done."""
    outline = outline_of(enrolment.release, enrolment)
    before, _after = outline.neighbours(found)
    if found.pk in outline.closed_keys:
        return _closed(request, enrolment, found, outline)
    context = {
        "course": enrolment.release.course,
        "enrolment": enrolment,
        "lesson": found,
        "body": text_of(enrolment.release, found),
        "works": cited_works(found),
        "corrections": corrections_of(enrolment.release, found),
        "outline": outline,
        "modules": rendered_modules("courses/_outline_module.html", outline, current=found),
        "before": before,
        "after": outline.after(found),
        "is_done": outline.is_done(found),
        "due": _due(enrolment, found),
        "rooms": rooms_of(request.user, enrolment.cohort, found),
        **_extra(enrolment, found),
    }
    return render(request, "courses/lesson_detail.html", context)


def _closed(
    request: MemberRequest, enrolment: Enrolment, lesson: Lesson, outline: Outline
) -> HttpResponse:
    """Say why a lesson is closed yet, and lead to what opens it."""
    course = enrolment.release.course
    done = outline.done_keys
    context = {
        "course": course,
        "lesson": lesson,
        "outline": outline,
        "modules": rendered_modules("courses/_outline_module.html", outline, current=lesson),
        "needed": what_comes_before(outline.table, lesson, done),
        "first": first_to_do(outline.table, lesson, done),
        "due": _due(enrolment, lesson),
        "may_preview": allows(request.user, "courses.author", course),
    }
    return render(request, "courses/lesson_closed.html", context)


def _due(enrolment: Enrolment, lesson: Lesson) -> Due | None:
    """Return the deadline of this lesson in the learner's cohort. Takes no query for who learns alone."""
    dues = dues_for(enrolment, now=timezone.now())
    return next((due for due in dues if lesson.pk in due.work.keys), None)


def _that_counts(attempts: list[Attempt]) -> Attempt | None:
    """Return the first attempt that passed; until then the best one. ``attempts`` are the newest first."""
    passed = [attempt for attempt in attempts if attempt.is_passed]
    if passed:
        return passed[-1]
    return max(attempts, key=lambda attempt: attempt.points, default=None)


def _extra(enrolment: Enrolment, lesson: Lesson) -> dict[str, object]:
    """Return the extra context of a lesson in which more is done than read."""
    if lesson.is_quiz:
        attempts = list(Attempt.objects.filter(enrolment=enrolment, lesson=lesson).newest_first())
        tries = attempts_left(enrolment, lesson, made=len(attempts))
        asked = None
        if not tries.may_try:
            requests = AttemptRequest.objects.filter(enrolment=enrolment, lesson=lesson)
            asked = requests.filter(made=tries.made).first()
        kept = QuizDraft.objects.filter(enrolment=enrolment, lesson=OuterRef("pk"))
        facts = Lesson.objects.filter(pk=lesson.pk).values_list(Count("questions"), Exists(kept))
        question_count, has_answers = facts.get()
        return {
            "attempts": attempts,
            "line": line_of_attempts(attempts),
            "counting": _that_counts(attempts),
            "attempts_left": tries.left,
            "may_try": tries.may_try,
            "asked": asked,
            "question_count": question_count,
            "has_answers": has_answers,
        }
    if lesson.is_plan:
        return {
            "plan": ActionPlan.objects.filter(enrolment=enrolment).first(),
            "start_form": StartPlanForm(),
        }
    return coursework_part(enrolment, lesson)


@require_POST
@in_lesson
def lesson_complete(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Mark the lesson as done and go on to the next one; at the end, back to the course."""
    enrolment = complete_lesson(enrolment=enrolment, lesson=found, at=timezone.now())
    return redirect_to_next_lesson(request, enrolment, found)


def redirect_to_next_lesson(
    request: MemberRequest, enrolment: Enrolment, lesson: Lesson
) -> HttpResponse:
    """Redirect to the next lesson, or to the course with the good news."""
    outline = outline_of(enrolment.release, enrolment)
    after = outline.after(lesson)
    if outline.next_lesson is None:
        messages.success(request, _("You have done everything in this course. Well done."))
        return redirect(enrolment)
    if after is None:
        messages.info(request, _("This was the last lesson. Some earlier ones are not done yet."))
        return redirect(enrolment)
    return redirect(after)


@reads_and_writes
@in_lesson
def attempt_new(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Answer the questions of a quiz."""
    questions = list(Question.objects.filter(lesson=found).in_order().with_options())
    is_closed = found.pk in outline_of(enrolment.release, enrolment).closed_keys
    if not found.is_quiz or not questions or is_closed:
        return redirect(found)

    draft = QuizDraft.objects.filter(enrolment=enrolment, lesson=found).first()
    form = QuizForm(
        posted(request),
        questions=questions,
        kept=draft.answers if draft else None,
        keep_at=reverse("courses:attempt_keep", args=found.address_words),
    )
    answer = save(
        request,
        form,
        lambda: submit_attempt(
            enrolment=enrolment,
            lesson=found,
            answers=form.answers,
            key=form.key,
            at=timezone.now(),
        ),
        to=lambda attempt: ("courses:attempt_detail", *found.address_words, attempt.number),
    )
    if answer:
        return answer
    if request.method != "POST":
        tries = attempts_left(enrolment, found)
        if tries.allowed is not None and not tries.may_try:
            messages.info(request, str(AttemptsUsedUp(tries.allowed)))
            return redirect(found)
    context = {
        "course": enrolment.release.course,
        "lesson": found,
        "points": sum(question.points for question in questions),
        "saved_at": draft.saved_at if draft else None,
    }
    return show(request, "courses/attempt_new.html", form, context)


@require_POST
@in_lesson
def attempt_keep(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Keep the answers given so far, while they are given or by a button; nothing is checked or counted."""
    questions = list(Question.objects.filter(lesson=found).in_order().with_options())
    form = QuizForm(request.POST, questions=questions)
    keep_answers(enrolment=enrolment, lesson=found, answers=form.typed, at=timezone.now())
    if request.accepts("text/html"):
        messages.success(request, _("Your answers are saved. Continue whenever you like."))
        return redirect(found)
    return JsonResponse({"edit_number": 0, "message": saved_at_message()})


@require_safe
@in_lesson
def attempt_detail(
    request: MemberRequest, enrolment: Enrolment, found: Lesson, *, number: int
) -> HttpResponse:
    """Show the result of one attempt, question by question, and what to read again."""
    answers = Answer.objects.select_related("question__data").prefetch_related(
        Prefetch("question__options")
    )
    attempt = get_object_or_404(
        Attempt.objects.filter(enrolment=enrolment, lesson=found).prefetch_related(
            Prefetch("answers", answers.order_by("question__position", "question_id"))
        ),
        number=number,
    )
    outline = outline_of(enrolment.release, enrolment)
    after = outline.after(found)
    if after is None or outline.is_done(after):
        after = outline.next_lesson
    is_everything = outline.next_lesson is None
    wrong = [answer.question for answer in attempt.answers.all() if not answer.is_correct]
    is_passed = outline.is_done(found)
    context = {
        "course": enrolment.release.course,
        "enrolment": enrolment,
        "lesson": found,
        "attempt": attempt,
        "answers": marked_answers(attempt, tells_right=is_passed),
        "tells_right": is_passed,
        "read_again": [] if attempt.is_passed else lessons_to_reread(outline, found, wrong),
        "may_try": attempts_left(enrolment, found).may_try,
        "after": after,
        "is_everything": is_everything,
        "certificate": Certificate.objects.filter(enrolment=enrolment).first()
        if is_everything
        else None,
    }
    return render(request, "courses/attempt_detail.html", context)

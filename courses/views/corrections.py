"""Mending a published release: its lessons, and the keys of its questions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.corrections import correct_description, correct_lesson
from courses.actions.regrades import regrade_question, undo_regrade
from courses.actions.requirements import change_requirement, would_complete_without
from courses.forms.corrections import CorrectLessonForm, RegradeForm, RequirementForm
from courses.forms.media import CorrectImageForm
from courses.lessons.lesson_text import media_in
from courses.lessons.publishing_checks import modules_with_content
from courses.models import (
    Correction,
    Course,
    Lesson,
    Media,
    Question,
    Regrade,
    Release,
    RequirementChange,
)
from courses.progress.regrading import regraded
from courses.states import MediaKind
from courses.views.teaching import find_facilitated


@require_safe
def release_detail(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a published release with everything that can be corrected in it, and what was."""
    course = find_facilitated(request, slug)
    published = Release.objects.filter(course=course, published_at__isnull=False)
    release = get_object_or_404(published, number=number)
    corrections = Correction.objects.filter(lesson__module__release=release)
    regrades = Regrade.objects.filter(question__lesson__module__release=release)
    required = RequirementChange.objects.filter(lesson__module__release=release)
    modules = modules_with_content(release)
    shown = {
        name
        for module in modules
        for lesson in module.lessons.all()
        for kind, name in media_in(lesson.body)
        if kind == MediaKind.IMAGE
    }
    images = Media.objects.filter(release=release, kind=MediaKind.IMAGE, slug__in=shown)
    # Most versions show none, and then nobody asks for them.
    images = images if shown else images.none()
    context = {
        "images": images.select_related("content").in_order(),
        "course": course,
        "release": release,
        "requirements": required.select_related("lesson", "made_by").order_by("-made_at", "-pk"),
        "modules": modules,
        "corrections": corrections.select_related("lesson", "made_by").newest_first(),
        "regrades": regrades.select_related("question", "made_by").order_by("-made_at", "-pk"),
    }
    return render(request, "courses/release_detail.html", context)


def _published_lesson(course: Course, pk: int) -> Lesson:
    lessons = Lesson.objects.filter(
        module__release__course=course, module__release__published_at__isnull=False
    )
    return get_object_or_404(lessons.select_related("module__release__course"), pk=pk)


@reads_and_writes
def lesson_correct(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Mend title and text of a published lesson, with a note for its learners."""
    course = find_facilitated(request, slug)
    lesson = _published_lesson(course, pk)
    number = lesson.module.release.number

    form = CorrectLessonForm(posted(request), instance=lesson)
    answer = save(
        request,
        form,
        lambda: correct_lesson(
            lesson=lesson,
            by=request.user,
            at=timezone.now(),
            edit_number=form.opened_at,
            **{name: form.cleaned_data[name] for name in ("title", "body", "note")},
        ),
        to=("courses:release_detail", course.slug, number),
        said=_("Lesson corrected. We have told its learners, who see it at once."),
    )
    context = {
        "course": course,
        "lesson": _published_lesson(course, pk),
        "release": lesson.module.release,
        "corrections": Correction.objects.filter(lesson=pk)
        .select_related("made_by")
        .newest_first(),
    }
    return answer or show(request, "courses/lesson_correct.html", form, context)


@reads_and_writes
def image_correct(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Mend what an image of a published version is said to show, with a note for its learners."""
    course = find_facilitated(request, slug)
    published = Media.objects.filter(release__course=course, release__published_at__isnull=False)
    images = published.filter(kind=MediaKind.IMAGE).select_related("content", "release")
    media = get_object_or_404(images, pk=pk)

    form = CorrectImageForm(posted(request), media=media)
    answer = save(
        request,
        form,
        lambda: correct_description(
            media=media,
            by=request.user,
            at=timezone.now(),
            **{name: form.cleaned_data[name] for name in ("alt", "is_decoration", "note")},
        ),
        to=("courses:release_detail", course.slug, media.release.number),
        said=_("Description corrected. We have told the learners, who get it at once."),
    )
    context = {"course": course, "media": media, "release": media.release}
    return answer or show(request, "courses/image_correct.html", form, context)


@reads_and_writes
def lesson_require(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show who would complete the course without a lesson, and change whether it is required."""
    course = find_facilitated(request, slug)
    lesson = _published_lesson(course, pk)
    asked = request.POST.get("to") or ("no" if lesson.is_required else "yes")

    form = RequirementForm(posted(request), is_required=asked == "no")
    answer = save(
        request,
        form,
        lambda: change_requirement(
            lesson=lesson,
            is_required=asked == "yes",
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=("courses:release_detail", course.slug, lesson.module.release.number),
        said=_("Saved. We tell everyone who is learning in this version."),
    )
    context = {
        "course": course,
        "lesson": lesson,
        "release": lesson.module.release,
        "asked": asked,
        "places": would_complete_without(lesson) if asked == "no" else [],
    }
    return answer or show(request, "courses/lesson_require.html", form, context)


@reads_and_writes
def question_regrade(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Correct the key of a published question: first who would move, then the regrade."""
    course = find_facilitated(request, slug)
    questions = Question.objects.filter(
        lesson__module__release__course=course,
        lesson__module__release__published_at__isnull=False,
    )
    question = get_object_or_404(questions.select_related("lesson__module__release"), pk=pk)
    number = question.lesson.module.release.number

    form = RegradeForm(posted(request), question=question)
    if "apply" in request.POST and (
        answer := save(
            request,
            form,
            lambda: regrade_question(
                question=question,
                key=form.answer_key,
                reason=form.cleaned_data["reason"],
                may_lower=form.cleaned_data["may_lower"],
                by=request.user,
                form_key=form.key,
                at=timezone.now(),
            ),
            to=("courses:release_detail", course.slug, number),
            said=_("The attempts were marked again. We tell everyone whose points changed."),
        )
    ):
        return answer
    moves = None
    if request.method == "POST" and form.is_valid():
        form.is_previewed = True
        may_lower = form.cleaned_data["may_lower"]
        every = regraded(question, form.answer_key)
        moves = [each for each in every if may_lower or not each.is_lowered]
    context = {
        "course": course,
        "lesson": question.lesson,
        "release": question.lesson.module.release,
        "question": question,
        "moves": moves,
    }
    return show(request, "courses/question_regrade.html", form, context)


@require_POST
def regrade_undo(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Put key and marks back as they were before a regrade."""
    course = find_facilitated(request, slug)
    regrades = Regrade.objects.filter(question__lesson__module__release__course=course)
    regrade = regrades.select_related("question__lesson__module__release").filter(pk=pk).first()
    if regrade is None:
        raise Http404
    undo_regrade(regrade=regrade, by=request.user, at=timezone.now())
    messages.success(
        request, _("The marks are as they were. Anything already completed stays completed.")
    )
    number = regrade.question.lesson.module.release.number
    return redirect("courses:release_detail", course.slug, number)

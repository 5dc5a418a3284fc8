"""Writing lessons: their text, what they cite, and the questions of a quiz."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.queries.ordering import step_of
from core.types import MemberRequest, Person
from core.web.requests import posted, reads_and_writes
from courses.actions.citations import cite_in_lesson, move_citation, remove_draft_citation
from courses.actions.content import add_lesson, cited_by, edit_lesson, move_lesson, remove_lesson
from courses.actions.questions import (
    add_question,
    edit_question,
    move_question,
    remove_question,
)
from courses.forms.citing import AddCitationForm
from courses.forms.questions import NewQuestionForm, QuestionForm, options_for, with_one_more
from courses.forms.teaching import LessonForm, NewLessonForm
from courses.lessons.lesson_text import not_shown_in, render_body, show_body
from courses.media.linked import allowed_sites
from courses.media.showing import charts_of, figures_of, media_of, recordings_of, shown_in
from courses.models import Course, Lesson, LessonCitation, Module, Question
from courses.refusals import ReleaseFrozen
from courses.states import QuestionKind
from courses.views.teaching import check_is_draft, find_course
from library.catalogue.models import Record
from library.finding.record_picker import FindRecordForm, find_records

_FOUND_AT_MOST = 10


def _find_lesson(course: Course, pk: int) -> Lesson:
    lessons = Lesson.objects.filter(module__release__course=course)
    lesson = get_object_or_404(lessons.select_related("module__release__course"), pk=pk)
    check_is_draft(lesson.module.release)
    return lesson


@reads_and_writes
def lesson_new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a lesson to a module of the draft, then go and write it."""
    course = find_course(request, slug)
    module = get_object_or_404(
        Module.objects.filter(release__course=course).select_related("release"), pk=pk
    )
    check_is_draft(module.release)

    form = NewLessonForm(posted(request))
    answer = save(
        request,
        form,
        lambda: add_lesson(module=module, key=form.key, **form.words),
        to=lambda lesson: ("courses:lesson_edit", course.slug, lesson.pk),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "module": module}
    return answer or show(request, "courses/lesson_new.html", form, context)


@reads_and_writes
def lesson_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write the lesson; see it before saving; find records for it and write its questions."""
    course = find_course(request, slug)
    lesson = _find_lesson(course, pk)
    media = list(media_of(lesson.module.release_id).values())
    preview: SafeString | None = None

    form = LessonForm(posted(request), instance=lesson)
    if "preview" in request.POST:
        if form.is_valid():
            rendered = render_body(form.cleaned_data["body"], cited_by(lesson))
            preview = show_body(rendered, shown_in(lesson.module.release_id))
    elif answer := save(
        request,
        form,
        lambda: edit_lesson(
            lesson=_find_lesson(course, pk), edit_number=form.opened_at, **form.words
        ),
        to=("courses:lesson_edit", course.slug, lesson.pk),
        said=_("Lesson saved."),
        page_for=(ReleaseFrozen,),
    ):
        return answer
    query = FindRecordForm(request.GET).text
    body = form["body"].value() or ""
    context = {
        "not_shown": list(not_shown_in(str(body))),
        "course": course,
        "lesson": lesson,
        "preview": preview,
        "citations": list(
            LessonCitation.objects.filter(lesson=lesson)
            .in_order()
            .select_related("version__record")
        ),
        "questions": list(lesson.questions.in_order().with_options()) if lesson.is_quiz else [],
        "question_kinds": QuestionKind.choices,
        "figures": figures_of(lesson.module.release_id),
        "media": media,
        "charts": charts_of(lesson.module.release_id),
        "recordings": recordings_of(lesson.module.release_id),
        "hosts": allowed_sites(),
        "recording_key": uuid.uuid4(),
        "query": query,
        "found": _found(lesson, query, request.user),
    }
    return show(request, "courses/lesson_edit.html", form, context)


def _found(lesson: Lesson, query: str, user: Person) -> list[Record]:
    """Find records for these words, except those that the lesson cites already."""
    cited = set(
        LessonCitation.objects.filter(lesson=lesson).values_list("version__record", flat=True)
    )
    found = find_records(query, user=user, limit=_FOUND_AT_MOST)
    return [record for record in found if record.pk not in cited]


@require_POST
def lesson_move(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a lesson up or down, at the edge into the next module."""
    course = find_course(request, slug)
    move_lesson(lesson=_find_lesson(course, pk), step=step_of(request))
    return redirect(f"{reverse('courses:teach_course', args=[course.slug])}#lesson-{pk}")


@require_POST
def lesson_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a lesson out of the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    lesson = Lesson.objects.filter(module__release__course=course, pk=pk).first()
    if lesson is not None:
        remove_lesson(lesson=lesson)
    messages.success(request, _("Lesson removed from the draft."))
    return redirect("courses:teach_course", course.slug)


@require_POST
def citation_add(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let the draft lesson cite the record that was found."""
    course = find_course(request, slug)
    lesson = _find_lesson(course, pk)
    form = AddCitationForm(request.POST, user=request.user)
    if form.is_valid():
        cite_in_lesson(lesson=lesson, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Record cited in the lesson."))
    else:
        messages.error(request, _("The record could not be cited. Shorten the note and try again."))
    return redirect("courses:lesson_edit", course.slug, lesson.pk)


@require_POST
def citation_change(request: MemberRequest, slug: str, pk: int, citation_pk: int) -> HttpResponse:
    """Move a citation, or take it out of the draft."""
    course = find_course(request, slug)
    lesson = _find_lesson(course, pk)
    citations = LessonCitation.objects.filter(lesson=lesson, pk=citation_pk)
    citation = citations.select_related("lesson__module").first()
    if citation is None and "remove" not in request.POST:
        raise Http404
    if citation is None:
        # A repeated click: the thing is already gone.
        pass
    elif "remove" in request.POST:
        remove_draft_citation(citation=citation)
    else:
        move_citation(citation=citation, step=step_of(request))
    return redirect("courses:lesson_edit", course.slug, lesson.pk)


@reads_and_writes
def question_new(request: MemberRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    """Add a question of this kind to the quiz."""
    course = find_course(request, slug)
    lesson = _find_lesson(course, pk)
    if not lesson.is_quiz or kind not in QuestionKind.values:
        raise Http404
    if kind == QuestionKind.MEASURE:
        return redirect("courses:exercise_new", slug, pk)
    return _write_question(request, course, Question(lesson=lesson, kind=kind))


@reads_and_writes
def question_edit(request: MemberRequest, slug: str, pk: int, question_pk: int) -> HttpResponse:
    """Change a question and its options."""
    course = find_course(request, slug)
    lesson = _find_lesson(course, pk)
    question = get_object_or_404(Question.objects.filter(lesson=lesson), pk=question_pk)
    if question.kind == QuestionKind.MEASURE:
        return redirect("courses:exercise_edit", slug, question_pk)
    question.lesson = lesson
    return _write_question(request, course, question)


def _write_question(request: MemberRequest, course: Course, question: Question) -> HttpResponse:
    form_class = QuestionForm if question.pk else NewQuestionForm
    if "add_option" in request.POST:
        form = form_class(instance=question, initial=request.POST.dict())
        formset = with_one_more(request.POST, question)
    else:
        form = form_class(posted(request), instance=question)
        formset = options_for(question)
        if request.method == "POST" and question.has_options:
            formset = type(formset)(request.POST, question=question)
        if form.is_valid() and (not question.has_options or formset.is_valid()):
            form.options = formset.options if question.has_options else []
            if answer := save(
                request,
                form,
                lambda: _save_question(question, form),
                to=("courses:lesson_edit", course.slug, question.lesson_id),
                said=_("Question saved."),
                page_for=(ReleaseFrozen,),
            ):
                return answer
    context = {
        "course": course,
        "lesson": question.lesson,
        "question": question,
        "formset": formset if question.has_options else None,
    }
    # The list of the quiz asks for the form alone, to show it where the question stands.
    is_in_list = request.method == "GET" and request.GET.get("part") == "form"
    template = "courses/_question_form.html" if is_in_list else "courses/question_edit.html"
    return show(request, template, form, context)


def _save_question(question: Question, form: QuestionForm) -> Question:
    words = {"options": form.options, **form.words}
    if isinstance(form, NewQuestionForm):
        return add_question(lesson=question.lesson, kind=question.kind, key=form.key, **words)
    return edit_question(question=question, edit_number=form.opened_at, **words)


@require_POST
def question_change(request: MemberRequest, slug: str, pk: int, question_pk: int) -> HttpResponse:
    """Move a question, or take it out of the quiz."""
    course = find_course(request, slug)
    lesson = _find_lesson(course, pk)
    questions = Question.objects.filter(lesson=lesson, pk=question_pk)
    question = questions.select_related("lesson__module").first()
    if question is None and "remove" not in request.POST:
        raise Http404
    if question is None:
        # A repeated click: the thing is already gone.
        pass
    elif "remove" in request.POST:
        remove_question(question=question)
    else:
        move_question(question=question, step=step_of(request))
    return redirect("courses:lesson_edit", course.slug, lesson.pk)

"""Writing a course: its own page, its releases and modules."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.covers.pages import edit_cover
from core.forms.answering import save, show
from core.permissions import allows, require
from core.queries.ordering import step_of
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from courses.actions.content import add_module, edit_module, move_module, remove_module
from courses.actions.releases import begin_draft, create_course, edit_course, publish_release
from courses.excerpts.exercises import with_data
from courses.excerpts.newer import figures_with_source, outdated_among, outdated_exercises
from courses.forms.teaching import EditCourseForm, EditModuleForm, NewCourseForm, NewModuleForm
from courses.lessons.cited_works import cited_works
from courses.lessons.lesson_text import show_body
from courses.lessons.publishing_checks import missing_in, modules_with_content, to_look_at_in
from courses.media.showing import shown_in
from courses.models import Authorship, Course, Enrolment, Lesson, Module, Release
from courses.models.cohort_events import live_lesson_of
from courses.progress.closed_lessons import what_comes_before
from courses.progress.outline import outline_of
from courses.refusals import NotReadyToPublish, ReleaseFrozen
from courses.states import CourseState, LessonKind
from courses.views.learner_places import moved_to


def find_course(request: MemberRequest, slug: str) -> Course:
    """Return the course to those who may write it. Raises 404 for a draft of others, else 403."""
    course = get_object_or_404(Course.objects.visible_to(request.user).with_cover(), slug=slug)
    require(request.user, "courses.author", course)
    return course


def find_readable(request: MemberRequest, slug: str) -> Course:
    """Return the course to those who write or review it. Raises 404 for a draft of others, else 403."""
    course = get_object_or_404(Course.objects.visible_to(request.user).with_cover(), slug=slug)
    require(request.user, "courses.read_draft", course)
    return course


def find_draft(course: Course) -> Release:
    """Return the draft of the course with the course; 404 where there is none."""
    release = get_object_or_404(Release.objects.drafts(), course=course)
    release.course = course
    return release


def find_facilitated(request: MemberRequest, slug: str) -> Course:
    """Return the course to those who look after its learners. Raises 404 for a draft of others, else 403."""
    course = get_object_or_404(Course.objects.visible_to(request.user).with_cover(), slug=slug)
    require(request.user, "courses.facilitate", course)
    return course


def check_is_draft(release: Release) -> None:
    """Raise ``ReleaseFrozen`` (409) before a form is shown that could not be saved."""
    if not release.is_draft:
        raise ReleaseFrozen


@require_safe
def teach_list(request: MemberRequest) -> HttpResponse:
    """Show the courses that the reader may write or review, and invitations to more."""
    require(request.user, "courses.teach")
    courses = (
        Course.objects.draft_read_by(request.user)
        .prefetch_related("releases")
        .order_by("title", "pk")
    )
    invitations = Authorship.objects.waiting_for(request.user).select_related("course")
    context = {
        "page": paginate(request, courses),
        "may_begin": allows(request.user, "courses.author"),
        "invitations": invitations.order_by("invited_at", "pk"),
    }
    return render(request, "courses/teach_list.html", context)


@reads_and_writes
def teach_new(request: MemberRequest) -> HttpResponse:
    """Begin a course."""
    require(request.user, "courses.author")

    form = NewCourseForm(posted(request), author=request.user)
    answer = save(
        request,
        form,
        lambda: create_course(by=request.user, at=timezone.now(), key=form.key, **form.words),
        to=lambda course: ("courses:teach_course", course.slug),
        said=_("Course created as a draft. Now add its first module."),
    )
    return answer or show(request, "courses/teach_edit.html", form)


@reads_and_writes
def teach_edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Change what the course says of itself."""
    course = find_course(request, slug)

    form = EditCourseForm(posted(request), instance=course, author=request.user)
    if not allows(request.user, "courses.facilitate", course):
        form.leave_facilitators()
    answer = save(
        request,
        form,
        lambda: edit_course(course=Course.objects.get(pk=course.pk), **form.words),
        to=("courses:teach_course", course.slug),
        said=_("Course saved."),
    )
    return answer or show(request, "courses/teach_edit.html", form, {"course": course})


@reads_and_writes
def teach_cover(request: MemberRequest, slug: str) -> HttpResponse:
    """Give the course a cover of its own, or take it away."""
    course = find_course(request, slug)
    return edit_cover(request, course, back=("courses:teach_course", course.slug))


@require_safe
def teach_course(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the authoring page of a course: its draft, what that lacks, and its releases. Reviewers go to the review."""
    course = find_readable(request, slug)
    if not allows(request.user, "courses.author", course):
        return redirect("courses:draft_review", slug)
    releases = list(Release.objects.filter(course=course).order_by("-number"))
    draft = next((release for release in releases if release.is_draft), None)
    modules: list[Module] = []
    if draft is not None:
        draft.course = course
        modules = modules_with_content(draft)
    # What its authors write, or while they do not, what learners read.
    newest = draft or next((each for each in releases if each.published_at), None)
    context = {
        "course": course,
        "releases": releases,
        "draft": draft,
        "modules": modules,
        "missing": missing_in(draft, modules) if draft else [],
        "to_look_at": to_look_at_in(modules),
        "outdated_figures": outdated_among(figures_with_source(newest)) if newest else [],
        "outdated_exercises": outdated_exercises(newest) if newest else [],
        "copy_key": uuid.uuid4(),
        "may_begin": allows(request.user, "courses.author"),
        "may_facilitate": allows(request.user, "courses.facilitate", course),
        "may_lead": allows(request.user, "courses.lead", course),
        "is_taken_back": course.state == CourseState.DRAFT
        and any(release.published_at for release in releases),
        "may_unpublish": course.state == CourseState.PUBLISHED
        and not Enrolment.objects.filter(release__course=course).exists(),
        "lesson_count": sum(len(module.lessons.all()) for module in modules),
    }
    return render(request, "courses/teach_course.html", context)


@require_POST
def draft_begin(request: MemberRequest, slug: str) -> HttpResponse:
    """Copy the newest release, to write the next one."""
    course = find_course(request, slug)
    draft = begin_draft(course=course, at=timezone.now())
    messages.success(request, _("Draft of version %(number)s created.") % {"number": draft.number})
    return redirect("courses:teach_course", course.slug)


@require_POST
def draft_publish(request: MemberRequest, slug: str) -> HttpResponse:
    """Freeze the draft and let learners in."""
    course = find_course(request, slug)
    draft = get_object_or_404(Release.objects.filter(course=course).order_by("-number")[:1])
    try:
        publish_release(release=draft, by=request.user, at=timezone.now())
    except NotReadyToPublish as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Version published. New learners get it from now on."))
    return redirect("courses:teach_course", course.slug)


@reads_and_writes
def module_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a module to the draft."""
    course = find_course(request, slug)
    release = get_object_or_404(Release.objects.drafts(), course=course)

    form = NewModuleForm(posted(request))
    answer = save(
        request,
        form,
        lambda: add_module(release=release, key=form.key, **form.words),
        to=("courses:teach_course", course.slug),
        said=_("Module added."),
        page_for=(ReleaseFrozen,),
    )
    return answer or show(request, "courses/module_edit.html", form, {"course": course})


def _find_module(course: Course, pk: int) -> Module:
    modules = Module.objects.filter(release__course=course).select_related("release")
    return get_object_or_404(modules, pk=pk)


@reads_and_writes
def module_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a module says of itself."""
    course = find_course(request, slug)
    module = _find_module(course, pk)
    check_is_draft(module.release)

    form = EditModuleForm(posted(request), instance=module)
    answer = save(
        request,
        form,
        lambda: edit_module(module=module, **form.words),
        to=("courses:teach_course", course.slug),
        said=_("Module saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "module": module}
    return answer or show(request, "courses/module_edit.html", form, context)


@require_POST
def module_move(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a module up or down."""
    course = find_course(request, slug)
    move_module(module=_find_module(course, pk), step=step_of(request))
    return redirect(f"{reverse('courses:teach_course', args=[course.slug])}#module-{pk}")


@require_POST
def module_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a module and its lessons out of the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    module = Module.objects.filter(release__course=course, pk=pk).first()
    if module is not None:
        remove_module(module=module)
    messages.success(request, _("Module removed from the draft."))
    return redirect("courses:teach_course", course.slug)


@require_safe
def lesson_preview(request: MemberRequest, slug: str, module: str, lesson: str) -> HttpResponse:
    """Show a lesson of the newest release as its learners read it; nothing is recorded."""
    course = find_readable(request, slug)
    release = get_object_or_404(Release.objects.filter(course=course).order_by("-number")[:1])
    release.course = course
    lessons = Lesson.objects.of(release).select_related("module")
    found = lessons.filter(module__slug=module, slug=lesson).first()
    if found is None:
        found = moved_to(release, module, lesson)
        return redirect("courses:lesson_preview", course.slug, found.module.slug, found.slug)
    found.module.release = release
    outline = outline_of(release)
    before, after = outline.neighbours(found)
    context = {
        "course": course,
        "may_author": allows(request.user, "courses.author", course),
        "may_withdraw": allows(request.user, "courses.facilitate", course),
        "release": release,
        "lesson": found,
        "body": show_body(found.body_html, shown_in(release)),
        "works": cited_works(found),
        "questions": list(with_data(found.questions.in_order().with_options())),
        "criteria": list(found.criteria.in_order()) if found.kind == LessonKind.ASSIGNMENT else [],
        "needed": "; ".join(
            one.in_words for one in what_comes_before(outline.table, found, frozenset())
        ),
        "live": live_lesson_of(found) if found.kind == LessonKind.LIVE else None,
        "before": before,
        "after": after,
    }
    return render(request, "courses/lesson_preview.html", context)

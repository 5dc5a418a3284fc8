"""Submissions in the admin: to look at, never to change. Every write goes through the actions."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from submissions.models import (
    Attachment,
    CoAuthor,
    Decision,
    Placement,
    Review,
    Revision,
    Submission,
    Triage,
)


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "state", "author", "editor", "state_at")
    list_filter = ("state", "kind")
    list_select_related = ("author", "editor")
    search_fields = ("title", "author__full_name")
    ordering = ("-state_at", "-pk")


@admin.register(CoAuthor)
class CoAuthorAdmin(ReadOnlyAdmin):
    list_display = ("name", "submission", "answer", "told_at")
    list_filter = ("answer",)
    list_select_related = ("submission",)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ("name", "submission", "media_type", "size")
    list_select_related = ("submission",)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("submission", "number", "submitted_at")
    list_select_related = ("submission",)


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("submission", "reviewer", "state", "due_on", "delivered_at")
    list_filter = ("state",)
    list_select_related = ("submission", "revision", "reviewer")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("submission", "verdict", "editor", "decided_at")
    list_filter = ("verdict",)
    list_select_related = ("submission", "editor")


@admin.register(Triage)
class TriageAdmin(ReadOnlyAdmin):
    list_display = ("submission", "state", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("submission", "decided_by")


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    list_display = ("submission", "recommendation", "gap", "lesson", "placed_by", "placed_at")
    list_select_related = ("submission", "recommendation", "gap", "lesson", "placed_by")

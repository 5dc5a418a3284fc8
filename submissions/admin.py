"""Submissions in the admin: to look at, never to change. Every write goes through the actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from submissions.models import Attachment, CoAuthor, Decision, Review, Revision, Submission


class ReadOnly(admin.ModelAdmin):
    """Nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ("title", "kind", "state", "author", "editor", "state_at")
    list_filter = ("state", "kind")
    list_select_related = ("author", "editor")
    search_fields = ("title", "author__full_name")
    ordering = ("-state_at", "-pk")


@admin.register(CoAuthor)
class CoAuthorAdmin(ReadOnly):
    list_display = ("name", "submission", "answer", "told_at")
    list_filter = ("answer",)
    list_select_related = ("submission",)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly):
    list_display = ("name", "submission", "media_type", "size")
    list_select_related = ("submission",)


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    list_display = ("submission", "number", "submitted_at")
    list_select_related = ("submission",)


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ("submission", "reviewer", "state", "due_on", "delivered_at")
    list_filter = ("state",)
    list_select_related = ("submission", "revision", "reviewer")


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("submission", "verdict", "editor", "decided_at")
    list_filter = ("verdict",)
    list_select_related = ("submission", "editor")

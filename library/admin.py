"""The library in the admin: to look at. Every write has a page of its own that goes through the actions."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from library.catalogue.models import (
    Citation,
    Creator,
    Featured,
    File,
    Record,
    Version,
)
from library.recommendations.models import Commitment, Recommendation, Representation, Response
from library.vocabularies.models import Topic


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    list_display = ["title", "type", "year", "state", "published_at"]
    list_filter = ["state", "type"]
    search_fields = ["title", "summary"]
    ordering = ["-published_at", "-pk"]


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ["record", "number", "deposited_at"]
    list_select_related = ["record"]
    ordering = ["-deposited_at", "-pk"]


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    list_display = ["label", "code", "parent"]
    list_select_related = ["parent"]
    search_fields = ["label", "code"]
    ordering = ["parent__position", "position", "pk"]


@admin.register(Creator)
class CreatorAdmin(ReadOnlyAdmin):
    list_display = ["name", "role", "record"]
    list_select_related = ["record"]
    search_fields = ["name"]
    ordering = ["sort_name", "pk"]


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ["label", "version", "audience", "cited_at"]
    list_select_related = ["version"]
    ordering = ["-cited_at", "-pk"]


@admin.register(Featured)
class FeaturedAdmin(ReadOnlyAdmin):
    list_display = ["record", "starts_on", "ends_on"]
    list_select_related = ["record"]
    ordering = ["-starts_on", "-pk"]


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = ["name", "media_type", "size", "embargo_until"]
    ordering = ["-uploaded_at", "-pk"]


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ["reference", "title", "principle", "state"]
    list_filter = ["state", "principle"]
    search_fields = ["reference", "title"]
    ordering = ["sorted_by", "pk"]


@admin.register(Representation)
class RepresentationAdmin(ReadOnlyAdmin):
    list_display = ["user", "respondent", "state", "asked_at"]
    list_select_related = ["user", "respondent__organisation", "respondent__place"]
    list_filter = ["state"]
    ordering = ["-asked_at", "-pk"]


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    list_display = ["recommendation", "respondent", "stance", "state", "changed_at"]
    list_select_related = ["recommendation", "respondent__organisation", "respondent__place"]
    list_filter = ["state", "stance"]
    ordering = ["-changed_at", "-pk"]


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = ["action", "response", "due_on", "state", "heard_at"]
    list_select_related = [
        "response__recommendation",
        "response__respondent__organisation",
        "response__respondent__place",
    ]
    list_filter = ["state"]
    ordering = ["due_on", "pk"]

"""Mentoring in the admin: to look things up. Notes, messages and agreements stay with their people."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from mentoring.models import Match, MentoringRequest, MentorProfile, Session, SessionSeries


@admin.register(MentorProfile)
class MentorProfileAdmin(ReadOnlyAdmin):
    list_display = ("user", "headline", "state", "is_open", "places_taken", "capacity")
    list_filter = ("state", "is_open", "topics")
    list_select_related = ("user",)
    search_fields = ("user__full_name", "user__email", "headline")


@admin.register(MentoringRequest)
class MentoringRequestAdmin(ReadOnlyAdmin):
    list_display = ("mentee", "mentor", "organisation", "state", "created_at", "expires_at")
    list_filter = ("state",)
    list_select_related = ("mentee", "mentor", "organisation")
    search_fields = ("mentee__full_name", "mentor__full_name")
    date_hierarchy = "created_at"
    fields = (
        "mentee",
        "mentor",
        "organisation",
        "state",
        "created_at",
        "expires_at",
        "answered_at",
    )


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    list_display = ("mentee", "mentor", "organisation", "state", "made_at", "ended_at")
    list_filter = ("state",)
    list_select_related = ("mentee", "mentor", "organisation")
    search_fields = ("mentee__full_name", "mentor__full_name")
    date_hierarchy = "made_at"
    fields = ("mentee", "mentor", "organisation", "state", "made_at", "started_at", "ended_at")


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ("match_id", "starts_at", "minutes", "time_zone", "state")
    list_filter = ("state",)
    date_hierarchy = "starts_at"
    fields = ("starts_at", "minutes", "time_zone", "state")


@admin.register(SessionSeries)
class SessionSeriesAdmin(ReadOnlyAdmin):
    list_display = ("match_id", "rhythm", "first_on", "time", "time_zone", "times")
    list_filter = ("rhythm",)
    date_hierarchy = "first_on"
    fields = ("rhythm", "first_on", "time", "time_zone", "times", "minutes")

"""Events in the admin: to look things up. Writing goes through the pages, whose actions keep the rules."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from events import models


@admin.register(models.Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("title", "starts_at", "mode", "access", "state")
    list_filter = ("state", "mode", "access")
    search_fields = ("title", "place")


@admin.register(models.Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    list_display = ("event", "number", "user", "seat", "state", "registered_at")
    list_filter = ("state", "seat")
    list_select_related = ("event", "user")
    search_fields = ("event__title", "user__full_name", "user__email")


@admin.register(models.EventSeries)
class EventSeriesAdmin(ReadOnlyAdmin):
    list_display = ("title", "rhythm", "first_on", "times")
    search_fields = ("title",)

"""Briefs in the admin, to look things up."""

from django.contrib import admin

from briefs import models
from core.web.read_only_admin import ReadOnlyAdmin


@admin.register(models.Brief)
class BriefAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "published_at")
    list_filter = ("state",)
    search_fields = ("title",)

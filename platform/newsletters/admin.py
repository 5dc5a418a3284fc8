"""The newsletter in the admin: issues, to look things up. Addresses of subscribers are not shown there."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from newsletters import models


@admin.register(models.Issue)
class IssueAdmin(ReadOnlyAdmin):
    list_display = ("title", "state", "sent_at", "audience")
    list_filter = ("state",)
    search_fields = ("title",)

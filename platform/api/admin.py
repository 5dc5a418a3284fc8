"""Tokens and services, to read."""

from django.contrib import admin

from api.models import Service, Token
from core.web.read_only_admin import ReadOnlyAdmin


@admin.register(Service)
class ServiceAdmin(ReadOnlyAdmin):
    list_display = ["name", "contact", "scopes", "added_by", "added_at"]
    list_select_related = ["contact", "added_by"]


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    list_display = [
        *("name", "person", "service", "shown_part", "made_by", "made_at", "expires_at"),
        *("last_used_on", "revoked_at", "revoked_by"),
    ]
    list_select_related = ["person", "service", "made_by", "revoked_by"]
    exclude = ["digest"]

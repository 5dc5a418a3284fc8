"""Networks, to read: their pages and actions change them."""

from django.contrib import admin
from django.http import HttpRequest

from networks.models import Discussion, Invitation, Membership, Network


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only actions write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Network)
class NetworkAdmin(ReadOnlyAdmin):
    list_display = ["name", "access", "state", "created_at"]
    list_filter = ["access", "state"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["network", "user", "role", "state", "joined_at"]
    list_filter = ["state", "role"]
    list_select_related = ["network", "user"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["network", "email", "state", "invited_at"]
    list_filter = ["state"]
    list_select_related = ["network"]


@admin.register(Discussion)
class DiscussionAdmin(ReadOnlyAdmin):
    """Titles only: what members of a network write is for its members."""

    list_display = ["network", "state", "post_count", "last_post_at"]
    list_filter = ["state"]
    list_select_related = ["network"]
    fields = ["network", "state", "post_count", "created_at", "last_post_at"]

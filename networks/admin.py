"""Networks, to read: their pages and actions change them."""

from django.contrib import admin

from core.web.read_only_admin import ReadOnlyAdmin
from networks.models import Discussion, Invitation, Membership, Network


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

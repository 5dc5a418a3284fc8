"""Accounts in the admin: to look things up. Every change has its page on the platform."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Organisation, RoleGrant, User
from core.web.read_only_admin import ReadOnlyAdmin

# There is one sign-in page: our own, with its second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "email", "role_names", "is_demo", "joined_at", "closed_at"]
    list_filter = ["groups", "is_demo", "is_active"]
    search_fields = ["full_name", "email"]
    ordering = ["full_name", "pk"]
    fields = [
        "full_name", "email", "role_names", "time_zone", "is_active", "is_staff", "is_superuser",
        "is_demo", "joined_at", "last_login", "closed_at",
    ]  # fmt: skip
    readonly_fields = ["role_names"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def role_names(self, user: User) -> str:
        return ", ".join(sorted(user.roles))


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "country", "ror_id", "area_code"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name"]
    ordering = ["name", "pk"]


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "is_granted", "by", "at"]
    list_filter = ["role"]
    list_select_related = ["user", "by"]
    ordering = ["-at", "-pk"]

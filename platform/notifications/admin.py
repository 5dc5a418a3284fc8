"""The delivery log, to read."""

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Delivery, Notification


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only actions write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "recipient", "kind", "title", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["notification", "state", "tries", "sent_at", "error"]
    list_filter = ["state"]
    list_select_related = ["notification"]

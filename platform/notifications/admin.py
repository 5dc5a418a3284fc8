"""The delivery log, to read."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.web.read_only_admin import ReadOnlyAdmin
from notifications.kinds import confidential_kinds
from notifications.models import Delivery, DigestIssue, Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "recipient", "kind", "title", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        return super().get_queryset(request).exclude(kind__in=confidential_kinds())


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["recipient", "content", "state", "tries", "next_try_at", "sent_at", "error"]
    list_filter = ["state", "mail"]
    # What a letter says is for its reader only: it may hold a code.
    exclude = ["subject", "text"]
    list_select_related = ["notification__recipient"]
    search_fields = ["address", "notification__recipient__email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        # A plain exclude would leave out the mails that no notification stands behind.
        told = Notification.objects.filter(kind__in=confidential_kinds())
        return (
            super().get_queryset(request).exclude(Exists(told.filter(pk=OuterRef("notification"))))
        )

    @admin.display(description=_("to"))
    def recipient(self, delivery: Delivery) -> str:
        told = delivery.notification
        return told.recipient.email if told else delivery.address

    @admin.display(description=_("about"))
    def content(self, delivery: Delivery) -> str:
        return str(delivery.notification or f"{delivery.mail}:{delivery.about or ''}".rstrip(":"))


@admin.register(DigestIssue)
class DigestIssueAdmin(ReadOnlyAdmin):
    list_display = ["user", "period", "since", "until"]
    list_select_related = ["user"]

"""Notifications, preferences, deliveries and digests."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import only_choices
from notifications.groups import GROUPS, group_choices
from notifications.kinds import Channel


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    """A notification to one person. Its key makes a repeat harmless."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_told_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="notification_unread"),
            models.Index(fields=["recipient", "-created_at"], name="notification_newest"),
        ]

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=150)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def chosen_by(self, user: User) -> dict[str, str]:
        """Return the channels this person chose, by group."""
        return dict(self.filter(user=user).values_list("group", "channel"))


class Preference(models.Model):
    """The channel a person chose for a group of kinds; without a row the kind's own default holds."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="preference_one_per_group"),
            only_choices("group", list(GROUPS), name="preference_group_known"),
            only_choices("channel", Channel.values, name="preference_channel_known"),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    group = models.CharField(_("about"), max_length=20, choices=group_choices())
    channel = models.CharField(_("how"), max_length=10, choices=Channel)

    objects = PreferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.group}: {self.channel}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Delivery(models.Model):
    """A mail that is to leave or has left: the queue and the log in one.

    It carries a notification, or it is what the writer of this name says about the row with this key
    (``notifications.mail_writers``), for an address that may have no account.
    """

    class Meta:
        constraints = [
            only_choices("state", DeliveryState.values, name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(notification__isnull=False, mail="", about=None)
                | Q(notification=None, about__isnull=False) & ~Q(mail=""),
                name="delivery_has_one_content",
            ),
            models.UniqueConstraint(
                fields=["mail", "about"],
                condition=Q(state=DeliveryState.WAITING, notification=None),
                name="delivery_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_waiting",
            ),
        ]

    notification = models.OneToOneField(
        Notification, null=True, blank=True, on_delete=models.CASCADE, related_name="delivery"
    )
    mail = models.CharField(max_length=60, blank=True)
    about = models.PositiveBigIntegerField(null=True, blank=True)
    # Empty for a notification: it goes to the address that its recipient has when it leaves.
    address = models.EmailField(max_length=254, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.mail or self.notification_id}: {self.state}"


class Frequency(models.TextChoices):
    """How often a person gets the regular summary."""

    WEEKLY = "weekly", _("Weekly, on Tuesday morning")
    DAILY = "daily", _("Daily, in the morning")
    NEVER = "never", _("Never")


class DigestChoice(models.Model):
    """How often a person wants the summary; without a row it is weekly."""

    class Meta:
        constraints = [
            only_choices("frequency", Frequency.values, name="digest_choice_frequency_known"),
        ]

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="digest_choice",
        primary_key=True,
    )
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency)

    def __str__(self) -> str:
        return self.frequency


class DigestIssue(models.Model):
    """One summary for one person and one period (``2026-W48`` or ``2026-11-24``), sent at most once."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "period"], name="digest_issue_one_per_period"),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_issues"
    )
    period = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.period

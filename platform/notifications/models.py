"""Notifications, preferences, deliveries and digests."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, Value, When, Window
from django.db.models.functions import Cast, Coalesce, Concat, Left, RowNumber, StrIndex
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import only_choices
from notifications.conditions import current_at, open_to_recipient
from notifications.groups import GROUPS, group_choices
from notifications.kinds import Channel, kinds_that_can_stop


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def open_to_recipient(self, kinds: Collection[str] | None = None) -> Self:
        """Leave out what is about things that the recipient may not open any more, by the rule of each kind.

        With ``kinds``, keep these alone.
        """
        return self.filter(open_to_recipient(kinds))

    def open_to(self, user: User) -> Self:
        """Keep those of this person that they may open. Takes a query at once, for the kinds that there are."""
        mine = self.filter(recipient=user)
        return mine.open_to_recipient(
            set(mine.order_by().values_list("kind", flat=True).distinct())
        )

    def worth_mailing(self, at: dt.datetime, *, kinds: Collection[str] | None = None) -> Self:
        """Keep what an open account may still open, what is still true, and what its owner did not stop.

        With ``kinds``, keep these alone: whoever knows them asks in a fraction of the time.
        """
        stopped = StoppedKind.objects.filter(user=OuterRef("recipient"), kind=OuterRef("kind"))
        is_stopped = Q(Exists(stopped), kind__in=kinds_that_can_stop())
        open_ones = self.open_to_recipient(kinds)
        open_ones = open_ones.filter(current_at(at, kinds), recipient__is_active=True)
        return open_ones.exclude(is_stopped)

    def by_thing(self) -> Self:
        """Put what is about one thing together: add the moment of its newest, and the place of each.

        A thing is the page that a notification opens: the posts of one discussion are one thing, and where a page
        shows many things, such as a desk, each of them is one.
        """
        told = self.annotate(thing_told=_page_of_thing())
        of_thing = [F("thing_told")]
        return told.annotate(
            newest_at=Window(Max("created_at"), partition_by=of_thing),
            place=Window(
                RowNumber(),
                partition_by=of_thing,
                order_by=[F("created_at").desc(), F("pk").desc()],
            ),
        )

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


def _page_of_thing() -> Case:
    """Describe the address without the place on the page; with the row it is about where it names no place."""
    whole = Concat("address", Value(" "), Cast(Coalesce("about", 0), CharField()))
    return Case(
        When(
            address__contains="?page=",
            then=Left("address", StrIndex("address", Value("?page=")) - 1),
        ),
        When(address__contains="#", then=Left("address", StrIndex("address", Value("#")) - 1)),
        default=whole,
        output_field=CharField(),
    )


class Notification(models.Model):
    """A notification to one person. Its key makes a repeat harmless.

    ``about`` is the key of the thing that the rules of its kind ask for (``notifications.conditions``).
    News of the same ``thing``, such as replies in one discussion, are told in one notification until it is read
    or mailed: ``news_count`` says how many it tells.
    """

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
    about = models.PositiveBigIntegerField(null=True, blank=True)
    thing = models.CharField(max_length=80, blank=True, default="", db_default="")
    news_count = models.PositiveSmallIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def chosen_by(self, user: User) -> dict[str, str]:
        """Return the channels this person chose, by group."""
        return self.chosen_by_each([user.pk]).get(user.pk, {})

    def chosen_by_each(self, people: Iterable[int]) -> dict[int, dict[str, str]]:
        """Return the channels that each of these people chose, by their key and the group."""
        chosen: dict[int, dict[str, str]] = {}
        for pk, group, channel in self.filter(user__in=people).values_list(
            "user", "group", "channel"
        ):
            chosen.setdefault(pk, {})[group] = channel
        return chosen


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
    # What was chosen before a link in a mail stopped it, empty for the default; None where no link did.
    before_stop = models.CharField(max_length=10, null=True, blank=True, editable=False)  # noqa: DJ001

    objects = PreferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.group}: {self.channel}"


class StoppedKind(models.Model):
    """A kind that a person wants no mail about, neither at once nor in the summary. It stays in the inbox."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="stoppedkind_once_per_person"),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stopped_kinds"
    )
    kind = models.CharField(max_length=60)
    stopped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class QuietHours(models.Model):
    """The hours, by the clock of their own zone, in which a person gets only urgent mail. They may pass midnight."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(begins=F("ends")),
                name="quiethours_have_an_end",
                violation_error_message=_("Quiet hours cannot start and end at the same time."),
            ),
        ]

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="quiet_hours",
        primary_key=True,
    )
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    def __str__(self) -> str:
        return f"{self.begins:%H:%M} to {self.ends:%H:%M}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Not sent: its code had expired")


class Urgency(models.IntegerChoices):
    """Which of the mails that wait leaves first. The numbers leave room for others."""

    CODE = 10, _("Urgent")
    USUAL = 50, _("Usual")
    SUMMARY = 90, _("Summary")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def due(self, now: dt.datetime) -> Self:
        """Return what waits and may be tried now, the most urgent first."""
        due = self.waiting().filter(next_try_at__lte=now)
        return due.order_by("urgency", "next_try_at", "pk")


class Delivery(models.Model):
    """A mail that is to leave or has left: the queue and the log in one.

    It carries a notification; or what the writer of the name ``mail`` says about the row ``about``
    (``notifications.mail_writers``), for an address that may have no account; or a letter, whose text was written
    when it was caused and is kept here only while it waits.
    """

    class Meta:
        constraints = [
            only_choices("state", DeliveryState.values, name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(notification__isnull=False, mail="", about=None, text="")
                | Q(notification=None, about__isnull=False, text="") & ~Q(mail="")
                | Q(notification=None, about=None) & ~Q(mail="") & ~Q(address=""),
                name="delivery_has_one_content",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING) | Q(subject="", text=""),
                name="delivery_keeps_no_letter",
            ),
            models.UniqueConstraint(
                fields=["mail", "about"],
                condition=Q(state=DeliveryState.WAITING, notification=None),
                name="delivery_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["urgency", "next_try_at", "id"],
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_most_urgent",
            ),
        ]

    notification = models.OneToOneField(
        Notification, null=True, blank=True, on_delete=models.CASCADE, related_name="delivery"
    )
    mail = models.CharField(max_length=60, blank=True)
    about = models.PositiveBigIntegerField(null=True, blank=True)
    # Empty for a notification: it goes to the address that its recipient has when it leaves.
    address = models.EmailField(max_length=254, blank=True)
    # A letter may hold a code: neither the admin nor an export shows it, and it is emptied when the mail has left.
    subject = models.CharField(max_length=300, blank=True, default="", db_default="")
    text = models.TextField(blank=True, default="", db_default="")
    # After this moment the mail would be of no use, and is not sent.
    expires_at = models.DateTimeField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(
        choices=Urgency, default=Urgency.USUAL, db_default=Urgency.USUAL
    )
    # Part of the ``Message-ID``, which no other mail has, not even after an older state of the database was restored.
    token = models.UUIDField(null=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

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
    # What was chosen before a link in a mail stopped it; None where no link did.
    before_stop = models.CharField(max_length=10, null=True, blank=True, editable=False)  # noqa: DJ001

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

"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("events", "0001_initial"),
        ("events", "0002_registrations"),
        ("events", "0003_afterwards"),
        ("events", "0004_series"),
        ("events", "0005_plainer_words"),
    ]

    initial = True

    dependencies = [
        ("library", "0020_words_of_link_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "summary",
                            models.CharField(blank=True, max_length=300, verbose_name="summary"),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True, max_length=10000, verbose_name="what it is about"
                            ),
                        ),
                        ("about_html", models.TextField(blank=True, editable=False)),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="events.eventseries",
                            ),
                        ),
                        ("slot_on", models.DateField(blank=True, editable=False, null=True)),
                        ("starts_at", models.DateTimeField(verbose_name="starts")),
                        ("ends_at", models.DateTimeField(editable=False, verbose_name="ends")),
                        ("time_zone", models.CharField(max_length=50, verbose_name="time zone")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=60, verbose_name="minutes"),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("online", "Online"),
                                    ("hybrid", "In person and online"),
                                ],
                                max_length=10,
                                verbose_name="how people take part",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=300, verbose_name="place"),
                        ),
                        (
                            "join_link",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="link to join"
                            ),
                        ),
                        (
                            "capacity_in_person",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="places in person"
                            ),
                        ),
                        (
                            "capacity_online",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="places online"
                            ),
                        ),
                        (
                            "access",
                            models.CharField(
                                choices=[
                                    ("public", "Everyone: it is listed for all to see"),
                                    (
                                        "group",
                                        "By invitation: only those whom a course, a cohort or a network lets in",
                                    ),
                                ],
                                default="public",
                                max_length=10,
                                verbose_name="who can come",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "recording_link",
                            models.URLField(blank=True, max_length=500, verbose_name="recording"),
                        ),
                        (
                            "recording_consent",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                verbose_name="who agreed to the recording",
                            ),
                        ),
                        (
                            "recording_for",
                            models.CharField(
                                choices=[
                                    ("places", "Only those who had a place"),
                                    ("everyone", "Everyone who can see the event"),
                                ],
                                default="places",
                                max_length=10,
                                verbose_name="who can find the recording",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "topics",
                            models.ManyToManyField(
                                related_name="events", to="library.topic", verbose_name="topics"
                            ),
                        ),
                        (
                            "hosts",
                            models.ManyToManyField(
                                related_name="hosted_events",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="hosts",
                            ),
                        ),
                        (
                            "slides",
                            models.ManyToManyField(
                                related_name="events",
                                through="events.EventRecord",
                                to="library.record",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["ends_at"], name="event_by_its_end"),
                            models.Index(
                                condition=models.Q(("state", "published")),
                                fields=["starts_at"],
                                name="event_by_start",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="event_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["cancelled", "draft", "published"])
                                ),
                                name="event_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mode__in", ["hybrid", "in_person", "online"])),
                                name="event_mode_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("access__in", ["group", "public"])),
                                name="event_access_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 10), ("minutes__lte", 1440)),
                                name="event_lasts_10_minutes_to_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True),
                                    ("ends_at__gte", models.F("starts_at")),
                                    _connector="OR",
                                ),
                                name="event_ends_after_start",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("mode__in", ("hybrid", "in_person")),
                                    models.Q(("capacity_in_person", None), ("place", "")),
                                    _connector="OR",
                                ),
                                name="event_has_a_place_only_in_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("mode__in", ("hybrid", "online")),
                                    models.Q(("capacity_online", None), ("join_link", "")),
                                    _connector="OR",
                                ),
                                name="event_has_a_link_only_online",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("mode__in", ("hybrid", "in_person")), _negated=True),
                                    models.Q(("place", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="event_in_person_has_a_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity_in_person", None),
                                    models.Q(
                                        ("capacity_in_person__gte", 1),
                                        ("capacity_in_person__lte", 10000),
                                    ),
                                    _connector="OR",
                                ),
                                name="event_takes_somebody_in_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity_online", None),
                                    models.Q(
                                        ("capacity_online__gte", 1), ("capacity_online__lte", 10000)
                                    ),
                                    _connector="OR",
                                ),
                                name="event_takes_somebody_online",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="event_was_published_at_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("recording_for__in", ["everyone", "places"])),
                                name="event_recording_readers_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recording_link", ""),
                                    models.Q(("recording_consent", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="event_is_recorded_with_consent",
                            ),
                            models.UniqueConstraint(
                                fields=("created_by", "form_key"), name="event_sent_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("series", None), ("slot_on", None)),
                                    models.Q(("series__isnull", False), ("slot_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="event_of_a_series_has_its_day_in_it",
                            ),
                            models.UniqueConstraint(
                                fields=("series", "slot_on"), name="event_one_for_a_day"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="events.event",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="event_papers",
                                to="library.record",
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "record"), name="eventrecord_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("weekly", "Every week"),
                                    ("fortnightly", "Every two weeks"),
                                    ("monthly", "Every month, on the same weekday"),
                                ],
                                max_length=20,
                                verbose_name="rhythm",
                            ),
                        ),
                        ("first_on", models.DateField(verbose_name="first day")),
                        ("time", models.TimeField(verbose_name="time")),
                        ("time_zone", models.CharField(max_length=50, verbose_name="time zone")),
                        (
                            "times",
                            models.PositiveSmallIntegerField(verbose_name="number of events"),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "event series",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rhythm__in", ["fortnightly", "monthly", "weekly"])
                                ),
                                name="event_series_rhythm_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("times__gte", 2), ("times__lte", 26)),
                                name="event_series_has_2_to_26_events",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registrations",
                                to="events.event",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="event_registrations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seat",
                            models.CharField(
                                choices=[("in_person", "In person"), ("online", "Online")],
                                max_length=10,
                                verbose_name="takes part",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("registered", "Registered"),
                                    ("waiting", "On the waiting list"),
                                    ("offered", "Place offered"),
                                    ("withdrawn", "Withdrawn"),
                                    ("lapsed", "Offer expired"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("number", models.PositiveIntegerField(editable=False)),
                        (
                            "registered_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("offered_until", models.DateTimeField(editable=False, null=True)),
                        ("revision", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "has_come",
                            models.BooleanField(editable=False, null=True, verbose_name="came"),
                        ),
                        (
                            "reminded_hours",
                            models.PositiveSmallIntegerField(editable=False, null=True),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["event", "seat", "state", "number"],
                                name="registration_in_order",
                            ),
                            models.Index(fields=["user", "state"], name="registration_of_user"),
                            models.Index(
                                condition=models.Q(("state", "offered")),
                                fields=["offered_until"],
                                name="registration_offers",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("seat__in", ["in_person", "online"])),
                                name="registration_seat_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["lapsed", "offered", "registered", "waiting", "withdrawn"],
                                    )
                                ),
                                name="registration_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("event", "user"), name="registration_is_one"
                            ),
                            models.UniqueConstraint(
                                fields=("event", "number"), name="registration_has_its_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("has_come", None), ("state", "registered"), _connector="OR"
                                ),
                                name="registration_came_with_a_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "offered"), _negated=True),
                                    ("offered_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="registration_is_offered_until_a_moment",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]

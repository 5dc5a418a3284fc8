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
        ("mentoring", "0001_initial"),
        ("mentoring", "0002_notes_are_kept_for_a_time"),
        ("mentoring", "0003_suspended"),
        ("mentoring", "0004_agreement_terms"),
        ("mentoring", "0005_feedback_for_coordinators"),
        ("mentoring", "0006_searches_for_a_mentor"),
        ("mentoring", "0007_series_and_free_hours"),
        ("mentoring", "0008_asks_for_profiles"),
        ("mentoring", "0009_series_moved_apart"),
        ("mentoring", "0010_progress_shared"),
        ("mentoring", "0011_asks_for_places"),
        ("mentoring", "0012_plainer_words"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0003_blocks"),
        ("courses", "0001_initial"),
        ("library", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="MentoringRequest",
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
                            "mentor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentoring_requests_got",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mentee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentoring_requests_made",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentoring_requests",
                                to="accounts.organisation",
                                verbose_name="on behalf of",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="mentoring_requests",
                                to="courses.actionplan",
                                verbose_name="action plan",
                            ),
                        ),
                        ("message", models.TextField(max_length=2000, verbose_name="message")),
                        (
                            "answer",
                            models.TextField(blank=True, max_length=2000, verbose_name="answer"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an answer"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Expired"),
                                ],
                                default="open",
                                max_length=20,
                            ),
                        ),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="asked",
                            ),
                        ),
                        (
                            "expires_at",
                            models.DateTimeField(editable=False, verbose_name="expires"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="answered"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["expires_at"],
                                name="mentoring_request_expiring",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["accepted", "declined", "expired", "open", "withdrawn"],
                                    )
                                ),
                                name="mentoring_request_state_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("message")), 0
                                ),
                                name="mentoring_request_has_a_message",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mentor", models.F("mentee")), _negated=True),
                                name="mentoring_request_is_to_someone_else",
                                violation_error_message="You cannot be your own mentor.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("mentor", "mentee"),
                                name="mentoring_request_one_open_per_pair",
                                violation_error_message="You have already asked this mentor.",
                            ),
                            models.UniqueConstraint(
                                fields=("mentee", "form_key"), name="mentoring_request_sent_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Match",
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
                            "mentor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches_as_mentor",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mentee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches_as_mentee",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match",
                                to="mentoring.mentoringrequest",
                            ),
                        ),
                        ("agreement", models.TextField(max_length=5000, verbose_name="agreement")),
                        ("agreement_html", models.TextField(editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("signing", "Waiting for signatures"),
                                    ("active", "Active"),
                                    ("paused", "Paused"),
                                    ("suspended", "Paused by the institute"),
                                    ("ended", "Ended"),
                                ],
                                default="signing",
                                max_length=20,
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="made",
                            ),
                        ),
                        (
                            "started_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="started"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="ended"),
                        ),
                        (
                            "end_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reached", "We reached what we set out for"),
                                    ("time", "One of us has no time for it now"),
                                    ("fit", "We did not fit well together"),
                                    ("other", "Another reason"),
                                    ("reassigned", "The coordinator found another mentor"),
                                    ("closed", "An account was closed"),
                                ],
                                max_length=20,
                                verbose_name="how it ended",
                            ),
                        ),
                        (
                            "end_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why it ended"
                            ),
                        ),
                        (
                            "progress_shared_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        ("private_notes_told_at", models.DateTimeField(editable=False, null=True)),
                        ("shared_notes_told_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["active", "ended", "paused", "signing", "suspended"],
                                    )
                                ),
                                name="match_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "end_kind__in",
                                        [
                                            "",
                                            "closed",
                                            "fit",
                                            "other",
                                            "reached",
                                            "reassigned",
                                            "time",
                                        ],
                                    )
                                ),
                                name="match_end_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("agreement")), 0
                                ),
                                name="match_has_an_agreement",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mentor", models.F("mentee")), _negated=True),
                                name="match_is_between_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["active", "paused", "signing", "suspended"])
                                ),
                                fields=("mentor", "mentee"),
                                name="match_one_live_per_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ended"), _negated=True),
                                    ("ended_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="match_has_an_end_when_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentorProfile",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="mentor_profile",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("headline", models.CharField(max_length=120, verbose_name="headline")),
                        (
                            "about",
                            models.TextField(blank=True, max_length=3000, verbose_name="about"),
                        ),
                        ("about_html", models.TextField(blank=True, editable=False)),
                        (
                            "languages",
                            models.JSONField(blank=True, default=list, verbose_name="languages"),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(default=2, verbose_name="places"),
                        ),
                        (
                            "places_taken",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, verbose_name="places taken"
                            ),
                        ),
                        (
                            "is_open",
                            models.BooleanField(default=True, verbose_name="open to requests"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Waiting for a decision"),
                                    ("approved", "Mentor"),
                                    ("declined", "Not accepted"),
                                    ("closed", "No longer a mentor"),
                                ],
                                default="offered",
                                max_length=20,
                            ),
                        ),
                        (
                            "offered_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="offered",
                            ),
                        ),
                        (
                            "topics",
                            models.ManyToManyField(
                                related_name="mentors", to="library.topic", verbose_name="topics"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "is_open"], name="mentor_profile_open")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["approved", "closed", "declined", "offered"])
                                ),
                                name="mentor_profile_state_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("headline")), 0
                                ),
                                name="mentor_profile_has_a_headline",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 20)),
                                name="mentor_profile_capacity_is_1_to_20",
                                violation_error_message="Enter a number of places from 1 to 20.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("places_taken__gte", 0),
                                    ("places_taken__lte", models.F("capacity")),
                                ),
                                name="mentor_profile_places_taken_within_capacity",
                                violation_error_message="You have more mentees than places. Enter a higher number.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentorSearch",
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
                            "mentee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentor_searches",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "words",
                            models.TextField(blank=True, max_length=500, verbose_name="message"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "No suitable mentor yet"),
                                    ("found", "Suitable mentor found"),
                                    ("closed", "Closed"),
                                ],
                                default="open",
                                max_length=20,
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="since",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["closed", "found", "open"])),
                                name="mentor_search_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "closed"), _negated=True),
                                fields=("mentee",),
                                name="mentor_search_one_live_per_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
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
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="mentoring.match",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentoring_notes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "is_private",
                            models.BooleanField(default=False, verbose_name="only for me"),
                        ),
                        ("body", models.TextField(max_length=5000, verbose_name="note")),
                        ("body_html", models.TextField(editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("changed_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("body")), 0
                                ),
                                name="note_is_not_empty",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("author", "form_key"), name="note_sent_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceAsk",
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
                            "mentor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="place_asks",
                                to="mentoring.mentorprofile",
                            ),
                        ),
                        (
                            "search",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="place_asks",
                                to="mentoring.mentorsearch",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["mentor", "-asked_at"], name="place_ask_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("mentor", "search"),
                                name="place_ask_one_per_mentor_and_search",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProfileAsk",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile_asks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "-asked_at"], name="profile_ask_newest"),
                            models.Index(
                                fields=["asked_by", "asked_at"], name="profile_ask_of_coordinator"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionSeries",
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
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="session_series",
                                to="mentoring.match",
                            ),
                        ),
                        (
                            "booked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                        ("on_last", models.BooleanField(default=False, editable=False)),
                        ("time", models.TimeField(verbose_name="time")),
                        ("time_zone", models.CharField(max_length=50, verbose_name="time zone")),
                        (
                            "times",
                            models.PositiveSmallIntegerField(verbose_name="number of sessions"),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=60, verbose_name="minutes"),
                        ),
                        (
                            "place_or_link",
                            models.CharField(max_length=300, verbose_name="place or link"),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "moved_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="moved_on",
                                to="mentoring.sessionseries",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "session series",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rhythm__in", ["fortnightly", "monthly", "weekly"])
                                ),
                                name="session_series_rhythm_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(
                                        models.F("place_or_link")
                                    ),
                                    0,
                                ),
                                name="session_series_has_a_place",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("times__gte", 1), ("times__lte", 26)),
                                name="session_series_has_1_to_26_sessions",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 10), ("minutes__lte", 480)),
                                name="session_series_lasts_10_minutes_to_8_hours",
                            ),
                            models.UniqueConstraint(
                                fields=("match", "form_key"), name="session_series_sent_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
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
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="mentoring.match",
                            ),
                        ),
                        (
                            "booked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="mentoring.sessionseries",
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
                            "place_or_link",
                            models.CharField(max_length=300, verbose_name="place or link"),
                        ),
                        (
                            "summary",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what we did and agreed"
                            ),
                        ),
                        ("summary_html", models.TextField(blank=True, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("booked", "Booked"),
                                    ("held", "Held"),
                                    ("missed", "Missed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="booked",
                                max_length=20,
                            ),
                        ),
                        ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("reminded_at", models.DateTimeField(editable=False, null=True)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["match", "state", "starts_at"], name="session_of_match"
                            ),
                            models.Index(
                                condition=models.Q(("state", "booked")),
                                fields=["starts_at"],
                                name="session_booked",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["booked", "cancelled", "held", "missed"])
                                ),
                                name="session_state_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(
                                        models.F("place_or_link")
                                    ),
                                    0,
                                ),
                                name="session_has_a_place",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 10), ("minutes__lte", 480)),
                                name="session_lasts_10_minutes_to_8_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="session_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                fields=("match", "form_key"), name="session_sent_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("series", None), ("slot_on", None)),
                                    models.Q(("series__isnull", False), ("slot_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="session_of_a_series_has_its_day_in_it",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("series", "slot_on"),
                                name="session_one_for_a_day_of_its_series",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
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
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signatures",
                                to="mentoring.match",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.TextField(verbose_name="text as signed")),
                        (
                            "text_hash",
                            models.CharField(max_length=64, verbose_name="fingerprint of the text"),
                        ),
                        ("signed_at", models.DateTimeField(verbose_name="signed")),
                        (
                            "voided_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="void since"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("match", "user"),
                                name="signature_one_standing_per_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementTerms",
                    fields=[
                        (
                            "match",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="terms",
                                serialize=False,
                                to="mentoring.match",
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("weekly", "Once a week"),
                                    ("fortnightly", "Every two weeks"),
                                    ("monthly", "Once a month"),
                                    ("quarterly", "Every three months"),
                                ],
                                max_length=20,
                                verbose_name="how often we meet",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(verbose_name="minutes of a session"),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(verbose_name="for how many months"),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("video", "By video call"),
                                    ("phone", "By phone"),
                                    ("in-person", "In person"),
                                    ("mixed", "In person and by video call or phone"),
                                ],
                                max_length=20,
                                verbose_name="how we meet",
                            ),
                        ),
                        (
                            "boundaries",
                            models.TextField(
                                max_length=1000,
                                verbose_name="what each of us does, and does not do",
                            ),
                        ),
                        (
                            "limit_harm",
                            models.CharField(max_length=300, verbose_name="risk of serious harm"),
                        ),
                        (
                            "limit_protection",
                            models.CharField(
                                max_length=300, verbose_name="a child or an adult at risk"
                            ),
                        ),
                        (
                            "limit_law",
                            models.CharField(max_length=300, verbose_name="what the law asks"),
                        ),
                        ("ending", models.TextField(max_length=600, verbose_name="how we end")),
                        (
                            "also",
                            models.TextField(
                                blank=True, max_length=1200, verbose_name="what else we agree"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "rhythm__in",
                                        ["fortnightly", "monthly", "quarterly", "weekly"],
                                    )
                                ),
                                name="agreement_terms_rhythm_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("way__in", ["in-person", "mixed", "phone", "video"])
                                ),
                                name="agreement_terms_way_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 15), ("minutes__lte", 240)),
                                name="agreement_terms_minutes_are_15_to_240",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("months__gte", 1), ("months__lte", 24)),
                                name="agreement_terms_months_are_1_to_24",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("boundaries")),
                                    0,
                                ),
                                name="agreement_terms_have_boundaries",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("limit_harm")),
                                    0,
                                ),
                                name="agreement_terms_have_a_limit_of_harm",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(
                                        models.F("limit_protection")
                                    ),
                                    0,
                                ),
                                name="agreement_terms_have_a_limit_of_protection",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("limit_law")), 0
                                ),
                                name="agreement_terms_have_a_limit_of_law",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("ending")), 0
                                ),
                                name="agreement_terms_have_an_ending",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
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
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="mentoring.match",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("first", "After the first session"),
                                    ("middle", "Half-way"),
                                    ("end", "At the end"),
                                    ("shared", "To each other"),
                                ],
                                default="shared",
                                max_length=20,
                                verbose_name="when",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="asked"),
                        ),
                        (
                            "useful",
                            models.PositiveSmallIntegerField(null=True, verbose_name="useful"),
                        ),
                        (
                            "openness",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="can speak openly"
                            ),
                        ),
                        (
                            "progress",
                            models.PositiveSmallIntegerField(null=True, verbose_name="progress"),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=1000, verbose_name="words"),
                        ),
                        ("given_at", models.DateTimeField(null=True, verbose_name="given")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("match", "author", "stage"),
                                name="feedback_one_per_person_and_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ["end", "first", "middle", "shared"])
                                ),
                                name="feedback_stage_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("given_at", None),
                                    ("stage", "shared"),
                                    models.Q(
                                        ("openness__isnull", False),
                                        ("progress__isnull", False),
                                        ("useful__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_has_answers_when_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("useful__isnull", True),
                                    models.Q(("useful__gte", 1), ("useful__lte", 5)),
                                    _connector="OR",
                                ),
                                name="feedback_useful_is_1_to_5",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("openness__isnull", True),
                                    models.Q(("openness__gte", 1), ("openness__lte", 5)),
                                    _connector="OR",
                                ),
                                name="feedback_openness_is_1_to_5",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("progress__isnull", True),
                                    models.Q(("progress__gte", 1), ("progress__lte", 5)),
                                    _connector="OR",
                                ),
                                name="feedback_progress_is_1_to_5",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FreeHours",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="free_hours",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("weekday", models.PositiveSmallIntegerField(verbose_name="weekday")),
                        ("begins", models.PositiveSmallIntegerField(verbose_name="begins")),
                        ("ends", models.PositiveSmallIntegerField(verbose_name="ends")),
                    ],
                    options={
                        "verbose_name_plural": "free hours",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__gte", 0), ("weekday__lte", 6)),
                                name="free_hours_on_a_weekday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__gt", models.F("begins")), ("ends__lte", 1440)
                                ),
                                name="free_hours_end_after_their_beginning",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "weekday", "begins"), name="free_hours_begin_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Goal",
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
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="goals",
                                to="mentoring.match",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="goal")),
                        (
                            "measure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="how we will measure it"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Working on it"),
                                    ("reached", "Reached"),
                                    ("dropped", "Dropped"),
                                ],
                                default="open",
                                max_length=20,
                            ),
                        ),
                        (
                            "settled_on",
                            models.DateField(
                                editable=False, null=True, verbose_name="reached or dropped on"
                            ),
                        ),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["dropped", "open", "reached"])),
                                name="goal_state_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("text")), 0
                                ),
                                name="goal_is_not_empty",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("match", "form_key"), name="goal_sent_once"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]

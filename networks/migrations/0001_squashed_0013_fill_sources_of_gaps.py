"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("networks", "0001_initial"),
        ("networks", "0002_covers"),
        ("networks", "0003_flags_and_conduct"),
        ("networks", "0004_what_members_are_told"),
        ("networks", "0005_files_of_posts"),
        ("networks", "0006_shorter_choices_of_news"),
        ("networks", "0007_groups_of_cohorts"),
        ("networks", "0008_fill_groups_of_cohorts"),
        ("networks", "0009_shared_indicators"),
        ("networks", "0010_network_events"),
        ("networks", "0011_settled_questions"),
        ("networks", "0012_files_kept_until_sent"),
        ("networks", "0013_fill_sources_of_gaps"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("courses", "0019_live_sessions"),
        ("events", "0004_series"),
        ("indicators", "0002_data_sets"),
        ("library", "0028_sources_of_gaps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="ConductVersion",
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
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("body", models.TextField(max_length=20000, verbose_name="text")),
                        ("body_html", models.TextField(editable=False)),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("published_at", models.DateTimeField(verbose_name="published")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("body")), 0
                                ),
                                name="conductversion_has_words",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConductAcceptance",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="networks.conductversion",
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
                        ("accepted_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "user"),
                                name="conductacceptance_once_per_version",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Discussion",
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
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="discussions",
                                to="networks.network",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("held", "Waiting for a moderator"),
                                    ("open", "Open"),
                                    ("closed", "Closed"),
                                    ("hidden", "Hidden by a moderator"),
                                    ("removed", "Removed by its author"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False)),
                        ("created_at", models.DateTimeField(verbose_name="started")),
                        (
                            "pinned_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="pinned"
                            ),
                        ),
                        ("last_post_at", models.DateTimeField(verbose_name="last post")),
                        ("post_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="networks.post",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["network", "-last_post_at"], name="discussion_newest"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="discussion_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["closed", "held", "hidden", "open", "removed"])
                                ),
                                name="discussion_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("author", "form_key"), name="discussion_started_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
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
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="networks.network",
                            ),
                        ),
                        (
                            "discussion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="networks.discussion",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="networks.post",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting"),
                                    ("claimed", "Being looked at"),
                                    ("escalated", "With the administrators"),
                                    ("upheld", "Upheld"),
                                    ("dismissed", "Dismissed"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="flagged")),
                        ("hidden_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "escalated_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, max_length=1000, verbose_name="decision"),
                        ),
                        (
                            "appealed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="appealed"),
                        ),
                        (
                            "appeal",
                            models.TextField(blank=True, max_length=2000, verbose_name="appeal"),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewed_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["network", "state"], name="case_of_network")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("open", "claimed", "escalated"))),
                                fields=("post",),
                                name="case_one_open_per_post",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("post", None), ("state__in", ("open", "claimed", "escalated"))
                                ),
                                fields=("discussion",),
                                name="case_one_open_per_discussion",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["claimed", "dismissed", "escalated", "open", "upheld"],
                                    )
                                ),
                                name="case_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "claimed"), _negated=True),
                                    ("claimed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="case_claimed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["upheld", "dismissed"]), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="case_decided_at_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by", None),
                                    models.Q(
                                        ("reviewed_by", models.F("decided_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="case_appeal_is_decided_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="flags",
                                to="networks.case",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="flags",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("patient", "Personal or patient information"),
                                    ("abuse", "Abuse or harassment"),
                                    ("illegal", "Against the law"),
                                    ("spam", "Spam or advertising"),
                                    ("off_topic", "Off topic"),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="what is wrong"
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="flagged")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "person"), name="flag_one_per_person_and_case"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        ["abuse", "illegal", "off_topic", "patient", "spam"],
                                    )
                                ),
                                name="flag_reason_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Follow",
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
                            "discussion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="networks.discussion",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="followed_discussions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_muted", models.BooleanField(default=False, verbose_name="muted")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("discussion", "user"), name="follow_one_per_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptFile",
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="kept_files",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "content",
                            models.FileField(
                                max_length=200, upload_to="networks/kept/", verbose_name="file"
                            ),
                        ),
                        ("kept_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kept_at"], name="keptfile_old")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="keptfile_has_a_name",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Network",
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
                            "cover_file",
                            models.FileField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                upload_to="covers/",
                            ),
                        ),
                        (
                            "cover_alt",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=200,
                                verbose_name="what the cover shows",
                            ),
                        ),
                        (
                            "has_cover_sizes",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                editable=False, max_length=80, unique=True, verbose_name="address"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                        ("purpose_html", models.TextField(editable=False)),
                        (
                            "access",
                            models.CharField(
                                choices=[
                                    ("open", "Open: everyone with an account can join"),
                                    ("approval", "By approval: a moderator answers each request"),
                                    (
                                        "invited",
                                        "By invitation: only its members know that it exists",
                                    ),
                                ],
                                max_length=10,
                                verbose_name="who can join",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("archived", "Archived")],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        (
                            "cohort",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="group",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "topics",
                            models.ManyToManyField(
                                related_name="networks", to="library.topic", verbose_name="topics"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="network_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                condition=models.Q(("cohort", None)),
                                name="network_name_is_unique",
                                violation_error_message="There is already a network with this name.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("access__in", ["approval", "invited", "open"])),
                                name="network_access_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["archived", "open"])),
                                name="network_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cover_file", ""),
                                    models.Q(("cover_alt", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="network_cover_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cohort", None), ("access", "invited"), _connector="OR"
                                ),
                                name="network_of_a_cohort_is_unlisted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="networks.network",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("member", "Member"), ("moderator", "Moderator")],
                                default="member",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "Waiting for an answer"),
                                    ("active", "Member"),
                                    ("left", "Left"),
                                    ("declined", "Not accepted"),
                                    ("removed", "Removed by a moderator"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "news",
                            models.CharField(
                                choices=[
                                    ("all", "Everything"),
                                    ("mentions", "Only mentions of me"),
                                    ("off", "Nothing"),
                                ],
                                db_default="all",
                                default="all",
                                max_length=10,
                                verbose_name="notifications",
                            ),
                        ),
                        (
                            "message",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                verbose_name="message to the moderators",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        (
                            "joined_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="joined"),
                        ),
                        ("read_until", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["network", "state", "role"], name="membership_of_network"
                            ),
                            models.Index(fields=["user", "state"], name="membership_of_user"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("network", "user"),
                                name="membership_one_per_person_and_network",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["member", "moderator"])),
                                name="membership_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["active", "declined", "left", "removed", "requested"],
                                    )
                                ),
                                name="membership_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("news__in", ["all", "mentions", "off"])),
                                name="membership_news_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role", "member"), ("state", "active"), _connector="OR"
                                ),
                                name="membership_moderator_is_active",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    ("joined_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="membership_active_has_joined",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
                        (
                            "message",
                            models.TextField(blank=True, max_length=1000, verbose_name="message"),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("invited_at", models.DateTimeField(verbose_name="invited")),
                        ("expires_at", models.DateTimeField(verbose_name="can be answered until")),
                        (
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="networks.network",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an answer"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("network"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("state", "open")),
                                name="invitation_one_open_per_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "declined", "open", "withdrawn"])
                                ),
                                name="invitation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at__isnull", True),
                                    ("expires_at__gte", models.F("invited_at")),
                                    _connector="OR",
                                ),
                                name="invitation_ends_after_it_starts",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NetworkEvent",
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
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="networks.network",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="of_networks",
                                to="events.event",
                            ),
                        ),
                        ("added_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("network", "event"), name="networkevent_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NetworkRecord",
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
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announced",
                                to="networks.network",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.record",
                            ),
                        ),
                        ("announced_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["network", "-announced_at"], name="networkrecord_newest"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("network", "record"), name="networkrecord_announced_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
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
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="networks.network",
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
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="networks.case",
                            ),
                        ),
                        ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                        ("begins_at", models.DateTimeField(verbose_name="from")),
                        ("ends_at", models.DateTimeField(verbose_name="until")),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["network", "user", "ends_at"], name="pause_of_member"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True),
                                    ("ends_at__gte", models.F("begins_at")),
                                    _connector="OR",
                                ),
                                name="pause_ends_after_it_begins",
                                violation_error_message="The end cannot be before the start.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
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
                            "discussion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="networks.discussion",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "body",
                            models.TextField(blank=True, max_length=20000, verbose_name="text"),
                        ),
                        ("body_html", models.TextField(blank=True, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("held", "Waiting for a moderator"),
                                    ("shown", "Shown"),
                                    ("hidden", "Hidden by a moderator"),
                                    ("removed", "Removed by its author"),
                                ],
                                default="shown",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.record",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.actionplan",
                            ),
                        ),
                        (
                            "plan_stopped_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "indicator_place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.place",
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False)),
                        ("created_at", models.DateTimeField(verbose_name="written")),
                        (
                            "edited_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="changed"),
                        ),
                        (
                            "is_by_staff",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["discussion", "created_at"], name="post_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("discussion", "number"), name="post_number_is_unique"
                            ),
                            models.UniqueConstraint(
                                fields=("author", "form_key"), name="post_written_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["held", "hidden", "removed", "shown"])
                                ),
                                name="post_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "removed"),
                                    django.db.models.lookups.GreaterThan(
                                        django.db.models.functions.text.Length(models.F("body")), 0
                                    ),
                                    _connector="OR",
                                ),
                                name="post_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostFile",
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
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="networks.post",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "content",
                            models.FileField(
                                max_length=200, upload_to="networks/files/", verbose_name="file"
                            ),
                        ),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                        ("sha256", models.CharField(max_length=64)),
                        ("added_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["removed_at"], name="postfile_removed")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="postfile_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("post", "position"),
                                name="postfile_position_is_free",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("post", "sha256"),
                                name="postfile_is_there_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("position__gte", 1), ("position__lte", 5)),
                                name="postfile_at_most_five",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostRevision",
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
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="networks.post",
                            ),
                        ),
                        ("body", models.TextField(verbose_name="text")),
                        ("body_html", models.TextField()),
                        ("until", models.DateTimeField(verbose_name="until")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["post", "until"], name="postrevision_of")],
                    },
                ),
                migrations.CreateModel(
                    name="ReadMark",
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
                            "discussion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="read_marks",
                                to="networks.discussion",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("read_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("discussion", "user"), name="readmark_one_per_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SettledQuestion",
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
                            "discussion",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="settled_question",
                                to="networks.discussion",
                            ),
                        ),
                        (
                            "gap",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="library.evidencegap",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("settled_at", models.DateTimeField()),
                    ],
                ),
            ],
        ),
    ]

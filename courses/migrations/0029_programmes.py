import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0028_fill_course_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("summary", models.TextField(max_length=1000, verbose_name="summary")),
                (
                    "aims",
                    models.JSONField(
                        blank=True, default=list, verbose_name="what learners can do afterwards"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("form_key", models.UUIDField(editable=False, null=True)),
                (
                    "authors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="authors",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form_key",), name="programme_begun_once"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThan(
                            django.db.models.functions.text.Length(models.F("title")), 0
                        ),
                        name="programme_has_a_title",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["archived", "draft", "published"])),
                        name="programme_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "archived"), _negated=True),
                            ("archived_at__isnull", False),
                            _connector="OR",
                        ),
                        name="programme_archived_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeCourse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("is_required", models.BooleanField(default=True, verbose_name="required")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_programmes",
                        to="courses.course",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="courses",
                        to="courses.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "course"), name="programme_has_a_course_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeCompletion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("completed_at", models.DateTimeField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="courses.programme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_completions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "user"), name="programme_completed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompletedPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_required", models.BooleanField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "completion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="courses.programmecompletion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("completion", "enrolment"), name="completed_part_counts_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=14, unique=True, verbose_name="code")),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "Valid"), ("revoked", "Revoked")],
                        default="valid",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("programme_title", models.CharField(max_length=150, verbose_name="programme")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes of learning")),
                ("aims", models.JSONField(default=list, verbose_name="what was achieved")),
                ("courses", models.JSONField(default=list, verbose_name="completed courses")),
                ("issued_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revoked_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="reason"),
                ),
                (
                    "completion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="courses.programmecompletion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["revoked", "valid"])),
                        name="programme_certificate_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revoked"), _negated=True),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoked_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="programme_certificate_revoked_with_reason",
                    ),
                ],
            },
        ),
    ]

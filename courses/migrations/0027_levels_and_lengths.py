import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0026_grades"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="minutes",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="and minutes"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="effort_minutes",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                validators=[django.core.validators.MaxValueValidator(59)],
                verbose_name="and minutes",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="language",
            field=models.CharField(
                db_default="en", default="en", max_length=10, verbose_name="language"
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("introductory", "Introductory: no experience needed"),
                    ("intermediate", "Intermediate: you know the basics"),
                    ("advanced", "Advanced: you work on this already"),
                ],
                db_default="",
                default="",
                max_length=15,
                verbose_name="level",
            ),
        ),
        migrations.AlterField(
            model_name="course",
            name="effort_hours",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MaxValueValidator(500)],
                verbose_name="hours of learning",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["", "advanced", "intermediate", "introductory"])),
                name="course_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effort_minutes__lte", 59),
                    models.Q(("effort_hours__gte", 1), ("effort_minutes__gte", 1), _connector="OR"),
                ),
                name="course_takes_time",
            ),
        ),
        migrations.CreateModel(
            name="CourseWords",
            fields=[
                (
                    "course",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="courses.course",
                    ),
                ),
                ("title", models.TextField(editable=False)),
                ("about", models.TextField(editable=False)),
                ("lessons", models.TextField(editable=False)),
            ],
        ),
    ]

"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import indicators.catalogue.models.indicators
from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("indicators", "0001_indicators_and_figures"), ("indicators", "0002_data_sets")]

    initial = True

    dependencies = [
        ("library", "0020_words_of_link_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Dimension",
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
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "about",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="how people are divided"
                            ),
                        ),
                        (
                            "is_ordered",
                            models.BooleanField(
                                default=False,
                                help_text="From the most to the least disadvantaged.",
                                verbose_name="ordered",
                            ),
                        ),
                        (
                            "first_label",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="the lower end"
                            ),
                        ),
                        (
                            "last_label",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="the upper end"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="dimension_has_a_name",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
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
                            "code",
                            models.SlugField(
                                max_length=60,
                                unique=True,
                                validators=[
                                    indicators.catalogue.models.indicators.code_is_free_of_addresses
                                ],
                                verbose_name="code",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "definition",
                            models.TextField(
                                blank=True, max_length=3000, verbose_name="definition"
                            ),
                        ),
                        (
                            "numerator",
                            models.CharField(blank=True, max_length=500, verbose_name="numerator"),
                        ),
                        (
                            "denominator",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="denominator"
                            ),
                        ),
                        ("unit", models.CharField(max_length=120, verbose_name="unit")),
                        (
                            "value_type",
                            models.CharField(
                                choices=[
                                    ("proportion", "Proportion"),
                                    ("rate", "Rate"),
                                    ("standardised-rate", "Directly standardised rate"),
                                    ("mean", "Mean or years"),
                                    ("index", "Index of inequality"),
                                ],
                                max_length=20,
                                verbose_name="kind of number",
                            ),
                        ),
                        ("scale", models.FloatField(default=1, verbose_name="scale")),
                        (
                            "polarity",
                            models.CharField(
                                choices=[
                                    ("higher", "Higher is better"),
                                    ("lower", "Lower is better"),
                                    ("neither", "Neither: it describes"),
                                ],
                                max_length=10,
                                verbose_name="which way is better",
                            ),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(4),
                                ],
                                verbose_name="decimals",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="library.topic",
                                verbose_name="topic",
                            ),
                        ),
                        (
                            "minimum_count",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Figures that rest on fewer people or events are hidden. 0 hides nothing.",
                                verbose_name="smallest number shown",
                            ),
                        ),
                        (
                            "is_survey",
                            models.BooleanField(default=False, verbose_name="from a survey"),
                        ),
                        (
                            "caveats",
                            models.TextField(
                                blank=True, max_length=3000, verbose_name="what to bear in mind"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("changed_at", models.DateTimeField(editable=False)),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "records",
                            models.ManyToManyField(
                                blank=True,
                                related_name="indicators",
                                to="library.record",
                                verbose_name="related records",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("code")), 0
                                ),
                                name="indicator_has_a_code",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="indicator_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "value_type__in",
                                        [
                                            "index",
                                            "mean",
                                            "proportion",
                                            "rate",
                                            "standardised-rate",
                                        ],
                                    )
                                ),
                                name="indicator_value_type_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("polarity__in", ["higher", "lower", "neither"])
                                ),
                                name="indicator_polarity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scale__gt", 0)),
                                name="indicator_scale_is_positive",
                                violation_error_message="Enter a number above zero.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decimals__lte", 4)),
                                name="indicator_decimals_are_few",
                            ),
                            models.UniqueConstraint(
                                fields=("created_by", "form_key"), name="indicator_sent_once"
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures_followed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="followers",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="followers",
                                to="library.place",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("indicator", None), ("place__isnull", False)),
                                    models.Q(("indicator__isnull", False), ("place", None)),
                                    _connector="OR",
                                ),
                                name="follow_is_of_one_thing",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "indicator"), name="follow_indicator_once"
                            ),
                            models.UniqueConstraint(
                                fields=("user", "place"), name="follow_place_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceCode",
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
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codes_of_statistics",
                                to="library.place",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("code")), 0
                                ),
                                name="place_code_is_not_empty",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Release",
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
                            "publisher",
                            models.CharField(blank=True, max_length=200, verbose_name="publisher"),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=500, verbose_name="web address"),
                        ),
                        (
                            "published_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="published by the source"
                            ),
                        ),
                        (
                            "retrieved_on",
                            models.DateField(blank=True, null=True, verbose_name="retrieved"),
                        ),
                        (
                            "licence",
                            models.CharField(blank=True, max_length=30, verbose_name="licence"),
                        ),
                        (
                            "notes",
                            models.TextField(blank=True, max_length=3000, verbose_name="notes"),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="indicators.release",
                                verbose_name="replaces",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("import_key", models.SlugField(blank=True, editable=False, max_length=80)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "withdrawal_reason",
                            models.CharField(blank=True, editable=False, max_length=500),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "indicators",
                            models.ManyToManyField(
                                editable=False, related_name="releases", to="indicators.indicator"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="release_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "published", "withdrawn"])
                                ),
                                name="release_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(
                                        models.Q(("publisher", ""), _negated=True),
                                        models.Q(("licence", ""), _negated=True),
                                        ("published_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="release_published_names_source_and_licence",
                                violation_error_message="A published release names its source and licence.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="release_withdrawn_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supersedes", None),
                                    models.Q(("supersedes", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="release_does_not_replace_itself",
                            ),
                            models.UniqueConstraint(
                                fields=("created_by", "form_key"), name="release_sent_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("import_key", ""), _negated=True),
                                fields=("import_key",),
                                name="release_is_loaded_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataImport",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="imports",
                                to="indicators.release",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("content", models.FileField(max_length=200, upload_to="figures/")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be checked"),
                                    ("reading", "Being checked"),
                                    ("ready", "Ready to import"),
                                    ("refused", "Not imported"),
                                    ("queued", "Waiting to import"),
                                    ("writing", "Importing"),
                                    ("done", "Imported"),
                                    ("failed", "Failed"),
                                    ("dropped", "Cancelled"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_read", models.PositiveIntegerField(default=0)),
                        ("counts", models.JSONField(default=dict)),
                        ("shown", models.JSONField(default=list)),
                        ("read_as", models.CharField(blank=True, max_length=60)),
                        ("problem", models.CharField(blank=True, max_length=500)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "started_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        (
                            "touched_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "done",
                                            "dropped",
                                            "failed",
                                            "queued",
                                            "reading",
                                            "ready",
                                            "refused",
                                            "waiting",
                                            "writing",
                                        ],
                                    )
                                ),
                                name="data_import_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("started_by", "form_key"), name="data_import_started_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesBreak",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="breaks",
                                to="indicators.release",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="breaks",
                                to="indicators.indicator",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("note", models.CharField(max_length=500, verbose_name="what changed")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("note")), 0
                                ),
                                name="series_break_says_what_changed",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "indicator", "starts_on"),
                                name="series_break_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subgroup",
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
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subgroups",
                                to="indicators.dimension",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "short_name",
                            models.CharField(blank=True, max_length=20, verbose_name="short name"),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        (
                            "is_reference",
                            models.BooleanField(default=False, verbose_name="compared with"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="subgroup_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("dimension", "name"), name="subgroup_name_is_unique"
                            ),
                            models.UniqueConstraint(
                                fields=("dimension", "position"), name="subgroup_position_is_unique"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="indicators.release",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="library.place",
                            ),
                        ),
                        ("period", models.CharField(max_length=40, verbose_name="period")),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("persons", "Persons"),
                                    ("female", "Females"),
                                    ("male", "Males"),
                                ],
                                default="persons",
                                max_length=7,
                                verbose_name="sex",
                            ),
                        ),
                        ("age", models.CharField(blank=True, max_length=40, verbose_name="age")),
                        (
                            "dimension",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.dimension",
                            ),
                        ),
                        (
                            "subgroup",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.subgroup",
                            ),
                        ),
                        ("value", models.FloatField(null=True, verbose_name="value")),
                        ("count", models.FloatField(null=True, verbose_name="count")),
                        ("population", models.FloatField(null=True, verbose_name="population")),
                        ("lower", models.FloatField(null=True, verbose_name="lower")),
                        ("upper", models.FloatField(null=True, verbose_name="upper")),
                        (
                            "standard_error",
                            models.FloatField(null=True, verbose_name="standard error"),
                        ),
                        (
                            "flag",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("estimated", "Estimated"),
                                    ("provisional", "Provisional"),
                                    ("unreliable", "Small numbers: read with care"),
                                    ("missing", "Not published"),
                                ],
                                max_length=12,
                                verbose_name="flag",
                            ),
                        ),
                        (
                            "hidden",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("small", "Hidden: the number is small"),
                                    ("derived", "Hidden: a small number could be derived from it"),
                                ],
                                max_length=8,
                                verbose_name="hidden",
                            ),
                        ),
                        ("row_key", models.BigIntegerField(editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("subgroup", None)),
                                fields=["place", "indicator", "ends_on"],
                                name="observation_totals",
                            ),
                            models.Index(
                                fields=["indicator", "place", "dimension", "ends_on"],
                                name="observation_by_place",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sex__in", ["female", "male", "persons"])),
                                name="observation_sex_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "flag__in",
                                        ["", "estimated", "missing", "provisional", "unreliable"],
                                    )
                                ),
                                name="observation_flag_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hidden__in", ["", "derived", "small"])),
                                name="observation_hidden_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="observation_period_in_order",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hidden", ""),
                                    models.Q(
                                        ("count__isnull", True),
                                        ("lower__isnull", True),
                                        ("standard_error__isnull", True),
                                        ("upper__isnull", True),
                                        ("value__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="observation_hidden_keeps_no_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False),
                                    models.Q(("hidden", ""), _negated=True),
                                    ("flag", "missing"),
                                    _connector="OR",
                                ),
                                name="observation_has_a_value_or_says_why_not",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lower", None), ("upper", None)),
                                    models.Q(
                                        ("lower__isnull", False), ("upper__gte", models.F("lower"))
                                    ),
                                    _connector="OR",
                                ),
                                name="observation_interval_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("count", None), ("count__gte", 0), _connector="OR"
                                ),
                                name="observation_count_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("population", None), ("population__gt", 0), _connector="OR"
                                ),
                                name="observation_population_above_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("standard_error", None),
                                    ("standard_error__gte", 0),
                                    _connector="OR",
                                ),
                                name="observation_error_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("dimension", None), ("subgroup", None)),
                                    models.Q(
                                        ("dimension__isnull", False), ("subgroup__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="observation_subgroup_has_its_dimension",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "row_key"), name="observation_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataSet",
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
                                related_name="data_sets",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("query", models.TextField()),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["owner", "-changed_at"], name="dataset_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="dataset_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("query")), 0
                                ),
                                name="dataset_has_figures",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]

"""The contents of the page /design/: every component with hard cases, and forms with all their errors."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import mark_safe

from core.covers.cover import Cover
from core.covers.looks import LOOKS
from core.forms.bases import Form, Helper
from core.forms.layouts import Fieldset, Layout, Row, Submit
from core.tables import layout as tables
from core.tables.cells import Badge, Cell, day, part_of, person
from core.tables.filters import Filters
from core.tables.work_table import WorkTable
from core.text import render_markdown

LONG_WELSH = "Gwenllian Angharad Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
ARABIC = "عبد الرحمن بن محمد بن عبد الله الهاشمي"


@dataclass(frozen=True)
class SampleTopic:
    """A topic, as the tag list needs it."""

    code: str
    label: str


class SampleForm(Form):
    """A field of every sort."""

    name = forms.CharField(
        label="Full name",
        help_text="As it should appear on your certificate.",
        error_messages={"required": "Enter your full name"},
    )
    email = forms.EmailField(label="Email address", required=False)
    place = forms.CharField(label="Place", error_messages={"required": "Enter the place"})
    population = forms.IntegerField(label="People who live there", min_value=1)
    kind = forms.ChoiceField(
        label="What sort of work is it?",
        choices=[("", "Choose one"), ("study", "Case study"), ("report", "Report")],
        error_messages={
            "required": "Choose what sort of work it is",
            "invalid_choice": "Choose what sort of work it is",
        },
    )
    pace = forms.ChoiceField(
        label="How fast should we answer?",
        help_text="We keep to it.",
        widget=forms.RadioSelect,
        choices=[("week", "Within a week"), ("month", "Within a month")],
        error_messages={"required": "Choose how fast we should answer"},
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("work", "Work and health"), ("early", "Early years"), ("home", "Housing")],
    )
    trial = forms.CharField(
        label="What will you try?",
        help_text="Two or three sentences are enough.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what you will try"},
    )
    review_on = forms.DateField(
        label="When will you look back?",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Enter the day on which you will look back"},
    )
    meets_at = forms.SplitDateTimeField(
        label="First meeting",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, time_format="%H:%M"
        ),
    )
    file = forms.FileField(
        label="Your document",
        help_text="PDF or Word, at most 50 MB.",
        error_messages={"required": "Choose a file"},
    )
    agrees = forms.BooleanField(
        label="I may publish this work",
        help_text="You keep the copyright.",
        error_messages={"required": "Confirm that you may publish this work"},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            Fieldset("About you", "name", "email"),
            Fieldset("About the work", Row("place", "population"), "kind", "pace", "topics"),
            "trial",
            "review_on",
            "meets_at",
            "file",
            "agrees",
            Submit("save", "Save and go on"),
        )
        return helper


class SampleFilters(Form):
    """The filters of the sample table."""

    q = forms.CharField(label="Name", required=False)


SAMPLE_TABLE = tables.Layout[str](
    name="learners",
    caption="Learners and their progress",
    columns=(
        tables.Column("name", "Name", lambda name: person(name, "#learners"), sort_key=str),
        tables.Column("state", "State", lambda name: Cell(badges=(Badge("Open", "ok"),))),
        tables.Column("done", "Lessons done", lambda name: part_of(len(name) % 12, 12)),
        tables.Column("since", "Since", lambda name: day(dt.date(2025, 3, 2)), is_labelled=True),
    ),
    actions=lambda name: [tables.RowAction("Remind", "#learners", name)],
    choosing=tables.Choosing(
        "#learners", (tables.Act("Write to them"),), key=len, about=lambda name: name
    ),
    usual_sort="name",
)


def samples() -> dict[str, Any]:
    """Return the context of the design page."""
    refused = SampleForm({"email": "not an address", "population": "many", "kind": "novel"})
    refused.add_error(
        None, "Somebody else changed this work meanwhile. Look at it again, then save."
    )
    return {
        "empty_form": SampleForm(auto_id="empty_%s"),
        "refused_form": refused,
        "people": [LONG_WELSH, ARABIC, "Ana Ng", "李小龙", "🙂"],
        "long_name": LONG_WELSH,
        "arabic_name": ARABIC,
        "topics": [
            SampleTopic("work", "Work and health"),
            SampleTopic("early", "Early years"),
            SampleTopic(
                "home", "Housing, homelessness and the places in which people live and grow old"
            ),
        ],
        "facts": [
            ("Publisher", "Institute of Health Equity"),
            ("Language", "Cymraeg"),
            ("Nothing", ""),
            ("Address", "https://example.org/" + "a-very-long-path/" * 6),
        ],
        "page": Paginator(range(240), 10).page(7),
        "steps": ["Your account", "About your work", "Choose where to start"],
        "tabs": [
            ("Discussions", "#tabs", True),
            ("Records", "#tabs", False),
            ("Members", "#tabs", False),
        ],
        "conflict": [
            ("What will you try?", "Visit the homes.\nAsk twice."),
            ("Who will you work with?", ""),
        ],
        "now": timezone.now(),
        "chips": [("Topic: Early years", "#chips"), ("Year: 2024", "#chips")],
        "table_head": ["Deprivation tenth", "Women", "Men"],
        "table_rows": [["Most deprived", "78.3", "73.2"], ["Middle", "83.1", "79.4"]],
        "sample_table": WorkTable(QueryDict(), SAMPLE_TABLE, [LONG_WELSH, ARABIC, "Ana Ng"] * 10),
        "sample_filters": Filters(SampleFilters(QueryDict("q=Ng")), QueryDict("q=Ng")),
        "covers": [Cover.made(look, look=look, format="wide") for look in LOOKS],
        "page_cover": Cover.made(ARABIC, look="houses", format="page"),
        "picture": mark_safe(_PICTURE),  # noqa: S308  (a constant)
        "history": [
            (dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "Submitted", "Version 1"),
            (dt.datetime(2026, 3, 9, tzinfo=dt.UTC), "Changes requested", "Two small questions."),
            (dt.datetime(2026, 3, 20, tzinfo=dt.UTC), "Accepted", ""),
        ],
        "post_body": render_markdown(_POST),
        "prose": render_markdown(_PROSE),
        "posted_at": dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC),
    }


_POST = (
    "We tried this in **two wards**. What did you measure?\n\n> Start with those who wait longest."
)
_PROSE = """## What a gradient is

Health follows position: each step *down* the ladder is a step towards [earlier illness](#prose).

1. Measure it.
2. Act on it, with the people concerned.

| Place | Years |
|---|---|
| North | 78.1 |
| South | 82.4 |

> Doing nothing is a choice too.
"""
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" role="img"'
    ' aria-label="Ten rising bars"><g fill="currentColor">'
    + "".join(
        f'<rect x="{12 + 30 * i}" y="{90 - 8 * i}" width="20" height="{20 + 8 * i}"/>'
        for i in range(10)
    )
    + "</g></svg>"
)

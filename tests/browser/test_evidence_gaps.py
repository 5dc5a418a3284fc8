"""From the evidence map to a gap, to a draft about it, to the record that fills it."""

import re

import pytest
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.submissions import SubmissionFactory
from library.gaps.states import GapState
from library.vocabularies.actions.places import add_place
from submissions.actions.decisions import accept_submission
from submissions.models import Submission
from submissions.states import SubmissionState
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Whether help with energy bills reaches private tenants"


@pytest.fixture
def gap():
    homes = TopicFactory(code="homes", label="Homes")
    cold = TopicFactory(code="cold", label="Cold homes", parent=homes)
    for number in range(3):
        RecordFactory(topics=[cold], type="report", title=f"Cold homes {number}")
    RecordFactory(topics=[homes], type="dataset")
    return EvidenceGapFactory(title=TITLE, topic=homes)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_visitor_reads_the_map_and_follows_a_number_to_its_records(visitor, gap, has_scripts):
    window = visitor(java_script_enabled=has_scripts)

    window.go("/library/")
    window.follow("Evidence map")
    window.main.get_by_label("Rows").select_option(label="Topic")
    window.main.get_by_label("Columns").select_option(label="Type")
    window.press("Show")
    window.page.wait_for_url(re.compile("columns=type"))
    if has_scripts:
        window.check("evidence-map")
    table = window.main.get_by_role("table")
    row = table.get_by_role("row", name=re.compile("^Homes"))
    assert row.get_by_role("cell").nth(2).inner_text().strip() == "none"
    row.get_by_role("link", name=re.compile("^3 records: Homes, Report")).click()
    window.page.wait_for_url(re.compile("topic=homes"))

    window.sees("3 records")


def test_what_somebody_knows_is_offered_for_a_gap_and_an_editor_confirms_it(visitor, gap):
    author, editor = UserFactory(), UserFactory(roles=[Role.EDITOR])
    window = open_as(visitor, author, "/library/evidence-gaps/")
    window.check("evidence-gaps")
    window.follow(TITLE)
    window.press("Follow")
    window.sees("You follow this gap.")
    window.follow("We work on this")
    window.fill("Name of someone else", "Tenants’ union of the demo")
    window.press("Add")
    window.sees("Being worked on")
    window.sees("Tenants’ union of the demo")
    window.check("evidence-gap")
    window.follow("I know something about this")
    window.sees("You write about this evidence gap:")
    window.press("Start a draft")
    window.page.wait_for_url(re.compile("/edit/"))
    assert Submission.objects.get().gap == gap

    work = SubmissionFactory(state=SubmissionState.IN_REVIEW, gap=gap)
    accept_submission(submission=work, editor=work.editor, at=timezone.now(), letter="Yes.")
    desk = open_as(visitor, editor, "/library/evidence-gaps/desk/")
    desk.follow(re.compile("^Records offered"))
    desk.check("evidence-gap-desk")
    desk.follow(TITLE)
    desk.follow("Mark as filled")
    desk.check("evidence-gap-fill")
    desk.press("Mark as filled")
    desk.sees("Filled by")

    gap.refresh_from_db()
    assert gap.state == GapState.FILLED
    window.go("/inbox/")
    window.sees(f"The evidence gap “{TITLE}” was filled")


def test_an_editor_decides_on_many_gaps_together(visitor):
    for number in range(3):
        EvidenceGapFactory(state=GapState.PROPOSED, title=f"Gap {number}")
    editor = UserFactory(roles=[Role.EDITOR])
    window = open_as(visitor, editor, "/library/evidence-gaps/desk/")

    for box in window.main.get_by_label(re.compile("^Choose Gap")).all()[:2]:
        box.check()
    window.press("Dismiss")
    window.check("evidence-gaps-together")
    window.press("Dismiss all")
    window.sees("Say why they are dismissed.")
    window.fill("Reason", "They are known.")
    window.press("Dismiss all")

    window.sees("2 gaps dismissed.")
    window.sees("1 evidence gap")


def test_a_very_long_title_leaves_room_for_the_way_back(visitor):
    gap = EvidenceGapFactory(title=f"Does damp {'x' * 150}")
    window = open_as(visitor, UserFactory(), f"/library/evidence-gaps/{gap.pk}/work/")

    window.check("evidence-gap-of-a-long-title")


def test_a_wide_map_is_printed_with_all_its_columns(visitor):
    names = [f"Northamptonshire and Peterborough {number}" for number in range(22)]
    for name in names:
        RecordFactory(places=[add_place(name=name, parent=None)])
    window = visitor()
    window.go("/library/evidence-map/?rows=topic&columns=place")

    # A sheet of A4 on its side, without the margins that browsers add.
    window.page.set_viewport_size({"width": 1040, "height": 720})
    window.page.emulate_media(media="print")
    heads = window.page.locator("#map thead th")

    assert heads.count() > 20
    assert heads.last.evaluate("cell => cell.getBoundingClientRect().right <= innerWidth")

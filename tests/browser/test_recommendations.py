"""From the table of a report to an answer, a commitment and a plan that acts on it, in the browser."""

import re

import pytest

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.library import RecordFactory
from library.recommendations.models import Recommendation
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = (
    "Reference;Title;Text;Page;Principle;Addressed_to\n"
    'f-2010-a1;Warm homes for all;Insulate every home that is cold.;12;living-standards;"national; local"\n'
    "f-2010-a2;;No title;;;\n"
)


def test_a_recommendation_is_imported_answered_promised_and_acted_on(visitor, tmp_path):
    record = RecordFactory(title="Fair lives")
    editor = open_as(visitor, UserFactory(full_name="Edda Tor", roles=[Role.EDITOR]), "/")
    plan = ActionPlanFactory(title="Warm before winter")
    town = open_as(visitor, UserFactory(full_name="Toni Town"), "/")
    owner, anyone = open_as(visitor, plan.owner, "/"), visitor()

    # The table has a row without a title: nothing is written until it is put right.
    file = tmp_path / "recommendations.csv"
    file.write_text(TABLE, encoding="utf-16")
    editor.go(record.get_absolute_url())
    editor.follow("Recommendations of this report")
    editor.check("recommendations-of-report")
    editor.page.locator("input[type=file]").set_input_files(file)
    editor.press("Check the file")
    editor.sees("Nothing can be imported yet")
    editor.check("recommendations-refused")
    file.write_text(TABLE.replace(";;No title", ";Good work;Pay more."), encoding="cp1252")
    editor.follow("Choose another file")
    editor.page.locator("input[type=file]").set_input_files(file)
    editor.press("Check the file")
    editor.press("Import these rows")
    editor.sees("F-2010-A1")
    assert Recommendation.objects.count() == 2

    # Somebody asks to answer for a council; the editor confirms.
    town.go("/recommendations/representations/new/")
    town.fill("Organisation", "Luton Council")
    town.fill("How can we check it?", "Ask the clerk.")
    town.check("represent")
    town.press("Send request")
    editor.go("/recommendations/representations/")
    editor.check("representations")
    editor.follow("Luton Council")
    editor.press("Confirm")

    # The representative answers and promises.
    town.go("/recommendations/F-2010-A1/")
    town.follow("Answer for an organisation or a place")
    town.choose("Accepted in part", "Answer")
    town.fill("In their words", "We begin with the coldest homes.")
    town.check("answer")
    town.press("Publish answer")
    town.follow("Add a commitment")
    town.fill("What will you do?", "Insulate 400 homes")
    town.fill("Due", "2099-12-01")
    town.fill("Milestones", "2099-06-01 Half of them")
    town.check("commitment-new")
    town.press("Add commitment")
    town.follow("Add an update")
    town.fill("What happened?", "Half of them are warm.")
    town.choose("Half of them")
    town.check("commitment-update")
    town.press("Publish update")
    town.sees("Half of them are warm.")
    town.check("commitment")

    # A learner acts on it in a plan.
    owner.go("/recommendations/F-2010-A1/")
    owner.follow("Act on it in an action plan")
    owner.check("plan-for-recommendation")
    owner.press(re.compile("^Act on it"))
    owner.check("recommendations-of-plan")

    # Everyone reads it all; the plan is counted and not named.
    anyone.go("/recommendations/")
    anyone.check("register")
    anyone.follow("Warm homes for all")
    anyone.sees("National government, Local government")
    anyone.sees("Fewer than 5 people have an action plan that acts on it.")
    assert "Warm before winter" not in anyone.main.inner_text()
    anyone.check("recommendation")
    anyone.follow("How all recommendations of the report were answered")
    anyone.check("scorecard")
    anyone.go("/recommendations/commitments/")
    anyone.check("commitments")
    anyone.follow("Insulate 400 homes")
    anyone.follow("Luton Council")
    anyone.check("respondent")

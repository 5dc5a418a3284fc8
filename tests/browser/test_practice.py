"""Two editors judge a case study, and everyone reads the stage with its reasons."""

import re

import pytest

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.practice import CaseStudyFactory
from library.practice.models import Judgement
from library.practice.states import Criterion
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)


def judge(window, *, participation="Met"):
    window.follow("Judge this case study")
    for criterion in Criterion:
        degree = participation if criterion == Criterion.PARTICIPATION else "Met"
        group = window.main.get_by_role("group", name=re.compile(f"^{criterion.label}"))
        group.get_by_label(degree, exact=True).check()
        window.fill(f"Why: {criterion.label}", "The work says so.")
    window.press("Submit my judgement")
    window.sees("Name the measure, or say that effectiveness is not reported.")
    window.check("practice-judge")
    window.main.get_by_label("A value before and a value after").check()
    window.main.get_by_role("textbox", name="Value before").fill("31 per cent")
    window.main.get_by_role("textbox", name="Value after").fill("52 per cent")
    window.press("Submit my judgement")
    window.sees("Judgement submitted.")


def test_two_editors_judge_and_everyone_reads_why(visitor):
    record = CaseStudyFactory(title="Brushing teeth at school")
    for participation in ("Met", "Partly met"):
        editor = UserFactory(roles=[Role.EDITOR])
        window = open_as(visitor, editor, record.get_absolute_url())
        judge(window, participation=participation)
    assert Judgement.objects.count() == 2

    reader = visitor()
    reader.go(record.get_absolute_url())
    reader.sees("Promising practice")
    reader.check("practice-record")
    reader.follow("Reasons, criterion by criterion")
    reader.sees("Not yet:")
    reader.check("practice")
    reader.main.get_by_role("link", name="Criteria and rule").click()
    reader.sees("the lower judgement counts")
    reader.check("practice-criteria")


def test_a_member_tells_where_they_tried_it_and_an_editor_confirms(visitor):
    record = CaseStudyFactory(title="Brushing teeth at school")
    member = open_as(visitor, UserFactory(), record.get_absolute_url())
    member.follow("I tried this elsewhere")
    member.press("Send to the editors")
    member.sees("Choose the result.")
    member.check("tried-new")
    member.fill("Where did you try it?", "Two schools in Southfield")
    member.main.get_by_label("Adapted").check()
    member.main.get_by_label("Worse than the original").check()
    member.fill("What happened?", "We had no van.\nFewer came.")
    member.press("Send to the editors")
    member.sees("An editor reads it before everyone can see it")

    editor = open_as(visitor, UserFactory(roles=[Role.EDITOR]), "/library/tried/")
    editor.check("tried-desk")
    editor.follow("Brushing teeth at school")
    editor.check("tried")
    editor.press("Confirm and show it")
    editor.sees("Decision made.")

    member.go(record.get_absolute_url())
    member.sees("Tried by others 1 time.")
    member.check("tried-record")

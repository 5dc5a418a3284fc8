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
    window.press("Give my judgement")
    window.sees("Name the measure, or say that effectiveness is not told.")
    window.check("practice-judge")
    window.main.get_by_label("A value before and a value after").check()
    window.main.get_by_role("textbox", name="Value before").fill("31 per cent")
    window.main.get_by_role("textbox", name="Value after").fill("52 per cent")
    window.press("Give my judgement")
    window.sees("Your judgement is given.")


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

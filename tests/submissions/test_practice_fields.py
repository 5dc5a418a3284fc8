"""What practitioners ask of a case study, in its form: equity targeting, adaptations, transfer."""

import pytest
from django.urls import reverse

from demo.factories.submissions import SubmissionFactory
from submissions.actions import submitting
from submissions.models import Submission
from tests.submissions.drafts import edit

pytestmark = pytest.mark.django_db


def test_an_unknown_targeting_is_refused_and_nothing_typed_is_lost(client_for):
    draft = SubmissionFactory()
    words = {"targeting": "everyone\r\n", "adaptations": "One.\r\nTwo."}

    answer = edit(client_for(draft.author), draft, **words)

    assert list(answer.context["form"].errors) == ["targeting"]
    assert answer.context["form"]["adaptations"].value() == "One.\nTwo."
    assert Submission.objects.get().content == draft.content


@pytest.mark.parametrize("targeting", ["universal", "targeted", "proportionate", ""])
def test_what_practice_is_asked_may_be_left_out_and_is_shown_in_words(client_for, targeting):
    draft = SubmissionFactory()
    words = {"targeting": targeting, "adaptations": "One.\r\nTwo.", "transfer": ""}

    edit(client_for(draft.author), draft, **words)

    draft.refresh_from_db()
    assert [draft.content[name] for name in words] == [targeting, "One.\nTwo.", ""]
    assert not submitting.problems_of(draft)
    address = reverse("submissions:submission_preview", args=[draft.pk])
    html = client_for(draft.author).get(address).content.decode()
    assert ("Equity targeting" in html) == bool(targeting)
    assert f"<dd>{targeting}</dd>" not in html

"""Text is found without regard to the case of its letters, of every script and on every database."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from accounts.actions.organisations import organisation_named, save_organisation
from accounts.models import Organisation

pytestmark = pytest.mark.django_db
NAMES = ["Ärzte der Welt", "ΥΓΕΙΑ ΚΑΙ ΙΣΟΤΗΤΑ", "Здоровье для всех", "Northfield Council"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", [str.lower, str.upper, str.swapcase])
def test_an_organisation_is_one_whatever_the_case_of_its_name(name, change):
    first = organisation_named(name=name)

    assert organisation_named(name=change(name)) == first
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [("ärzte", 1), ("ÄRZTE D", 1), ("ä", 1), ("arzte", 0), ("ärzte%", 0), ("ä_zte", 0), ("welt", 1), ("ÜBER", 0)],
)  # fmt: skip
def test_words_are_found_in_a_name(words, found):
    organisation_named(name=NAMES[0])

    assert Organisation.objects.filter(name__icontains=words).count() == found
    assert Organisation.objects.exclude(name__icontains=words).count() == 1 - found


def test_an_editor_cannot_give_an_organisation_the_name_of_another_in_other_letters():
    organisation_named(name=NAMES[0])
    other = Organisation(name=NAMES[0].lower())

    with pytest.raises(ValidationError, match="already an organisation with this name"):
        save_organisation(organisation=other)


def test_a_column_is_still_compared_with_another_and_with_nothing():
    Organisation.objects.create(name="Äbc", short_name="Äbc")
    Organisation.objects.create(name="Other", short_name="Ä")

    same = Organisation.objects.filter(name__iexact=F("short_name"))
    assert [each.name for each in same] == ["Äbc"]
    assert not Organisation.objects.filter(short_name__iexact=None).exists()

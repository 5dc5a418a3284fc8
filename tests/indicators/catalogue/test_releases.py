"""Releases are published with what readers need, replaced, withdrawn and restored."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.indicators import IndicatorFactory, ObservationFactory, ReleaseFactory
from indicators import urls
from indicators.catalogue.actions.publishing import publish_release
from indicators.catalogue.actions.releases import (
    create_release,
    delete_release,
    edit_release,
    empty_release,
    restore_release,
    withdraw_release,
)
from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.models.indicators import TAKEN_CODES
from indicators.catalogue.refusals import NotReadyToPublish, ReleaseIsNotADraft
from indicators.tasks import publish_figures
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_publishing_asks_for_source_licence_figures_and_definitions(manager):
    release = create_release(by=manager, at=NOW, title="Cold homes")
    with pytest.raises(NotReadyToPublish) as refusal:
        publish_release(release=release, by=manager, at=NOW)
    assert len(refusal.value.missing) == 3

    release = ReleaseFactory(state="draft")
    ObservationFactory(release=release, indicator=IndicatorFactory(name="Damp", definition=""))
    with pytest.raises(NotReadyToPublish, match="“Damp” has no definition"):
        publish_release(release=release, by=manager, at=NOW)
    Indicator.objects.update(definition="Homes that are damp.")

    publish_release(release=release, by=manager, at=NOW)

    release.refresh_from_db()
    assert (release.state, release.published_at) == ("published", NOW)
    with pytest.raises(TransitionNotAllowed):
        publish_release(release=release, by=manager, at=NOW)


def test_figures_are_current_until_a_published_release_replaces_them(manager):
    old = ObservationFactory()
    new = ObservationFactory(release=ReleaseFactory(state="draft", supersedes=old.release))
    assert list(Observation.objects.current()) == [old]

    publish_release(release=new.release, by=manager, at=NOW)
    assert list(Observation.objects.current()) == [new]

    withdraw_release(release=new.release, by=manager, reason="An error.", at=NOW)
    assert list(Observation.objects.current()) == [old]

    restore_release(release=new.release, by=manager, at=NOW)
    assert list(Observation.objects.current()) == [new]


def test_only_drafts_are_emptied_and_deleted(manager):
    draft = ObservationFactory(release=ReleaseFactory(state="draft")).release
    assert empty_release(release=draft) == 1
    assert not draft.indicators.exists()
    delete_release(release=draft)
    delete_release(release=draft)

    published = ObservationFactory().release
    for act in (empty_release, delete_release):
        with pytest.raises(ReleaseIsNotADraft):
            act(release=published)


def test_a_published_release_keeps_its_source_and_licence():
    release = ReleaseFactory()

    with pytest.raises(ValidationError):
        edit_release(release=release, opened_at=None, licence="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(publisher="")


def test_releases_do_not_replace_each_other():
    first = ReleaseFactory()
    second = ReleaseFactory(supersedes=first)

    for other in (first, second, ReleaseFactory(state="draft")):
        with pytest.raises(ValidationError):
            edit_release(release=first, opened_at=None, supersedes=other)


def test_what_is_hidden_keeps_no_number():
    row = ObservationFactory(count=3)

    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=row.pk).update(hidden="small")


WORDS = {
    "code": "cold-homes",
    "name": "Cold homes",
    "unit": "% of homes",
    "value_type": "proportion",
    "scale": "100",
    "polarity": "lower",
    "decimals": "1",
    "minimum_count": "5",
    "definition": "Homes\r\nthat are cold.",
}


def test_a_data_manager_adds_an_indicator_makes_a_release_and_publishes_it(manager, client):
    client.force_login(manager)
    client.post(reverse("indicators:indicator_new"), WORDS)
    indicator = Indicator.objects.get()
    assert (indicator.code, indicator.definition) == ("cold-homes", "Homes\nthat are cold.")
    client.post(
        reverse("indicators:release_new"),
        {
            "title": "Cold homes 2020",
            "publisher": "Office",
            "licence": "OGL-UK-3.0",
            "breaks": "cold-homes 2021-01-01 Another survey",
        },
    )
    release = Release.objects.get()
    assert str(release.breaks.get()) == "Another survey"
    ObservationFactory(release=release, indicator=indicator)
    assert Client().get(indicator.get_absolute_url()).status_code == 404

    client.post(reverse("indicators:release_publish", args=[release.pk]))
    publish_figures()

    assert Client().get(indicator.get_absolute_url()).status_code == 200
    client.post(
        reverse("indicators:release_withdraw", args=[release.pk]), {"reason": "Wrong year."}
    )
    told = Client().get(release.get_absolute_url())
    assert "Wrong year." in told.content.decode()
    assert Client().get(indicator.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "new", "used by another page"),
        ("code", "Cold homes", "letters, digits and hyphens"),
        ("scale", "0", "above zero"),
        ("record_numbers", "12x", "is not the number of a record"),
        ("decimals", "9", "Enter a number"),
        ("polarity", "", "Choose which way is better"),
    ],
)
def test_a_wrong_word_of_an_indicator_is_told_and_loses_nothing(
    manager, client, field, value, words
):
    client.force_login(manager)

    answer = client.post(reverse("indicators:indicator_new"), {**WORDS, field: value})

    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "% of homes" in page
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    "breaks", ["cold-homes soon x", "warm 2021-01-01 x", "cold-homes 2021-01-01"]
)
def test_a_wrong_break_is_told(manager, client, breaks):
    IndicatorFactory(code="cold-homes")
    client.force_login(manager)

    answer = client.post(reverse("indicators:release_new"), {"title": "T", "breaks": breaks})

    assert (answer.status_code, Release.objects.exists()) == (200, False)


def test_an_indicator_saved_elsewhere_is_not_overwritten(manager, client):
    indicator = IndicatorFactory(edit_number=3)
    client.force_login(manager)

    answer = client.post(
        reverse("indicators:indicator_edit", args=[indicator.code]), {**WORDS, "edit_number": "2"}
    )

    indicator.refresh_from_db()
    assert (answer.status_code, indicator.unit) == (409, "% of homes")
    assert indicator.name != "Cold homes"


def test_no_indicator_has_the_code_of_another_page():
    first = {str(each.pattern).partition("/")[0] for each in urls.urlpatterns}

    assert first - {"", "<slug:code>"} == TAKEN_CODES


def test_only_an_indicator_without_figures_is_deleted(manager, client):
    used, unused = ObservationFactory().indicator, IndicatorFactory()
    client.force_login(manager)

    assert client.post(reverse("indicators:indicator_delete", args=[used.code])).status_code == 409
    client.post(reverse("indicators:indicator_delete", args=[unused.code]))

    assert list(Indicator.objects.all()) == [used]


@pytest.mark.parametrize("role", [Role.DATA_MANAGER, Role.ADMINISTRATOR])
def test_data_managers_and_administrators_work_on_figures(role, client):
    client.force_login(UserFactory(roles=[role]))

    for name in ("indicator_table", "indicator_new", "release_list", "release_new"):
        assert client.get(reverse(f"indicators:{name}")).status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FACILITATOR, None])
def test_others_read_what_is_published_and_change_nothing(role, client):
    client.force_login(UserFactory(roles=[role] if role else []))
    published, draft = ReleaseFactory(), ReleaseFactory(state="draft")

    assert client.get(published.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404
    for name in ("release_csv", "release_json"):
        assert client.get(reverse(f"indicators:{name}", args=[draft.pk])).status_code == 404
    for name in ("indicator_table", "indicator_new", "release_list", "release_new"):
        assert client.get(reverse(f"indicators:{name}")).status_code == 403
    for name in ("publish", "restore", "empty", "delete"):
        address = reverse(f"indicators:release_{name}", args=[published.pk])
        assert client.post(address).status_code == 403


def test_the_figures_of_a_release_are_taken_along_as_csv_and_json_until_it_is_withdrawn(client):
    figure = ObservationFactory(value=12.5)
    release = figure.release
    addresses = [
        reverse(f"indicators:{name}", args=[release.pk]) for name in ("release_csv", "release_json")
    ]

    shown = [b"".join(client.get(address)).decode() for address in addresses]
    type(release).objects.filter(pk=release.pk).update(state="withdrawn", withdrawal_reason="Wrong")
    gone = [b"".join(client.get(address)).decode() for address in addresses]

    assert ["12.5" in text for text in shown] == [True, True]
    assert json.loads(shown[1])["publisher"] == release.publisher
    assert ["12.5" in text for text in gone] == [False, False]
    assert json.loads(gone[1])["figures"] == []

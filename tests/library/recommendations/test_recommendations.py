"""Recommendations of reports: the register, the page of each, and how editors keep them."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils.html import escape

from accounts.roles import Role
from core.forms.edit_conflicts import EditedElsewhere
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import RecommendationFactory
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.recommendations.actions.recommendations import (
    edit_recommendation,
    restore_recommendation,
    withdraw_recommendation,
)
from library.recommendations.models import Recommendation
from library.recommendations.wording import Wording, wording_of
from library.searchers import find_records
from library.sitemaps import RecommendationSitemap
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
REGISTER = "/recommendations/"


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def shown(client, **query):
    answer = client.get(REGISTER, query)
    return [each.reference for each in answer.context["page"]]


def page_of(reference, page="recommendation_detail"):
    return reverse(f"recommendations:{page}", args=[reference])


def sent(**words):
    return {
        "form_key": str(uuid4()),
        "reference": "fshl-2010-a1",
        "title": "Spend more on the early years",
        "text": "First line\nSecond line",
        "page": "94",
        "principle": "early-years",
        "horizon": "short",
        "levels": ["local", "national"],
        "successor": "",
        **words,
    }


def test_an_editor_adds_one_and_everyone_reads_it_at_its_reference(client, editor):
    record = RecordFactory(title="Fair lives")
    add, words = page_of(record.pk, "recommendation_new"), sent()

    for _click in range(2):
        client.post(add, words)
    client.logout()
    page = client.get("/recommendations/FSHL-2010-A1/")

    made = Recommendation.objects.get()
    assert (made.reference, made.text, made.added_by) == (
        "FSHL-2010-A1",
        "First line\nSecond line",
        editor,
    )
    assert [level.value for level in made.levels] == ["national", "local"]
    assert "Spend more on the early years" in page.content.decode()
    assert (
        client.get("/recommendations/fshl-2010-a1/")["Location"] == "/recommendations/FSHL-2010-A1/"
    )
    assert "Spend more on the early years" in client.get(record.get_absolute_url()).content.decode()
    assert list(RecommendationSitemap().items()) == [made]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"reference": "A1"}, "reference"),
        ({"reference": "1-A"}, "reference"),
        ({"reference": "A-" + "B" * 50}, "reference"),
        ({"reference": "A-\0"}, "reference"),
        ({"title": ""}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"text": " \n "}, "text"),
        ({"text": "a" * 6_001}, "text"),
        ({"page": "9" * 31}, "page"),
        ({"principle": "9"}, "principle"),
        ({"horizon": "soon"}, "horizon"),
        ({"levels": ["local", "village"]}, "levels"),
        ({"topics": ["nothing"]}, "topics"),
        ({"topics": ["\0"]}, "topics"),
        ({"successor": "FSHL-2010-A1"}, "successor"),
        ({"successor": "OTHER-1"}, "successor"),
        ({"successor": "?"}, "successor"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    client, editor, words, field
):
    record = RecordFactory()

    answer = client.post(page_of(record.pk, "recommendation_new"), sent(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not Recommendation.objects.exists()


def test_a_reference_is_never_used_again(client, editor):
    taken = RecommendationFactory(reference="FSHL-2010-A1")
    withdraw_recommendation(recommendation=taken, reason="Wrong.", by=editor, at=NOW)

    answer = client.post(page_of(RecordFactory().pk, "recommendation_new"), sent())

    assert answer.context["form"].errors == {
        "reference": ["Another recommendation has this reference. Choose another one."]
    }


def test_the_register_is_narrowed_by_words_principle_addressee_and_report(client):
    fair, other = RecordFactory(title="Fair lives"), RecordFactory(title="Other")
    RecommendationFactory(record=fair, reference="F-A10", principle="work", levels=("local",))
    RecommendationFactory(record=fair, reference="F-A2", title="Warm homes", levels=("national",))
    RecommendationFactory(record=other, reference="O-1", principle="work")

    assert shown(client) == ["F-A2", "F-A10", "O-1"]
    assert shown(client, q="warm HOMES") == ["F-A2"]
    assert shown(client, q="fair f-a10") == ["F-A10"]
    assert shown(client, principle="work") == ["F-A10", "O-1"]
    assert shown(client, addressee="local") == ["F-A10"]
    assert shown(client, report=fair.pk, principle="work") == ["F-A10"]


@pytest.mark.parametrize(
    "query",
    ["q=%00", "principle=9", "addressee=%00", "report=x", "report=" + "9" * 40, "report=0", "page=x",
     "q=" + "a" * 200, "principle=work&principle=places"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "export.csv", "feed.atom"])
def test_an_address_that_makes_no_sense_still_answers(client, query, page):
    RecommendationFactory()

    assert client.get(f"{REGISTER}{page}?{query}").status_code == 200


def test_a_newer_one_takes_the_place_of_an_older_one(client, editor):
    older, newer = RecommendationFactory(reference="A-1"), RecommendationFactory(reference="A-2")

    client.post(
        page_of("A-1", "recommendation_edit"),
        {"title": "Old", "text": "Old", "successor": "a-2", "edit_number": 0},
    )
    round_about = client.post(
        page_of("A-2", "recommendation_edit"),
        {"title": "New", "text": "New", "successor": "A-1", "edit_number": 0},
    )

    older.refresh_from_db()
    assert (older.replaced_by, older.title) == (newer, "Old")
    assert round_about.context["form"].errors == {
        "successor": ["These replacements would form a loop."]
    }
    assert newer.get_absolute_url() in client.get(older.get_absolute_url()).content.decode()
    assert older.get_absolute_url() in client.get(newer.get_absolute_url()).content.decode()


def test_a_withdrawn_one_leaves_its_reason_and_can_come_back(client, editor):
    made = RecommendationFactory(title="Warm homes")
    withdraw = page_of(made.reference, "recommendation_withdraw")

    assert client.post(withdraw, {"reason": " "}).context["form"].errors["reason"]
    for _click in range(2):
        assert client.post(withdraw, {"reason": "It is not in the report."}).status_code == 302
    gone = client.get(made.get_absolute_url())
    assert (gone.status_code, shown(client)) == (410, [])
    assert "It is not in the report." in gone.content.decode()
    assert not find_records("warm homes", editor)

    for _click in range(2):
        assert client.post(withdraw, {"restore": "yes"}).status_code == 302
    assert client.get(made.get_absolute_url()).status_code == 200
    assert list(find_records("warm homes", editor)) == [made.record]
    with pytest.raises(TransitionNotAllowed):
        restore_recommendation(recommendation=made, by=editor, at=NOW)


def test_recommendations_go_and_move_with_their_report(client, editor):
    record, twin = RecordFactory(), RecordFactory()
    made = RecommendationFactory(record=twin)

    merge_records(duplicate=twin, into=record, by=editor, at=NOW)
    assert shown(client) == [made.reference]
    assert list(Recommendation.objects.of(record)) == [made]
    assert Recommendation.objects.for_list().get().report == record
    assert made.title in client.get(record.get_absolute_url()).content.decode()

    withdraw_record(record=record, reason="Wrong.", by=editor, at=NOW)
    assert client.get(made.get_absolute_url()).status_code == 410
    assert shown(client) == []


def test_no_correction_hides_what_was_answered(client, editor):
    made = RecommendationFactory(title="Warm homes", text="Insulate every home by 2030.")
    kept = wording_of(made)

    for number, (title, text, page) in enumerate(
        [
            ("Warm homes", "Insulate every home by 2030.", "94"),
            ("Warm homes first", "Insulate most homes.", "94"),
            ("Warm homes first", "Insulate some homes.", "94"),
        ]
    ):
        wording = replace(kept, title=title, text=text, page=page)
        at = NOW + dt.timedelta(days=number)
        edit_recommendation(
            recommendation=made, wording=wording, opened_at=number, by=editor, at=at
        )

    rows = made.earlier.order_by("pk").values_list("title", "text", "changed_by")
    assert list(rows) == [
        ("Warm homes", "Insulate every home by 2030.", editor.pk),
        ("Warm homes first", "Insulate most homes.", editor.pk),
    ]
    client.logout()
    told = client.get(made.get_absolute_url()).content.decode()
    assert "2 earlier wordings" in told
    assert told.index("Until 4 March 2026") < told.index("Until 3 March 2026")
    for words in ("Insulate every home by 2030.", "Insulate most homes.", "Insulate some homes."):
        assert words in told


def test_two_editors_do_not_write_over_each_other(client, editor):
    made = RecommendationFactory()
    wording = wording_of(made)

    edit_recommendation(recommendation=made, wording=wording, opened_at=0, by=None, at=NOW)

    with pytest.raises(EditedElsewhere):
        edit_recommendation(recommendation=made, wording=wording, opened_at=0, by=None, at=NOW)
    answer = client.post(
        page_of(made.reference, "recommendation_edit"),
        {"title": "Mine", "text": "Mine", "levels": ["local"], "edit_number": 0},
    )
    assert answer.status_code == 409
    assert {str(label) for label, _text in answer.context["conflict"]} == {
        "Short title",
        "Full text",
        "Addressed to",
    }


@pytest.mark.parametrize(
    ("roles", "status"),
    [(None, 302), ([], 403), ([Role.REVIEWER], 403), ([Role.COORDINATOR], 403),
     ([Role.EDITOR], 200), ([Role.ADMINISTRATOR], 200)],
)  # fmt: skip
def test_only_editors_keep_recommendations(client, roles, status):
    made = RecommendationFactory()
    if roles is not None:
        client.force_login(UserFactory(roles=roles))
    pages = [
        page_of(made.record_id, "record_recommendations"),
        page_of(made.record_id, "recommendation_new"),
        page_of(made.reference, "recommendation_edit"),
        page_of(made.reference, "recommendation_withdraw"),
    ]

    assert [client.get(page).status_code for page in pages] == [status] * 4
    assert client.get(made.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", ["A/", "A-1/", "%00/", "0/", "records/999999999999999999/recommendations.csv", "A-1/edit/", "records/9/"])  # fmt: skip
def test_what_does_not_exist_is_not_found(client, editor, address):
    assert client.get(f"{REGISTER}{address}").status_code == 404


@pytest.mark.parametrize("count", [2, 9])
def test_lists_take_the_same_queries_whatever_their_length(
    client, django_assert_num_queries, count
):
    record = RecordFactory()
    for _n in range(count):
        RecommendationFactory(record=record, levels=("local", "national"))

    with django_assert_num_queries(5):
        page = client.get(REGISTER)
    with django_assert_num_queries(3):
        client.get(f"{REGISTER}export.csv")
    with django_assert_num_queries(3):
        client.get("/api/v1/recommendations/")

    assert len(page.context["page"]) == count


def test_the_database_keeps_what_must_hold():
    made = RecommendationFactory()

    with pytest.raises(IntegrityError):
        Recommendation.objects.filter(pk=made.pk).update(replaced_by=made.pk)


def test_a_program_reads_them_a_page_at_a_time(client, editor):
    made = RecommendationFactory(reference="A-1", levels=("local",), principle="work", page="7")
    RecommendationFactory(reference="A-2")

    first = client.get("/api/v1/recommendations/?limit=1").json()
    one = client.get("/api/v1/recommendations/A-1/").json()
    withdraw_recommendation(recommendation=made, reason="Wrong.", by=editor, at=NOW)

    assert first["items"] == [{name: word for name, word in one.items() if name != "responses"}]
    assert one["responses"] == []
    assert {name: one[name] for name in ("reference", "page", "addressed_to", "principle")} == {
        "reference": "A-1",
        "page": "7",
        "addressed_to": ["local"],
        "principle": "work",
    }
    assert [each["reference"] for each in client.get(first["next"]).json()["items"]] == ["A-2"]
    assert client.get("/api/v1/recommendations/A-1/").status_code == 410
    assert client.get("/api/v1/recommendations/A-9/").status_code == 404
    assert client.get("/api/v1/recommendations/?principle=9").status_code == 400


def test_the_finder_finds_reports_by_their_recommendations_and_narrows_by_principle(client, editor):
    record = RecordFactory(title="Fair lives")
    made = RecommendationFactory(record=record, title="Insulate homes", principle="places")
    RecordFactory(title="Other")

    def found(**query):
        answer = client.get(reverse("library:finder"), query)
        return [each.title for each in answer.context["page"]]

    assert found(q="insulate") == ["Fair lives"]
    assert found(principle="places") == ["Fair lives"]
    assert found(principle="work") == []
    withdraw_recommendation(recommendation=made, reason="Wrong.", by=editor, at=NOW)
    assert found(principle="places") == []


def test_the_feed_tells_of_the_newest_first(client):
    RecommendationFactory(reference="A-1", title="First", at=NOW)
    RecommendationFactory(
        reference="A-2", title="Second", text="Waits <5 days", at=NOW + dt.timedelta(days=1)
    )

    feed = client.get(f"{REGISTER}feed.atom").content.decode()

    assert escape("<p>Waits &lt;5 days</p>") in feed
    assert 0 < feed.index("A-2 Second") < feed.index("A-1 First")


def test_the_words_are_tidied_before_they_are_kept():
    made = RecommendationFactory(
        title="  Warm \n homes ", text=" a\r\nb\rc ", levels=("local", "global")
    )

    assert wording_of(made) == Wording("Warm homes", "a\nb\nc", levels=("global", "local"))

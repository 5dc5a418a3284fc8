"""The content finder as visitors use it."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.types import AnonymousUser
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.practice import JudgementFactory
from demo.factories.recommendations import RecommendationFactory
from library.catalogue.states import RecordState
from library.data import term_groups
from library.finding.facets import FACETS, Filters
from library.finding.finder import Sort, search
from library.vocabularies.actions.places import add_place
from library.vocabularies.actions.terms import load_terms
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Term
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db
NASTY = [
    "", "%", "'", '"', "NEAR(", "x" * 10_000, "\x00", "\ud800", "😀", "שלום", "<script>alert(1)</script>", "a:b",
]  # fmt: skip


def results(text="", *, sort=Sort.RELEVANCE, year_from=None, year_to=None, **chosen):
    filters = Filters(chosen, year_from, year_to)
    return search(text=text, filters=filters, user=AnonymousUser(), sort=sort)


def counted(found, name):
    [values] = [each.values for each in found.facets if each.facet.name == name]
    return [(value.value, value.records) for value in values]


def titles(*args, **kwargs):
    return [record.title for record in results(*args, **kwargs).records]


def test_a_visitor_finds_a_record_with_its_words_marked(client):
    RecordFactory(
        title="Cold homes & <b>health</b>", summary="Homes that are cold make people ill."
    )
    RecordFactory(title="Warm words")

    response = client.get(reverse("library:finder"), {"q": "cold home"})

    html = response.content.decode()
    assert "<mark>Cold</mark> <mark>homes</mark> &amp; &lt;b&gt;health&lt;/b&gt;" in html
    assert "<mark>Homes</mark> that are <mark>cold</mark> make people ill." in html
    assert "Warm words" not in html


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("key", ["q", "topic", "type", "organisation", "year_from", "sort", "page"])
def test_any_text_in_any_place_of_the_address_gives_a_page(client, key, text):
    RecordFactory()

    response = client.get(reverse("library:finder"), {key: text.encode("utf-8", "replace")})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_generated_text_gives_a_page(client, db, text):
    assert client.get(reverse("library:finder"), {"q": text, "sort": text}).status_code == 200


@pytest.mark.slow
def test_ten_thousand_filters_give_a_page(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100_000
    query = "&".join(f"topic=t{n}&organisation={n}" for n in range(10_000))

    assert client.get(f"{reverse('library:finder')}?{query}").status_code == 200


def test_filters_join_values_of_one_kind_by_or_and_kinds_by_and():
    council = OrganisationFactory()
    body = CreatorName(council.name, organisation=council)
    RecordFactory(title="A", type=RecordType.REPORT, year=2010, creators=[body])
    RecordFactory(title="B", type=RecordType.GUIDANCE, year=2015)
    RecordFactory(title="C", type=RecordType.DATASET, year=2020, creators=[body])

    assert titles(type=("report", "guidance"), sort=Sort.TITLE) == ["A", "B"]
    assert titles(type=("report", "guidance"), organisation=(str(council.pk),)) == ["A"]
    assert titles(year_from=2011, sort=Sort.TITLE) == ["B", "C"]
    assert titles(year_from=2011, year_to=2015) == ["B"]


def test_a_broad_topic_brings_the_records_below_it_until_a_narrower_one_is_chosen():
    broad = TopicFactory(code="homes")
    cold = TopicFactory(code="cold", parent=broad)
    damp = TopicFactory(code="damp", parent=broad)
    RecordFactory(title="Cold", topics=[cold])
    RecordFactory(title="Damp", topics=[damp])
    RecordFactory(title="Homes", topics=[broad])
    RecordFactory(title="Other")

    assert titles(topic=("homes",), sort=Sort.TITLE) == ["Cold", "Damp", "Homes"]
    assert titles(topic=("homes", "damp")) == ["Damp"]


def test_counts_are_those_of_the_other_filters_and_leave_out_what_is_withdrawn():
    broad = TopicFactory(label="Homes")
    cold = TopicFactory(label="Cold", parent=broad)
    damp = TopicFactory(label="Damp", parent=broad)
    council = OrganisationFactory(name="Leeds")
    body = CreatorName("Leeds", organisation=council)
    RecordFactory(title="one", type="report", topics=[cold, damp], creators=[body])
    RecordFactory(title="two", type="dataset", topics=[cold])
    RecordFactory(topics=[cold], creators=[body], state=RecordState.WITHDRAWN)

    every, reports = results(), results(type=("report",))

    assert counted(every, "type") == counted(reports, "type") == [("report", 1), ("dataset", 1)]
    [node] = every.facets[0].values
    assert (node.value, node.records) == (broad.code, 2)
    assert [(child.value, child.records) for child in node.children] == [
        (cold.code, 2),
        (damp.code, 1),
    ]
    assert counted(every, "organisation") == [(str(council.pk), 1)]
    assert counted(reports, "topic") == [(broad.code, 1)]


def test_a_place_brings_what_is_about_the_places_in_it():
    wales = add_place(name="Wales", parent=None)
    gwent = add_place(name="Gwent", parent=wales)
    england = add_place(name="England", parent=None)
    RecordFactory(title="Wales", places=[wales])
    RecordFactory(title="Gwent", places=[gwent])
    RecordFactory(title="England", places=[england])

    assert titles(place=("wales",), sort=Sort.TITLE) == ["Gwent", "Wales"]
    assert titles(place=("wales", "gwent")) == ["Gwent"]
    assert titles(place=("atlantis",)) == []
    assert counted(results(), "place") == [("wales", 2), ("england", 1)]


def test_each_fact_of_a_record_can_be_filtered_by(client):
    load_terms(groups=term_groups())
    terms = Term.objects.filter(code__in=["children", "school"])
    RecordFactory(
        title="Found", terms=terms, evidence_kind="trial", language="cy", url="https://example.org"
    )
    RecordFactory(title="Other")

    chosen = {
        "population": "children",
        "setting": "school",
        "evidence": "trial",
        "language": "cy",
        "access": "elsewhere",
    }
    for name, value in chosen.items():
        assert titles(**{name: (value,)}) == ["Found"]
    response = client.get(reverse("library:finder"), chosen | {"topic": "unknown"})
    assert [chip.label for chip in response.context["chips"]] == [
        "unknown",
        "Children of school age",
        "School and nursery",
        "Trial or experiment",
        "Welsh",
        "At its source",
    ]


def test_every_facet_is_in_the_index():
    record = RecordFactory(
        type="case-study",
        places=[add_place(name="Wales", parent=None)],
        terms=[
            Term.objects.create(kind=kind, code=kind, label=kind)
            for kind in ("population", "setting")
        ],
        evidence_kind="trial",
        creators=[CreatorName("Leeds", organisation=OrganisationFactory(name="Leeds"))],
    )
    RecommendationFactory(record=record, principle="work")
    for _judge in range(2):
        JudgementFactory(record=record)

    found = results()

    assert [len(counted(found, facet.name)) for facet in FACETS] == [1] * len(FACETS)


def test_sorts_put_records_without_a_year_last():
    RecordFactory(title="b old", year=1999)
    RecordFactory(title="A undated", year=None)
    RecordFactory(title="c new", year=2024)

    assert titles(sort=Sort.NEWEST) == ["c new", "b old", "A undated"]
    assert titles(sort=Sort.OLDEST) == ["b old", "c new", "A undated"]
    assert titles(sort=Sort.TITLE) == ["A undated", "b old", "c new"]
    assert titles(sort=Sort.RELEVANCE) == ["c new", "b old", "A undated"]


def test_each_chip_takes_one_filter_away_and_keeps_the_rest(client):
    topic = TopicFactory(code="cold", label="Cold")
    RecordFactory(title="Homes", topics=[topic])

    response = client.get(
        reverse("library:finder"),
        {"q": "homes", "topic": "cold", "type": ["report"], "year_from": "2001", "page": "7"},
    )

    assert [(chip.label, chip.address) for chip in response.context["chips"]] == [
        ("Cold", "?q=homes&type=report&year_from=2001"),
        ("Report", "?q=homes&topic=cold&year_from=2001"),
        ("From 2001", "?q=homes&topic=cold&type=report"),
    ]
    assert response.context["clear"] == "?q=homes"


@pytest.mark.parametrize("year", ["soon", "99999", "-1", "20.5", "2014.0", "２０１４", "1799"])
def test_a_year_that_is_none_is_told_and_filters_nothing(client, year):
    RecordFactory(title="Still here")

    response = client.get(reverse("library:finder"), {"year_from": year})

    assert "Enter a year between 1800 and 2200, such as 2014." in response.content.decode()
    assert [found.title for found in response.context["found"]] == ["Still here"]


def test_nothing_found_says_what_was_searched_and_shows_near_topics(client):
    housing = TopicFactory(label="Housing", synonyms=["homelessness"])
    TopicFactory(label="Work")

    response = client.get(reverse("library:finder"), {"q": "homeless", "type": "dataset"})

    html = response.content.decode()
    assert "for “homeless”" in html
    assert response.context["results"].nearest_topics() == [housing]
    assert [chip.label for chip in response.context["chips"]] == ["Dataset or indicator set"]


def test_twenty_records_stand_on_a_page_and_the_count_is_announced(client):
    RecordFactory.create_batch(21)

    response = client.get(reverse("library:finder"), {"page": 2})

    html = response.content.decode()
    assert len(response.context["found"]) == 1
    assert 'role="status"' in html
    assert "21 records" in html


@pytest.mark.parametrize("is_member", [False, True])
@pytest.mark.parametrize("count", [1, 4])
def test_finder_takes_the_same_queries_whatever_its_length(
    client, django_assert_max_num_queries, count, is_member
):
    # Each is of a topic and an organisation, about a place, and not all that was searched for is in its summary.
    place = add_place(name="Leeds", parent=None)
    for _each in range(count):
        RecordFactory(
            title="Cold homes",
            summary="Damp walls, and people who are ill because of them: an account.",
            topics=[TopicFactory()],
            places=[place],
            creators=[CreatorName("The city", organisation=OrganisationFactory())],
        )
    if is_member:
        client.force_login(UserFactory())
        client.get(reverse("library:finder"))

    with django_assert_max_num_queries(13):
        response = client.get(reverse("library:finder"), {"q": "cold homes"})

    assert len(response.context["found"]) == count

"""Writing a brief: what it begins from, choosing, order, two tabs, bad input."""

import uuid

import pytest
from django.utils import timezone

from briefs.actions.parts import MOST_PARTS, add_chosen, edit_part, move_part
from briefs.actions.publishing import offer_brief
from briefs.models import Brief, Edition, Part
from briefs.refusals import EditionFrozen
from briefs.sources import chosen_from
from courses.models import Lesson
from demo.factories.briefs import draft_of, make_brief, publish
from demo.factories.indicators import ObservationFactory, PlaceFactory
from demo.factories.library import RecordFactory
from demo.factories.submissions import SubmissionFactory
from indicators.excerpts.excerpt import ExcerptRefused
from library.catalogue.actions.records import withdraw_record
from library.lists.models import ReadingList
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db
WORDS = {"title": "Warm homes", "question": "What helps?"}


@pytest.fixture
def desk(client, author):
    client.force_login(author)
    return client


def kinds(brief):
    return list(Part.objects.filter(edition__brief=brief).in_order().values_list("kind", flat=True))


def a_list(author, record):
    now = timezone.now()
    made = ReadingList.objects.create(user=author, name="My list", made_at=now, changed_at=now)
    made.listed.create(record=record, position=1, added_at=now)
    return made


@pytest.mark.parametrize("origin", ["list", "from_place", "recommendation", "record", "indicator", "q"])  # fmt: skip
def test_a_brief_begins_from_what_its_author_looks_at(desk, author, things, origin):
    record, _release, recommendation, _lesson = things.values()
    named = {
        "list": (a_list(author, record).pk, f"record:{record.pk}"),
        "from_place": ("ely", "figure:cold-homes@ely"),
        "recommendation": (recommendation.reference, f"recommendation:{recommendation.reference}"),
        "record": (record.pk, f"recommendation:{recommendation.reference}"),
        "indicator": ("cold-homes", "figure:cold-homes"),
        "q": ("cold homes", f"record:{record.pk}"),
    }
    key, ref = named[origin]
    address = f"/briefs/new/?{origin}={key}"

    page = desk.get(address)
    sent = {**WORDS, "form_key": str(uuid.uuid4()), "chosen": [ref]}
    first, second = desk.post(address, sent), desk.post(address, sent)

    assert f'value="{ref}"' in page.content.decode()
    brief = Brief.objects.get()
    assert kinds(brief) == [ref.partition(":")[0]]
    assert first.url == second.url == f"/briefs/{brief.pk}/draft/"
    assert desk.get(first.url).status_code == 200


def test_a_place_gives_the_figures_that_it_has_whatever_others_have(desk, things):
    release = things["figure:cold-homes@ely"]
    [indicator] = release.indicators.all()
    bury = PlaceFactory(code="bury", name="Bury")
    for year in (2019, 2020, 2021):
        ObservationFactory(release=release, indicator=indicator, place=bury, year=year)
    address = "/briefs/new/?from_place=bury"

    assert 'value="figure:cold-homes@bury"' in desk.get(address).content.decode()
    desk.post(
        address, {**WORDS, "form_key": str(uuid.uuid4()), "chosen": ["figure:cold-homes@bury"]}
    )

    assert kinds(Brief.objects.get()) == ["figure"]
    assert "Bury" in Part.objects.get().taken["title"]


def test_a_recommendation_offers_what_its_page_tells_of_it(desk, things):
    proposal, lesson = things["recommendation:COLD-2020-A1"], Lesson.objects.get()
    Lesson.objects.filter(pk=lesson.pk).update(body="As COLD-2020-A1 asks.")
    works = [SubmissionFactory(state=SubmissionState.ACCEPTED) for _ in range(2)]
    for work in works:
        work.recommendations.add(proposal)
    tried, withdrawn = (work.record for work in works)
    withdraw_record(record=withdrawn, by=works[1].editor, reason="No consent.", at=timezone.now())
    address = "/briefs/new/?recommendation=COLD-2020-A1"

    page = desk.get(address).content.decode()
    chosen = [f"record:{tried.pk}", f"lesson:{lesson.pk}"]
    desk.post(address, {**WORDS, "form_key": str(uuid.uuid4()), "chosen": chosen})

    for word in ("recommendation:COLD-2020-A1", f"record:{proposal.report.pk}", *chosen):
        assert f'value="{word}"' in page
    assert f"record:{withdrawn.pk}" not in page
    assert kinds(Brief.objects.get()) == ["record", "lesson"]


def test_what_was_chosen_and_cannot_be_added_is_told(desk, things, monkeypatch):
    def refuse(_selection):
        raise ExcerptRefused("It cannot be drawn.")

    monkeypatch.setattr("briefs.sources.of_figure", refuse)
    sent = {**WORDS, "form_key": str(uuid.uuid4()), "chosen": ["figure:cold-homes@ely"]}

    begun = desk.post("/briefs/new/?from_place=ely", sent, follow=True)
    draft = Brief.objects.get()
    added = desk.post(
        f"/briefs/{draft.pk}/draft/choose/?q=cold+homes",
        {"chosen": ["figure:cold-homes"]},
        follow=True,
    )

    for page in (begun, added):
        assert "1 thing could not be added" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "list=999999999999999999999", "list=a%00b", "from_place=%00", "from_place=nowhere", "record=-1",
        "recommendation=%00", "indicator=%F0%9F%8E%88", "q=%00", "topic=%00&type=nothing",
    ],
)  # fmt: skip
def test_a_brief_begins_from_nothing_where_the_address_names_nothing(desk, editor, things, query):
    # A search for nothing finds every record that there is.
    withdraw_record(record=next(iter(things.values())), by=editor, reason="Old.", at=timezone.now())

    page = desk.get(f"/briefs/new/?{query}")

    assert page.status_code == 200
    assert not page.context["start"].groups


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "a\0b"}, "control characters"),
        ({"title": "x" * 151}, "150"),
        ({"title": "Fine", "chosen": ["record:1"]}, "no longer available"),
        ({"title": "Fine", "chosen": ["record:1\0", "lesson:99999999999999999999"]}, "no longer"),
    ],
)
def test_bad_input_says_what_is_wrong_and_begins_nothing(desk, sent, said):
    page = desk.post("/briefs/new/", sent)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Brief.objects.exists()


def test_a_list_of_somebody_else_offers_nothing(desk, things):
    other = make_brief().author
    theirs = a_list(other, next(iter(things.values())))

    assert not desk.get(f"/briefs/new/?list={theirs.pk}").context["start"].groups


def test_things_are_found_by_words_and_added_once(desk, brief, things):
    another = RecordFactory(title="Cold homes again")
    address = f"/briefs/{brief.pk}/draft/choose/?q=cold+homes"

    page = desk.get(address)
    added = desk.post(
        address, {"chosen": [f"record:{another.pk}", next(iter(things))]}, follow=True
    )
    nothing = desk.post(address, {})

    assert f"/briefs/{brief.pk}/draft/figures/cold-homes/" in page.content.decode()
    assert "1 part added." in added.content.decode()
    assert kinds(brief) == ["record", "figure", "recommendation", "lesson", "record"]
    assert "Choose at least one thing" in nothing.content.decode()


def test_figures_are_chosen_in_detail_and_kept(desk, brief):
    address = f"/briefs/{brief.pk}/draft/figures/cold-homes/"
    sent = {"picture": "groups", "dimension": "fifths", "places": ["ely"], "title": "By fifth",
            "description": "Cold\r\nhomes.", "form_key": str(uuid.uuid4())}  # fmt: skip

    looked = desk.post(address, {**sent, "preview": "1"})
    refused = desk.post(address, {**sent, "places": ["nowhere"]})
    desk.post(address, sent)
    desk.post(address, sent)

    assert "<svg" in looked.content.decode()
    assert refused.status_code == 200
    part = Part.objects.filter(edition__brief=brief).in_order().last()
    assert (part.heading, part.words) == ("By fifth", "Cold\nhomes.")
    assert part.taken["excerpt"]["panels"][0]["rows"][0]["values"][0] == 26.84
    assert len(kinds(brief)) == 5


def test_parts_move_by_buttons_and_stay_at_the_ends(desk, brief):
    first, second, *_rest = Part.objects.filter(edition__brief=brief).in_order()
    base = f"/briefs/{brief.pk}/draft/parts"

    desk.post(f"{base}/{second.pk}/move/", {"move": "up"})
    desk.post(f"{base}/{second.pk}/move/", {"move": "up"})
    wrong = desk.post(f"{base}/{second.pk}/move/", {"move": "sideways"})

    assert kinds(brief) == ["figure", "record", "recommendation", "lesson"]
    assert wrong.status_code == 404
    desk.post(f"{base}/{first.pk}/remove/")
    assert desk.post(f"{base}/{first.pk}/remove/").status_code == 302
    assert kinds(brief) == ["figure", "recommendation", "lesson"]


def test_texts_are_written_once_and_a_second_tab_does_not_write_over_the_first(desk, brief):
    key = str(uuid.uuid4())
    new = f"/briefs/{brief.pk}/draft/text/"
    for _click in range(2):
        desk.post(new, {"form_key": key, "heading": "Why", "text": "Homes are **cold**.\r\nToo cold."})  # fmt: skip
    part = Part.objects.get(edition__brief=brief, kind="text")
    assert part.words_html == "<p>Homes are <strong>cold</strong>.<br>\nToo cold.</p>\n"
    address = f"/briefs/{brief.pk}/draft/parts/{part.pk}/"
    seen = desk.get(address).context["form"]["seen"].value()

    saved = desk.post(address, {"seen": seen, "heading": "Why", "text": "First tab."})
    kept = desk.post(address, {"seen": seen, "heading": "Why", "text": "Second tab."})
    empty = desk.post(address, {"heading": "Why", "text": ""})

    assert (saved.status_code, kept.status_code) == (302, 409)
    assert "Second tab." in kept.content.decode()
    assert "Write the text" in empty.content.decode()
    part.refresh_from_db()
    assert part.words == "First tab."


def test_key_messages_are_few_and_a_second_tab_is_told(desk, brief):
    address = f"/briefs/{brief.pk}/draft/words/"
    opened = desk.get(address).context["form"]["edit_number"].value()
    sent = {"title": "Warmer homes", "question": "", "messages": "One.\r\n\r\nTwo.", "place": "ely", "edit_number": opened}  # fmt: skip

    many = desk.post(address, {**sent, "messages": "\n".join("abcdef")})
    place = desk.post(address, {**sent, "place": "no\0where"})
    saved = desk.post(address, sent)
    late = desk.post(address, {**sent, "title": "Other title"})

    assert "Write at most 5 messages. You have written 6." in many.content.decode()
    assert place.status_code == 200
    assert (saved.status_code, late.status_code) == (302, 409)
    brief.refresh_from_db()
    assert (brief.title, brief.place.code) == ("Warmer homes", "ely")
    assert draft_of(brief).key_messages == ["One.", "Two."]


def test_a_brief_holds_no_more_parts_than_fit(desk, brief):
    draft = draft_of(brief)
    for number in range(MOST_PARTS - 4):
        Part.objects.create(edition=draft, kind="text", words=f"Text {number}", position=9 + number)

    page = desk.post(f"/briefs/{brief.pk}/draft/text/", {"text": "One more."})

    assert "A brief has at most 40 parts." in page.content.decode()
    assert len(kinds(brief)) == MOST_PARTS


def test_what_is_published_is_never_changed(brief):
    part = Part.objects.filter(edition__brief=brief).first()
    publish(brief)

    with pytest.raises(EditionFrozen):
        move_part(part=part, step=1, at=timezone.now())
    with pytest.raises(EditionFrozen):
        edit_part(part=part, heading="Other", words="", at=timezone.now())


@pytest.mark.parametrize("count", [1, 6])
def test_the_draft_takes_the_same_queries_whatever_is_in_it(
    desk, author, things, django_assert_num_queries, count
):
    brief = make_brief(author=author, refs=things)
    for _number in range(count):
        _lengthen(brief, RecordFactory())
    address = f"/briefs/{brief.pk}/draft/"
    desk.get(address)

    with django_assert_num_queries(8):
        desk.get(address)


def _lengthen(brief, record):
    chosen = chosen_from([f"record:{record.pk}"], brief.author)
    add_chosen(edition=draft_of(brief), chosen=chosen, at=timezone.now())


def test_only_its_author_deletes_what_was_never_published(client, author, editor, brief):
    offer_brief(brief=brief, at=timezone.now())
    address = f"/briefs/{brief.pk}/draft/delete/"

    client.force_login(editor)
    refused = client.post(address)
    client.force_login(author)
    deleted = client.post(address)

    assert (refused.status_code, deleted.status_code) == (403, 302)
    assert not Brief.objects.exists()


def test_deleting_a_draft_keeps_what_is_published(desk, brief):
    edition = publish(brief)
    begun = desk.post(f"/briefs/{brief.pk}/versions/new/")
    desk.post(f"/briefs/{brief.pk}/draft/delete/")

    assert begun.url == f"/briefs/{brief.pk}/draft/"
    assert list(Edition.objects.all()) == [edition]
    assert desk.get(f"/briefs/{brief.pk}/draft/words/").status_code == 409

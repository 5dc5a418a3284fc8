"""A figure from an indicator: chosen, looked at, kept as it was, and renewed by a click in the draft."""

import uuid

import pytest
from django.utils import timezone

from courses.actions.content import edit_lesson
from courses.actions.excerpts.figures import renew_figure
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import figures_to_take
from courses.lessons.draft_text import text_of
from courses.lessons.publishing_checks import missing_in
from courses.models import IndicatorFigure, Lesson
from courses.refusals import ReleaseFrozen
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from indicators.catalogue.actions.releases import withdraw_release
from tests.courses.authoring import address
from tests.courses.gradients import gradient, put_figure

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = {
    "picture": "line",
    "dimension": "fifths",
    "places": ["ely"],
    "title": "",
    "description": "Cold homes fall\r\nwith every fifth.",
}


@pytest.fixture
def course(author, draft):
    return draft


@pytest.fixture
def page(course):
    gradient()
    return f"{address('figure_new', course.slug)}?indicator=cold-homes"


def test_indicators_are_found_by_words_and_unknown_ones_are_not_there(client, course, page):
    whole = address("figure_new", course.slug)

    found = client.get(f"{whole}?q=COLD homes")
    none = client.get(f"{whole}?q=teeth&indicator=no%00such")

    assert '<a href="?indicator=cold-homes" dir="auto">Cold homes</a>' in found.content.decode()
    assert "No indicators found" in none.content.decode()
    assert (found.status_code, none.status_code) == (200, 200)


def test_a_figure_is_looked_at_made_once_and_shown_to_learners(client, author, course, page):
    key = {"form_key": str(uuid.uuid4())}

    opened = client.get(page)
    looked = client.post(page, {**WORDS, **key, "preview": "1"})
    nothing_yet = not IndicatorFigure.objects.exists()
    done = [client.post(page, {**WORDS, **key}).url for _click in range(2)]

    figure = IndicatorFigure.objects.get()
    assert "Cold homes, Ely, 2020" in opened.context["shown"]
    assert "Cold homes fall" in looked.context["shown"]
    assert nothing_yet
    assert done == [address("media_list", course.slug)] * 2
    assert (figure.marker, figure.description) == ("{{figure:cold-homes}}", "Cold homes fall\nwith every fifth.")  # fmt: skip
    lesson = Lesson.objects.select_related("module__release__course").get()
    edit_lesson(lesson=lesson, body=f"Look:\n\n{figure.marker}\n\n{{{{figure:gone}}}}")
    assert [lack.text for lack in missing_in(course.releases.get())] == [
        f"“{lesson.title}” shows the figure gone, which does not exist."
    ]
    edit_lesson(lesson=lesson, body=figure.marker)
    publish_release(release=course.releases.get(), by=author, at=NOW)
    client.force_login(EnrolmentFactory(course=course).user)
    shown = client.get(lesson.get_absolute_url()).content.decode()
    assert "Source: Office of Examples: Cold homes, first release. Period: 2020. Licence: Open Government Licence 3.0." in shown  # fmt: skip
    assert 'href="/indicators/cold-homes/?place=ely&amp;sex=persons&amp;by=fifths"' in shown
    assert "<td>26.84</td>" in shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dimension": ""}, "Choose the groups to show."),
        ({"dimension": "no-such"}, "Select a valid choice. no-such is not one of the available choices."),
        ({"places": []}, "Choose a place."),
        ({"places": ["ely", "atlantis"]}, "Select a valid choice. atlantis is not one of the available choices."),
        ({"picture": "pie"}, "Select a valid choice. pie is not one of the available choices."),
        ({"picture": "ends"}, "A picture over time needs figures for at least two periods."),
        ({"picture": "places"}, "The indicator has no such figures in this place."),
        ({"periods": ["1066"]}, "Select a valid choice. 1066 is not one of the available choices."),
        ({"title": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_and_stays_typed(client, course, page, changed, said):
    answer = client.post(page, {**WORDS, **changed})
    looked = client.post(
        f"{address('figure_look', course.slug)}?indicator=cold-homes", {**WORDS, **changed}
    )

    told = [text for texts in answer.context["form"].errors.values() for text in texts]
    assert said in told
    assert "Cold homes fall" in answer.content.decode()
    assert (looked.status_code, said in looked.json()["message"]) == (422, True)
    assert not IndicatorFigure.objects.exists()


def test_the_preview_follows_what_is_chosen(client, course, page):
    place = f"{address('figure_look', course.slug)}?indicator=cold-homes"

    bars = client.post(place, {**WORDS, "picture": "groups"})
    unknown = client.post(address("figure_look", course.slug), WORDS)

    assert "Slope index" not in bars.json()["html"]
    assert unknown.status_code == 404


def test_newer_figures_change_nothing_until_their_author_takes_them(client, author, course):
    older = gradient()
    figure = put_figure(course.releases.get())
    lesson = Lesson.objects.select_related("module__release__course").get()
    edit_lesson(lesson=lesson, body=figure.marker)
    publish_release(release=course.releases.get(), by=author, at=NOW)
    learner = EnrolmentFactory(course=course).user
    gradient((30, 25, 20, 15, 10), supersedes=older, title="Cold homes, second release")
    draft = begin_draft(course=course, at=NOW)
    copy = IndicatorFigure.objects.get(release=draft)

    told = client.get(address("teach_course", course.slug)).content.decode()
    listed = client.get(address("media_list", course.slug)).content.decode()
    for _click in range(2):
        client.post(address("figure_renew", course.slug, copy.pk))

    copy.refresh_from_db()
    assert "replaced by “Cold homes, second release”" in told
    assert "Use the newer figures" in listed
    assert copy.taken.rows[0].values == (30, 25, 20, 15, 10)
    assert "Use the newer figures" not in client.get(address("media_list", course.slug)).content.decode()  # fmt: skip
    client.force_login(learner)
    assert "<td>26.84</td>" in client.get(lesson.get_absolute_url()).content.decode()


def test_authors_hear_of_newer_figures_on_their_home_until_a_draft_has_them(author, course):
    older = gradient()
    put_figure(course.releases.get())
    publish_release(release=course.releases.get(), by=author, at=NOW)
    told = [figures_to_take(author, NOW)]
    gradient((30, 25, 20, 15, 10), supersedes=older, title="Newer")
    told.append(figures_to_take(author, NOW))
    draft = begin_draft(course=course, at=NOW)
    told.append(figures_to_take(author, NOW))
    renew_figure(figure=IndicatorFigure.objects.get(release=draft))
    told += [figures_to_take(author, NOW), figures_to_take(UserFactory(), NOW)]

    titles = [[each.title for each in lines] for lines in told]
    one = [f"Look at the figures of “{course}”"]
    assert titles == [[], one, one, [], []]


def test_without_a_draft_the_page_of_the_course_says_how_to_take_them(client, author, course):
    older = gradient()
    put_figure(course.releases.get())
    publish_release(release=course.releases.get(), by=author, at=NOW)
    gradient((30, 25, 20, 15, 10), supersedes=older, title="Newer")

    page = client.get(address("teach_course", course.slug)).content.decode()

    assert ("replaced by “Newer”" in page, "Start a new draft to use newer ones." in page) == (True, True)  # fmt: skip


def test_newer_figures_without_the_chosen_period_leave_the_figure_as_it_is(client, course):
    older = gradient()
    page = f"{address('figure_new', course.slug)}?indicator=cold-homes"
    client.post(page, {**WORDS, "periods": ["2020"]})
    gradient((30, 25, 20, 15, 10), year=2024, supersedes=older, title="Newer")
    figure = IndicatorFigure.objects.get()

    answer = client.post(address("figure_renew", course.slug, figure.pk), follow=True)

    assert "The newer figures cannot be used: No release has figures for everything you chose." in answer.content.decode()  # fmt: skip
    assert IndicatorFigure.objects.get().excerpt == figure.excerpt


def test_withdrawn_figures_are_told(client, course, manager_of_data):
    release = gradient()
    put_figure(course.releases.get())
    withdraw_release(release=release, by=manager_of_data, reason="An error in Ely.", at=NOW)

    assert "was withdrawn: An error in Ely." in client.get(address("media_list", course.slug)).content.decode()  # fmt: skip
    assert "withdrawn by its publisher" in client.get(address("teach_course", course.slug)).content.decode()  # fmt: skip


@pytest.fixture
def manager_of_data():
    return UserFactory(roles=["data_manager"])


def test_a_figure_is_changed_in_a_draft_alone_and_another_tab_is_noticed(client, author, course):
    figure = put_figure(course.releases.get(), title="First")
    page = address("figure_edit", course.slug, figure.pk)
    seen = client.get(page).context["form"]["seen"].value()

    saved = client.post(page, {**WORDS, "title": "Second", "seen": seen})
    late = client.post(page, {**WORDS, "title": "Third", "seen": seen})

    assert (saved.status_code, late.status_code) == (302, 409)
    assert IndicatorFigure.objects.get().title == "Second"
    publish_release(release=course.releases.get(), by=author, at=NOW)
    assert client.post(page, {**WORDS, "title": "Fourth"}).status_code == 409
    with pytest.raises(ReleaseFrozen):
        renew_figure(figure=IndicatorFigure.objects.get())
    gone = address("figure_remove", course.slug, figure.pk)
    assert client.post(gone).status_code == 409
    assert IndicatorFigure.objects.get().title == "Second"


def test_a_figure_is_taken_out_of_the_draft_once(client, course):
    figure = put_figure(course.releases.get())

    answers = [client.post(address("figure_remove", course.slug, figure.pk)).url for _ in range(2)]

    assert answers == [address("media_list", course.slug)] * 2
    assert not IndicatorFigure.objects.exists()


def test_only_authors_of_the_course_take_figures(client, course):
    figure = put_figure(course.releases.get())
    client.force_login(UserFactory())
    new, look, edit = (
        f"{address('figure_new', course.slug)}?indicator=cold-homes",
        f"{address('figure_look', course.slug)}?indicator=cold-homes",
        address("figure_edit", course.slug, figure.pk),
    )
    renew, remove = (address(f"figure_{name}", course.slug, figure.pk) for name in ("renew", "remove"))  # fmt: skip

    answers = [client.get(new), client.post(new, WORDS), client.post(look, WORDS), client.get(edit)]
    answers += [client.post(edit, WORDS), client.post(renew), client.post(remove)]

    assert {answer.status_code for answer in answers} == {404}
    assert IndicatorFigure.objects.count() == 1


def test_another_figure_is_another_text_which_asks_for_another_approval(course):
    release = course.releases.get()
    before = text_of(release)
    put_figure(release)

    assert text_of(release) != before

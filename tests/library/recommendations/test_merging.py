"""Two respondents that are one: what moves, whose answer counts, old addresses, and parting them again."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.recommendations import (
    CommitmentFactory,
    RecommendationFactory,
    RepresentationFactory,
    RespondentFactory,
    ResponseFactory,
)
from library.recommendations.actions.merging import (
    MergedOn,
    NotTheSame,
    Side,
    merge_respondents,
    part_respondents,
)
from library.recommendations.actions.respondents import respondent_named
from library.recommendations.actions.responses import withdraw_response
from library.recommendations.models import Respondent, RespondentMerge, Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


@pytest.fixture
def twins():
    return (
        RespondentFactory(organisation="Leeds CC"),
        RespondentFactory(organisation="City of Leeds"),
    )


def merge(gone, into, editor, **choices):
    chosen = {int(pk[1:]): side for pk, side in choices.items()}
    return merge_respondents(gone=gone, into=into, choices=chosen, by=editor, at=timezone.now())


def state_of(*respondents):
    """Everything that a merge can move, as it is seen."""
    return {
        str(each): [
            (r.recommendation_id, r.state, r.stance, r.current.words, r.commitments.count())
            for r in Response.objects.filter(respondent=each).order_by("recommendation", "pk")
        ]
        + sorted(each.representations.values_list("user", "state"))
        for each in respondents
    }


def page(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def test_all_that_one_has_moves_and_its_address_leads_to_the_other(client, editor, twins):
    gone, kept = twins
    response = ResponseFactory(respondent=gone)
    CommitmentFactory(response=response)
    person = RepresentationFactory(respondent=gone).user
    both = RepresentationFactory(respondent=gone)
    RepresentationFactory(respondent=kept, user=both.user)
    before = state_of(*twins)

    shown = client.get(page("respondent_merge", gone.pk), {"into": kept.pk}).content.decode()
    done = client.post(page("respondent_merge", gone.pk), {"into": kept.pk})
    again = client.post(page("respondent_merge", gone.pk), {"into": kept.pk})

    assert "1 answer:" in shown.replace("\n", " ")
    assert "1 commitment<" in shown
    assert str(person) in shown
    assert str(both.user) not in shown
    assert done["Location"] == again["Location"] == kept.get_absolute_url()
    assert RespondentMerge.objects.count() == 1
    visitor = Client()
    assert visitor.get(gone.get_absolute_url())["Location"] == kept.get_absolute_url()
    html = visitor.get(kept.get_absolute_url()).content.decode()
    assert "Also known as:" in html
    assert "Leeds CC" in html
    assert response.recommendation.reference in html
    assert "Merge with another name" not in html
    assert list(Respondent.objects.represented_by(person)) == [kept]
    assert respondent_named(organisation="Leeds CC", place=None) == kept
    client.post(page("respondent_part", kept.pk, RespondentMerge.objects.get().pk))
    assert state_of(*twins) == before
    assert visitor.get(gone.get_absolute_url()).status_code == 200
    assert respondent_named(organisation="Leeds CC", place=None) == gone


@pytest.mark.parametrize(
    ("side", "words", "history"),
    [(Side.KEPT, "Never.", ["Never."]), (Side.GONE, "We will.", ["Never.", "We will."])],
)
def test_where_both_answered_an_editor_chooses_and_the_history_stays(
    client, editor, twins, side, words, history
):
    gone, kept = twins
    asked = RecommendationFactory()
    mine = ResponseFactory(respondent=gone, recommendation=asked, words="We will.")
    other = ResponseFactory(
        respondent=kept, recommendation=asked, words="Never.", stance="rejected"
    )
    CommitmentFactory(response=mine)
    before = state_of(*twins)
    address = page("respondent_merge", gone.pk)

    unchosen = client.post(address, {"into": kept.pk})
    client.post(address, {"into": kept.pk, f"answer_{asked.pk}": side})

    assert unchosen.context["form"].errors
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state, other.current.words) == ("withdrawn", "given", words)
    assert [each.words for each in other.statements.order_by("number")] == history
    assert other.commitments.count() == 1
    assert Client().get(mine.get_absolute_url())["Location"] == other.get_absolute_url()
    made = RespondentMerge.objects.get()
    for _click in range(2):
        part_respondents(merge=made, by=editor, at=timezone.now())
    assert state_of(*twins) == before


def test_an_answer_that_was_given_since_stays_when_the_two_are_parted(editor, twins):
    gone, kept = twins
    asked = RecommendationFactory()
    for each in twins:
        ResponseFactory(respondent=each, recommendation=asked, words=f"Of {each}.")
    made = merge(gone, kept, editor, **{f"r{asked.pk}": Side.GONE})
    ResponseFactory(respondent=kept, recommendation=asked, words="Newer.")
    new = ResponseFactory(respondent=kept)

    part_respondents(merge=made, by=editor, at=timezone.now())

    assert Response.objects.get(respondent=kept, recommendation=asked).current.words == "Newer."
    assert Response.objects.get(respondent=gone, recommendation=asked).is_given
    assert Response.objects.get(pk=new.pk).respondent == kept


def test_a_withdrawn_answer_is_shown_again_where_the_other_one_counts(editor, twins):
    gone, kept = twins
    asked = RecommendationFactory()
    ResponseFactory(respondent=gone, recommendation=asked, words="We will.")
    other = ResponseFactory(respondent=kept, recommendation=asked, words="Wrong.")
    withdraw_response(response=other, reason="A mistake.", by=editor, at=timezone.now())
    before = state_of(*twins)

    made = merge(gone, kept, editor, **{f"r{asked.pk}": Side.GONE})

    other.refresh_from_db()
    assert (other.is_given, other.current.words) == (True, "We will.")
    part_respondents(merge=made, by=editor, at=timezone.now())
    other.refresh_from_db()
    assert (state_of(*twins), other.withdrawal_reason) == (before, "A mistake.")


def test_choices_that_do_not_fit_any_more_write_nothing(client, editor, twins):
    gone, kept = twins
    asked = RecommendationFactory()
    for each in twins:
        ResponseFactory(respondent=each, recommendation=asked)
    with pytest.raises(NotTheSame):
        merge(gone, kept, editor)
    with pytest.raises(NotTheSame):
        merge(gone, kept, editor, **{f"r{asked.pk}": Side.KEPT, "r0": Side.KEPT})

    assert not RespondentMerge.objects.exists()
    assert Respondent.objects.present().count() == 2


def test_chains_are_parted_from_their_end_and_there_is_no_circle(client, editor, twins):
    first, second = twins
    third = RespondentFactory(organisation="Leeds")
    one = merge(first, second, editor)
    two = merge(second, third, editor)

    with pytest.raises(MergedOn):
        part_respondents(merge=one, by=editor, at=timezone.now())
    for gone, into in ((third, first), (third, second), (third, third)):
        answer = client.post(page("respondent_merge", gone.pk), {"into": into.pk})
        assert answer.status_code == 200
    assert respondent_named(organisation="Leeds CC", place=None) == third
    end = Client().get(first.get_absolute_url(), follow=True)
    assert end.redirect_chain[-1][0] == third.get_absolute_url()
    assert client.post(page("respondent_part", second.pk, one.pk)).status_code == 409
    for made in (two, one):
        part_respondents(merge=made, by=editor, at=timezone.now())
    assert Respondent.objects.present().count() == 3


@pytest.mark.parametrize(("role", "status"), [("visitor", 302), (None, 403), (Role.REVIEWER, 403), (Role.EDITOR, 200)])  # fmt: skip
def test_editors_alone_merge_and_part(client, twins, role, status):
    gone, kept = twins
    other = RespondentFactory(organisation="Elsewhere")
    made = merge(other, kept, UserFactory(roles=[Role.EDITOR]))
    if role != "visitor":
        client.force_login(UserFactory(roles=[role] if role else []))

    assert client.get(page("respondent_merge", gone.pk)).status_code == status
    client.post(page("respondent_merge", gone.pk), {"into": kept.pk})
    client.post(page("respondent_part", kept.pk, made.pk))

    gone.refresh_from_db()
    made.refresh_from_db()
    assert (gone.replaced_by == kept) == (made.parted_at is not None) == (status == 200)


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "\0", "1' or 1"])
def test_what_is_no_respondent_is_said_and_never_an_error(client, editor, twins, value):
    address = page("respondent_merge", twins[0].pk)

    assert client.post(address, {"into": value}).status_code == 200
    assert client.get(address, {"into": value, "q": value}).status_code == 200
    assert not RespondentMerge.objects.exists()


def test_the_database_keeps_one_from_replacing_itself(twins):
    with pytest.raises(IntegrityError), transaction.atomic():
        Respondent.objects.filter(pk=twins[0].pk).update(replaced_by=twins[0])


def test_preview_and_page_take_the_same_queries_at_any_length(client, editor, twins):
    gone, kept = twins
    taken = []
    for _round in range(2):
        for _each in range(2):
            asked = RecommendationFactory()
            ResponseFactory(respondent=gone, recommendation=asked)
            ResponseFactory(respondent=kept, recommendation=asked)
            ResponseFactory(respondent=gone)
            RepresentationFactory(respondent=gone)
            merge(RespondentFactory(), kept, editor)
        pair = []
        for address in (
            f"{page('respondent_merge', gone.pk)}?into={kept.pk}&q=e",
            kept.get_absolute_url(),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            pair.append(len(queries))
        taken.append(pair)

    assert taken[0] == taken[1]
    assert max(taken[0]) <= 12


@pytest.mark.parametrize("words", ["ärzte", "ÄRZTE", "über", "Ö"])
def test_the_other_name_is_found_in_any_case_of_its_letters(client, editor, words):
    gone = RespondentFactory(organisation="Leeds CC")
    kept = RespondentFactory(organisation="Ärzte ÜBER Österreich")

    found = client.get(page("respondent_merge", gone.pk), {"q": words}).context["found"]

    assert list(found) == [kept]


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_a_name_in_other_letters_is_no_new_respondent(change):
    name = "Ärzte für Österreich"
    first = respondent_named(organisation=name, place=None)

    assert respondent_named(organisation=change(name.replace(" ", "  ")), place=None) == first
    assert Respondent.objects.count() == 1

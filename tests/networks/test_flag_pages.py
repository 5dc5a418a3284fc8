"""The pages of flags and cases: who reads them, and what they ask the database."""

import datetime as dt

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import close_discussion
from networks.actions.networks import archive_network
from networks.actions.posts import edit_post, remove_post
from networks.agenda import do_next_of
from networks.models import Case, Pause
from networks.states import PostState
from tests.networks.flagging import decide, flag_by, reply_with, state_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _pages(case):
    slug = case.network.slug
    return {
        "case_list": reverse("networks:case_list", args=[slug]),
        "case_detail": reverse("networks:case_detail", args=[slug, case.pk]),
        "POST case_detail": reverse("networks:case_detail", args=[slug, case.pk]),
        "POST case_claim": reverse("networks:case_claim", args=[slug, case.pk]),
        "POST case_release": reverse("networks:case_release", args=[slug, case.pk]),
        "post_flag": reverse("networks:post_flag", args=[slug, case.post_id]),
        "discussion_flag": reverse("networks:discussion_flag", args=[slug, case.discussion_id]),
    }


ANSWERS = {
    "stranger": [403, 404, 404, 404, 404, 404, 404],
    "waiting": [403, 404, 404, 404, 404, 404, 404],
    "removed": [403, 404, 404, 404, 404, 404, 404],
    "member": [403, 404, 404, 404, 404, 200, 200],
    "author": [403, 404, 404, 404, 404, 403, 403],
    # Who flagged it reads the case as a moderator, and does not decide.
    "flagging moderator": [200, 200, 403, 403, 403, 200, 200],
    "moderator": [200, 200, 200, 302, 302, 200, 200],
    # Not before it is handed to them.
    "administrator": [200, 404, 404, 404, 404, 404, 404],
}


@pytest.mark.parametrize("role", sorted(ANSWERS))
def test_every_page_of_a_case_answers_each_person_as_it_should(
    network, second, post, now, person_as, client_of, role
):
    case = flag_by(post, second, now)
    known = {"author": post.author, "flagging moderator": second, "moderator": network.moderator}
    person = known.get(role) or person_as(role, network)
    client = client_of(person)

    found = []
    for name, address in _pages(case).items():
        send = client.post if name.startswith("POST") else client.get
        found.append(send(address).status_code)

    assert found == ANSWERS[role]


def test_an_author_reads_the_decision_and_appeals_without_learning_who_flagged(
    network, post, now, client_of
):
    flagger = MembershipFactory(network=network, user=UserFactory(full_name="Flora Flagg")).user
    case = flag_by(post, flagger, now, words="It is rude")
    client = client_of(post.author)
    assert client.get(case.get_absolute_url()).status_code == 404

    decide(case, network.moderator, "uphold", now)
    page = client.get(case.get_absolute_url()).content.decode()
    sent = client.post(case.get_absolute_url(), {"appeal": "It was a joke"})

    assert "Because." in page
    assert "Flora" not in page
    assert "It is rude" not in page
    assert sent.status_code == 302
    assert Case.objects.get(pk=case.pk).appeal == "It was a joke"


def test_a_moderator_flags_claims_and_decides_on_pages(network, post, flagger, client_of):
    address = reverse("networks:post_flag", args=[network.slug, post.pk])
    client_of(flagger).post(address, {"reason": "spam", "details": "An advertisement"})
    case = Case.objects.get()
    client = client_of(network.moderator)

    assert "Flags (1)" in client.get(network.get_absolute_url()).content.decode()
    assert [t.title for t in do_next_of(network.moderator, now=case.opened_at)] == [
        f"Review 1 flag or first post in {network}"
    ]
    client.post(reverse("networks:case_claim", args=[network.slug, case.pk]))
    wrong = client.post(
        case.get_absolute_url(), {"outcome": "dismiss", "reason": "No", "pause": "7"}
    )
    right = client.post(
        case.get_absolute_url(), {"outcome": "uphold", "reason": "Yes", "pause": "7"}
    )

    assert "only pause posting if you hide something" in wrong.content.decode()
    assert right.status_code == 302
    assert state_of(post) == PostState.HIDDEN
    assert do_next_of(network.moderator, now=case.opened_at) == []
    pause = Pause.objects.get()
    assert "An advertisement" in client.get(case.get_absolute_url()).content.decode()
    client.post(reverse("networks:pause_lift", args=[network.slug, pause.pk]))
    assert not Pause.objects.in_force(pause.begins_at).exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_and_a_case_ask_the_same_however_long(
    network, now, client_of, count, django_assert_max_num_queries
):
    for _number in range(count):
        post = DiscussionFactory(network=network).posts.get()
        for _flagger in range(count):
            case = flag_by(post, MembershipFactory(network=network).user, now)
        reply_with(
            DiscussionFactory(network=network),
            MembershipFactory(network=network).user,
            "https://a.example",
            now,
        )
    client = client_of(network.moderator)

    with django_assert_max_num_queries(12):
        listed = client.get(reverse("networks:case_list", args=[network.slug]))
    with django_assert_max_num_queries(11):
        client.get(case.get_absolute_url())

    assert listed.context["page"].paginator.count == count
    assert len(listed.context["held"]) == count


@pytest.mark.parametrize("why", ["pause", "closed", "archived"])
def test_nobody_is_given_a_form_in_which_they_would_write_in_vain(
    network, flagger, now, client_of, why
):
    own = DiscussionFactory(network=network, body="What I know about damp.")
    post, moderator = own.posts.get(), network.moderator
    client = client_of(own.author)
    if why == "pause":
        other = DiscussionFactory(network=network, author=own.author, body="Buy my heaters now.")
        decide(flag_by(other.posts.get(), flagger, now), moderator, "uphold", now, pause="7")
        said = "You cannot post in this network until"
    elif why == "closed":
        close_discussion(discussion=own, by=moderator, reason="Solved.", at=now)
        said = "This discussion is closed."
    else:
        archive_network(network=network, by=moderator, reason="Done.", at=now)
        said = "This network is archived."
    pages = {
        "discussion_start": [network.slug],
        "discussion_reply": [network.slug, own.pk],
        "post_edit": [network.slug, post.pk],
        "post_files": [network.slug, post.pk],
    }
    if why == "closed":
        del pages["discussion_start"]

    for name, args in pages.items():
        page = client.get(reverse(f"networks:{name}", args=args)).content.decode()
        main = page.split("<main")[1]
        assert (said in main, "<textarea" in main or 'type="file"' in main) == (True, False), name


def test_a_case_shows_the_words_as_they_were_flagged_and_as_they_are_now(
    network, post, flagger, now, client_of
):
    before = post.body_html
    case = flag_by(post, flagger, now)
    edit_post(post=post, body="Quite harmless words.", at=now + DAY)
    edit_post(post=post, body="Even better words.", at=now + 2 * DAY)

    page = client_of(network.moderator).get(case.get_absolute_url())

    assert page.context["words"] == before
    assert page.context["words_now"] == "<p>Even better words.</p>\n"
    remove_post(post=post, at=now + 3 * DAY)
    page = client_of(network.moderator).get(case.get_absolute_url())
    assert (page.context["words"], page.context["words_now"]) == (before, "")

"""What somebody wrote comes back to them when the form cannot be taken any more."""

import html
import uuid

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from core.forms.sent_words import sent_words
from core.forms.unsent import Copy
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from mentoring.actions.matches import end_match
from mentoring.actions.requests import withdraw_request
from networks.actions.discussions import hide_discussion
from networks.actions.memberships import remove_member
from networks.models import Membership

pytestmark = pytest.mark.django_db
WORDS = 'We "tried" it for two years,\r\nand here is <b>what</b> we learned & would do again.'


def _reply_after(what):
    moderator, writer = UserFactory(), UserFactory()
    network = NetworkFactory(by=moderator, members=[writer])
    discussion = DiscussionFactory(network=network, author=moderator)
    now = timezone.now()
    if what == "removal":
        membership = Membership.objects.get(network=network, user=writer)
        remove_member(membership=membership, by=moderator, reason="Rules", at=now)
    else:
        hide_discussion(discussion=discussion, by=moderator, reason="Rules", at=now)
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])
    return writer, address, {"body": WORDS, "form_key": str(uuid.uuid4())}


def _answer_after_withdrawal(_what):
    request = MentoringRequestFactory()
    withdraw_request(request=request, by=request.mentee, at=timezone.now())
    address = reverse("mentoring:request_detail", args=[request.pk])
    return request.mentor, address, {"note": WORDS, "accept": "1"}


def _shared_note_after_the_end(_what):
    match = MatchFactory()
    end_match(match=match, by=match.mentor, reason="Done", at=timezone.now())
    address = reverse("mentoring:note_new", args=[match.pk])
    return match.mentee, address, {"body": WORDS, "readers": "both"}


def _note_in_a_match_of_others(_what):
    address = reverse("mentoring:note_new", args=[MatchFactory().pk])
    return UserFactory(), address, {"body": WORDS, "readers": "me"}


def _network_of_others(_what):
    network = NetworkFactory()
    address = reverse("networks:network_edit", args=[network.slug])
    return MembershipFactory(network=network).user, address, {"purpose": WORDS}


@pytest.mark.parametrize(
    ("send", "what", "status"),
    [
        (_reply_after, "removal", 404),
        (_reply_after, "hiding", 404),
        (_answer_after_withdrawal, "", 409),
        # The page of the form is still there and keeps them.
        (_shared_note_after_the_end, "", 200),
        (_note_in_a_match_of_others, "", 404),
        (_network_of_others, "", 403),
    ],
)
def test_words_that_come_too_late_are_given_back(client, send, what, status):
    person, address, words = send(what)
    client.force_login(person)

    answer = client.post(address, words)

    page = answer.content.decode()
    assert answer.status_code == status
    assert "\n".join(WORDS.splitlines()) in "\n".join(html.unescape(page).splitlines())
    assert "<b>what</b>" not in page


def test_a_page_that_was_only_opened_gives_nothing_back(client):
    client.force_login(UserFactory())

    answer = client.get("/nowhere/", {"body": WORDS})

    assert answer.status_code == 404
    assert "What you wrote" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value", "comes_back"),
    [
        ("body", WORDS, True),
        ("body", "すべての人に健康と福祉をとどけるために働いています", True),
        ("body", "short words", False),
        ("new_password1", "correct horse battery staple", False),
        ("csrfmiddlewaretoken", "x y" * 30, False),
        (
            "begun",
            "9b02e6e9-35bf-49e6-b852-510aac210292 0 advice.forms.DraftForm /advice/3/",
            False,
        ),
        ("form_key", "9b02e6e9-35bf-49e6-b852-510aac210292", False),
    ],
)
def test_what_comes_back_is_text_that_a_person_wrote(name, value, comes_back):
    request = RequestFactory().post("/", {name: value})

    assert [text for _name, text in sent_words(request)] == ([value] if comes_back else [])


def test_a_form_that_cannot_be_read_gives_nothing_back(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    request = RequestFactory().post("/", {f"f{n}": WORDS for n in range(5)})

    assert sent_words(request) == []


def test_visitors_get_their_words_back_as_well(settings):
    client = Client()

    answer = client.post("/nowhere/", {"body": WORDS})

    assert answer.status_code in (302, 404)


def test_what_comes_back_is_what_was_written_under_the_labels_of_the_form(client):
    writer, address, words = _reply_after("removal")
    form = "networks.forms.posts.PostForm"
    words["begun"] = Copy(uuid.uuid4(), 0, form, "/networks/cold-homes/discussions/1/").mark
    client.force_login(writer)

    answer = client.post(address, words)

    assert sent_words(answer.wsgi_request) == [("Your post", WORDS)]

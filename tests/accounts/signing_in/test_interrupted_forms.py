"""What was sent after a session had ended waits for its sender, and for nobody else."""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.opening import open_account
from accounts.actions.roles import grant_role
from accounts.roles import Role
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:profile_edit")
RESUME = reverse("accounts:resume")
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def ended(ada, client) -> Client:
    """Ada's browser, after her session has ended."""
    client.force_login(ada)
    client.get(reverse("accounts:settings"))
    del client.cookies["sessionid"]
    return client


def kept(client):
    answer = client.get(RESUME)
    return answer.context["kept"] if answer.status_code == 200 else []


def test_what_was_sent_waits_for_its_sender(ended, ada):
    sent = {"place": "Hull\n<b>", "about": "One\nTwo", "old_password": "secret", "x": ["1", "2"]}

    answer = ended.post(PAGE, sent)
    assert answer["Location"] == f"{reverse('account_login')}?next={RESUME}"
    words = {"login": ada.email, "password": "correct horse battery", "next": RESUME}
    answer = ended.post(reverse("account_login"), words)
    assert answer["Location"] == RESUME
    answer = ended.get(RESUME)

    (post,) = answer.context["kept"]
    assert post.address == PAGE
    assert post.fields == [
        ("place", "Hull\r\n<b>"),
        ("about", "One\r\nTwo"),
        ("x", "1"),
        ("x", "2"),
    ]
    page = answer.content.decode()
    assert "One<br>Two" in page
    assert "<dt>Place</dt>" in page
    assert "<b>" not in page
    assert "secret" not in page


def test_several_forms_wait_the_oldest_first(ended, ada):
    for place in ("Hull", "Leeds"):
        ended.post(PAGE, {"place": place})
    ended.force_login(ada)

    assert [post.fields for post in kept(ended)] == [[("place", "Hull")], [("place", "Leeds")]]


def test_only_the_newest_forms_wait_when_there_are_too_many(ended, ada):
    for number in range(7):
        ended.post(PAGE, {"place": str(number)})
    ended.force_login(ada)

    assert [post.fields[0][1] for post in kept(ended)] == ["2", "3", "4", "5", "6"]


def test_a_script_gets_401_and_keeps_nothing(ended, ada):
    ended.post(PAGE, {"place": "Hull"})
    answer = ended.post(
        PAGE,
        {"place": "Leeds"},
        headers={"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"},
    )
    ended.force_login(ada)

    assert (answer.status_code, set(answer.json())) == (401, {"message"})
    assert [post.fields for post in kept(ended)] == [[("place", "Hull")]]


def test_a_long_text_is_kept_whole(ended, ada):
    ended.post(PAGE, {"about": "x" * 250_000, "note": "y"})
    ended.force_login(ada)

    assert dict(kept(ended)[0].fields) == {"about": "x" * 250_000, "note": "y"}


def test_a_form_too_long_to_be_kept_is_said_to_be_lost(ended, ada):
    ended.post(PAGE, {"about": "x" * 700_000})
    ended.force_login(ada)

    answer = ended.get(RESUME)

    assert answer.context["kept"][0].fields == []
    assert "This form was too long to keep." in answer.content.decode()
    assert "Send now</button>" not in answer.content.decode()


def test_what_was_sent_is_never_shown_to_another_person(ended):
    ended.post(PAGE, {"about": "A private note"})
    ended.force_login(UserFactory())

    answer = ended.get(RESUME, follow=True)

    assert "A private note" not in answer.content.decode()


@pytest.mark.parametrize("length", [10, 100_000])
@pytest.mark.parametrize("is_within_limits", [True, False])
def test_what_was_sent_goes_on_waiting_while_others_sign_in_and_out(
    ended, ada, monkeypatch, length, is_within_limits
):
    if not is_within_limits:
        monkeypatch.setattr("accounts.signing_in.interrupted_forms.POSTS_AN_HOUR", 0)
    ended.post(PAGE, {"about": "x" * length})
    for _person in range(2):
        ended.force_login(UserFactory())
        assert kept(ended) == []
        ended.post(reverse("account_logout"))

    ended.force_login(ada)

    (post,) = kept(ended)
    assert post.fields == [("about", "x" * length)]
    assert kept(ended) == [post]


def test_each_of_two_who_share_a_browser_gets_what_they_sent_back(ended, ada):
    ben = UserFactory()
    ended.post(PAGE, {"place": "Hull"})
    ended.force_login(ben)
    ended.get(reverse("accounts:settings"))
    del ended.cookies["sessionid"]
    ended.post(PAGE, {"place": "Leeds"})

    ended.force_login(ada)
    of_ada = [post.fields for post in kept(ended)]
    ended.force_login(ben)
    of_ben = [post.fields for post in kept(ended)]

    assert (of_ada, of_ben) == ([[("place", "Hull")]], [[("place", "Leeds")]])


def token_on(page: HttpResponse) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found
    return found[1]


@pytest.fixture
def tab(ada) -> tuple[Client, str]:
    """A browser in which Ada has opened a page and signed out elsewhere, and the token of that page."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    token = token_on(client.get(PAGE))
    words = {"csrfmiddlewaretoken": token}
    client.post(reverse("account_logout"), words)
    return client, token


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_page_left_open_shows_nothing_to_the_next_person(tab, ada, is_signed_in):
    client, token = tab
    ben = open_account(email="ben@example.org", full_name="Ben", password="correct horse battery")
    words = {"login": ben.email, "password": "correct horse battery"}
    here = {"csrfmiddlewaretoken": token_on(client.get(reverse("account_login")))}
    client.post(reverse("account_login"), words | here)
    client.get(reverse("accounts:settings"))
    if not is_signed_in:
        del client.cookies["sessionid"]

    client.post(PAGE, {"about": "Ada's note", "csrfmiddlewaretoken": token}, headers=HERE)
    client.force_login(ben)
    of_ben = kept(client)
    client.force_login(ada)

    assert of_ben == []
    assert [post.fields for post in kept(client)] == [[("about", "Ada's note")]]


@pytest.mark.parametrize(
    ("length", "is_kept"), [(200, True), (700_000, False)], ids=["kept", "too long"]
)
def test_the_page_of_a_stale_tab_says_what_became_of_the_text(tab, ada, length, is_kept):
    client, token = tab
    client.force_login(UserFactory())
    client.get(reverse("accounts:settings"))
    words = {"about": "x" * length, "csrfmiddlewaretoken": token}

    answer = client.post(PAGE, words, headers=HERE)
    page = answer.content.decode()
    client.force_login(ada)

    assert answer.status_code == 403
    assert ("We keep the text for half an hour" in page) == is_kept
    assert ("Nothing has been saved" in page) == (not is_kept)
    assert [bool(post.fields) for post in kept(client)] == [is_kept]


def test_what_a_visitor_sends_after_somebody_has_signed_out_is_not_theirs(tab):
    client, _token = tab
    token = token_on(client.get(reverse("account_login")))
    ben = UserFactory()

    client.post(PAGE, {"place": "Hull", "csrfmiddlewaretoken": token}, headers=HERE)
    client.force_login(ben)

    assert [post.fields for post in kept(client)] == [[("place", "Hull")]]


def test_what_a_newcomer_sent_waits_for_whoever_signs_in_first(client, ada):
    client.post(PAGE, {"place": "Hull"})
    client.force_login(ada)

    assert [post.fields for post in kept(client)] == [[("place", "Hull")]]


def test_nobody_can_claim_to_be_the_last_person(client, ada):
    client.cookies["last_person"] = str(ada.pk)
    client.post(PAGE, {"place": "Hull"})
    client.force_login(UserFactory())

    assert [post.fields for post in kept(client)] == [[("place", "Hull")]]


def test_the_start_of_a_submission_is_kept_too(ended, ada):
    address = reverse("submissions:submission_new")
    answer = ended.post(address, {"kind": "case-study"})
    ended.force_login(ada)

    assert answer["Location"] == f"{reverse('account_login')}?next={RESUME}"
    assert [post.address for post in kept(ended)] == [address]


def test_one_form_can_be_let_go_and_the_other_waits(ended, ada):
    for place in ("Hull", "Leeds"):
        ended.post(PAGE, {"place": place})
    ended.force_login(ada)

    ended.post(RESUME, {"let_go": kept(ended)[0].key})

    assert [post.fields for post in kept(ended)] == [[("place", "Leeds")]]


def test_a_form_that_was_sent_waits_no_longer(ended, ada):
    ended.post(PAGE, {"place": "Hull"})
    ended.force_login(ada)

    (post,) = kept(ended)
    ended.post(post.address, {**dict(post.fields), "kept_post": post.key})

    assert kept(ended) == []


def test_what_was_sent_is_forgotten_after_half_an_hour(ended, ada, time_machine):
    start = timezone.now()
    time_machine.move_to(start)
    ended.post(PAGE, {"place": "Hull"})
    ended.force_login(ada)

    time_machine.move_to(start + dt.timedelta(minutes=31))

    assert ended.get(RESUME).status_code == 302


def test_a_kept_form_is_never_sent_to_another_site(ended, ada):
    ended.post("//evil.example/accounts/profile/", {"place": "Hull"})
    ended.post("/accounts/profile/?next=//evil.example", {"place": "Hull"})
    ended.force_login(ada)

    page = ended.get(RESUME).content.decode()

    assert 'action="/accounts/profile/?next=//evil.example"' in page
    assert 'action="//' not in page


def test_staff_find_what_they_sent_after_setting_up_their_second_factor(client, settings):
    settings.DEMO = False
    editor = open_account(email="e@example.org", full_name="E", password="correct horse battery")
    grant_role(user=editor, role=Role.EDITOR, by=None, at=timezone.now())
    client.force_login(editor)
    answer = client.post(PAGE, {"place": "Hull"})
    assert answer["Location"] == reverse("mfa_index")
    TOTP.activate(editor, "SECRET")

    answer = client.get(reverse("dashboard:home"))

    assert answer["Location"] == RESUME
    assert [post.fields for post in kept(client)] == [[("place", "Hull")]]
    assert client.get(reverse("dashboard:home")).status_code == 200


@pytest.fixture
def stale(ada) -> Client:
    """A browser whose page holds the token of an earlier sign-in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    client.cookies["csrftoken"] = "a" * 32
    return client


def test_a_form_of_ours_with_an_old_token_can_be_sent_once_more(stale):
    answer = stale.post(PAGE, {"place": "Hull", "csrfmiddlewaretoken": "b" * 32}, headers=HERE)

    assert answer["Location"] == RESUME
    assert [post.fields for post in kept(stale)] == [[("place", "Hull")]]


def test_a_form_of_ours_with_an_old_token_waits_for_its_signed_out_sender(stale, ada):
    stale.get(reverse("accounts:settings"))
    del stale.cookies["sessionid"]
    answer = stale.post(PAGE, {"place": "Hull", "csrfmiddlewaretoken": "b" * 32}, headers=HERE)
    stale.force_login(ada)

    assert answer["Location"] == f"{reverse('account_login')}?next={RESUME}"
    assert [post.fields for post in kept(stale)] == [[("place", "Hull")]]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_form_that_may_come_from_another_site_is_refused_and_not_kept(stale, headers):
    answer = stale.post(PAGE, {"place": "Hull"}, headers=headers)

    assert answer.status_code == 403
    assert kept(stale) == []


def test_the_words_of_the_sign_in_are_not_kept(client):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("account_login"), {"login": "a@example.org"}, headers=HERE)

    assert answer.status_code == 403
    assert "kept_posts" not in client.session

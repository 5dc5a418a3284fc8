"""The pages of tokens and services: who makes, sees and revokes what, and that a secret is shown once."""

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from api.actions import (
    MOST_TOKENS,
    TooManyTokens,
    add_service,
    make_service_token,
    make_token,
    revoke_token,
)
from api.models import Service, Token
from api.token_text import digest_of
from core.forms.form_keys import AlreadySubmitted
from demo.factories.accounts import UserFactory
from demo.factories.api import ServiceFactory, TokenFactory
from notifications.models import Notification

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"praxis_[0-9A-Za-z]{38}")
NEW = {"name": "Study of homes", "scopes": ["library:read"], "days": "90"}


@pytest.fixture
def person():
    return UserFactory(full_name="Ada Okafor")


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def make(person, key=None, **words):
    words = {"name": "Study", "scopes": ["library:read"], "days": 30, "at": timezone.now()} | words
    return make_token(person=person, key=key or uuid.uuid4(), **words)


def test_a_token_is_made_and_its_secret_shown_once(as_, person):
    client = as_(person)

    answer = client.post(reverse("api:token_new"), NEW)

    [secret] = set(SECRET.findall(answer.content.decode()))
    token = Token.objects.get()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert (token.person, token.name, token.scopes) == (person, "Study of homes", ["library:read"])
    assert (token.digest, token.shown_part) == (digest_of(secret), secret[:11])
    assert (token.expires_at - token.made_at).days == 90
    page = client.get(reverse("api:token_list")).content.decode()
    assert secret[:11] in page
    assert SECRET.search(page) is None


def test_whoever_has_a_token_made_is_mailed_without_the_secret(
    as_, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_(person).post(reverse("api:token_new"), NEW)

    [secret] = set(SECRET.findall(answer.content.decode()))
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([person.email], "New token: Study of homes")
    assert secret not in sent.body
    assert Notification.objects.get().address == reverse("api:token_list")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Enter a name for the token"),
        ("scopes", [], "Choose what the token can do"),
        ("scopes", ["library:write"], "library:write"),
        ("days", "9999", "9999"),
        ("days", "", "Choose how long the token is valid"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(as_, person, field, value, said):
    answer = as_(person).post(reverse("api:token_new"), NEW | {field: value})

    assert said in answer.content.decode()
    assert not Token.objects.exists()


def test_the_second_of_two_clicks_shows_the_secret_of_the_one_token(person):
    key, now = uuid.uuid4(), timezone.now()

    first, second = make(person, key, at=now), make(person, key, at=now)

    token = Token.objects.get()
    assert first.token == second.token == token
    assert token.digest == digest_of(second.secret) != digest_of(first.secret)


def test_a_form_that_is_sent_again_later_changes_no_token(person):
    key, now = uuid.uuid4(), timezone.now()
    first = make(person, key, at=now)

    with pytest.raises(AlreadySubmitted):
        make(person, key, at=now + dt.timedelta(minutes=1))

    assert Token.objects.get().digest == digest_of(first.secret)


def test_nobody_has_more_than_so_many_working_tokens(person):
    for _n in range(MOST_TOKENS):
        last = make(person)
    with pytest.raises(TooManyTokens):
        make(person)
    revoke_token(token=last.token, by=person, at=timezone.now())

    make(person)


def test_people_see_their_own_tokens_only(as_, person):
    TokenFactory(person=person, name="Mine")
    TokenFactory(name="Not mine")

    page = as_(person).get(reverse("api:token_list")).content.decode()

    assert ("Mine" in page, "Not mine" in page) == (True, False)


def test_people_revoke_their_own_tokens_and_do_not_find_those_of_others(as_, person):
    mine, other = TokenFactory(person=person), TokenFactory()
    client = as_(person)

    answers = [client.post(reverse("api:token_revoke", args=[each.pk])) for each in (mine, other)]

    mine.refresh_from_db()
    other.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 404]
    assert (mine.revoked_by, other.revoked_by) == (person, None)
    assert not Notification.objects.exists()


def test_opening_the_address_that_revokes_revokes_nothing(as_, person):
    token = TokenFactory(person=person)

    answer = as_(person).get(reverse("api:token_revoke", args=[token.pk]))

    token.refresh_from_db()
    assert (answer.status_code, token.revoked_at) == (405, None)


def test_revoking_twice_keeps_who_did_first(person, admin):
    token = TokenFactory(person=person)

    done = [revoke_token(token=token, by=by, at=timezone.now()) for by in (admin, person)]

    token.refresh_from_db()
    assert (done, token.revoked_by) == ([True, False], admin)
    assert Notification.objects.get().recipient == person


def test_administrators_see_and_revoke_the_tokens_of_everyone(as_, admin, person):
    theirs = TokenFactory(person=person, name="Study")
    client = as_(admin)

    page = client.get(reverse("api:all_tokens")).content.decode()
    answer = client.post(reverse("api:token_revoke", args=[theirs.pk]))

    theirs.refresh_from_db()
    assert "Ada Okafor" in page
    assert (answer["Location"], theirs.revoked_by) == (reverse("api:all_tokens"), admin)


@pytest.mark.parametrize(
    ("name", "has_key"),
    [
        ("api:all_tokens", False),
        ("api:service_list", False),
        ("api:service_new", False),
        ("api:service_edit", True),
        ("api:service_token_new", True),
    ],
)
def test_pages_of_services_are_for_administrators(as_, admin, name, has_key):
    address = reverse(name, args=[ServiceFactory().pk] if has_key else [])

    statuses = {
        role: as_(UserFactory(roles=[role])).get(address).status_code
        for role in (Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)
    }

    assert statuses == {Role.EDITOR: 403, Role.COORDINATOR: 403, Role.ADMINISTRATOR: 200}


def test_a_service_is_seen_by_its_contact_who_revokes_its_tokens_and_makes_none(as_, person):
    service = ServiceFactory(contact=person)
    token = TokenFactory(person=None, service=service)
    client = as_(person)
    revoke = reverse("api:token_revoke", args=[token.pk])

    page = client.get(service.get_absolute_url())
    listed = client.get(reverse("api:token_list")).content.decode()
    answer = client.post(revoke)
    stranger = as_(UserFactory())
    others = [stranger.get(service.get_absolute_url()), stranger.post(revoke)]

    token.refresh_from_db()
    assert (page.status_code, "Edit the service" in page.content.decode()) == (200, False)
    assert service.get_absolute_url() in listed
    assert (answer["Location"], token.revoked_by) == (service.get_absolute_url(), person)
    assert [each.status_code for each in others] == [404, 404]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(reverse("api:token_list")).status_code == 302


def test_a_service_is_added_changed_and_given_a_token(as_, admin, person):
    client = as_(admin)
    words = {"name": "Catalogue", "purpose": "", "contact": person.email.upper()}

    added = client.post(reverse("api:service_new"), words | {"scopes": ["library:read"]})
    service = Service.objects.get()
    made = client.post(reverse("api:service_token_new", args=[service.pk]), NEW)
    edit = reverse("api:service_edit", args=[service.pk])
    changed, _again = (client.post(edit, words) for _click in range(2))

    service.refresh_from_db()
    token = Token.objects.get()
    assert (added["Location"], changed.status_code) == (service.get_absolute_url(), 302)
    assert (service.contact, service.added_by, service.scopes) == (person, admin, [])
    changes = service.changes.order_by("pk")
    assert [(each.by, each.scopes) for each in changes] == [(admin, ["library:read"]), (admin, [])]
    assert (token.service, token.person, token.made_by) == (service, None, admin)
    assert len(set(SECRET.findall(made.content.decode()))) == 1
    assert Notification.objects.get().recipient == person


def test_what_was_decided_of_a_service_is_not_rewritten(as_, admin, person):
    words = {"purpose": "", "contact": person, "scopes": ["library:read"]}
    service = add_service(name="Catalogue", **words, by=admin, at=timezone.now())
    [change] = service.changes.all()

    with pytest.raises(TypeError):
        change.save()

    assert str(admin) in as_(person).get(service.get_absolute_url()).content.decode()


def test_a_contact_is_somebody_with_an_account(as_, admin):
    words = {"name": "Catalogue", "contact": "nobody@example.org"}

    answer = as_(admin).post(reverse("api:service_new"), words)

    assert "There is no account with this address. Enter another one" in answer.content.decode()
    assert not Service.objects.exists()


def test_a_service_that_is_sent_twice_is_added_once_and_names_differ(admin, person):
    words = {"purpose": "", "contact": person, "scopes": [], "by": admin, "at": timezone.now()}

    first, second = (add_service(name="Catalogue", **words) for _n in range(2))
    with pytest.raises(Exception, match="already a service with this name"):
        add_service(name="Catalogue", **words | {"purpose": "Another"})

    assert first == second == Service.objects.get()


def test_a_service_whose_contact_has_left_says_so(as_, admin, person):
    service = ServiceFactory(contact=person, added_by=admin)
    make_service_token(
        service=service, name="T", days=30, by=admin, key=uuid.uuid4(), at=timezone.now()
    )
    close_account(user=person, at=timezone.now())

    pages = [as_(admin).get(a) for a in (reverse("api:service_list"), service.get_absolute_url())]

    assert ["The contact has closed their account" in page.content.decode() for page in pages] == [
        True,
        True,
    ]


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("page", ["api:token_list", "api:all_tokens", "api:service_list"])
def test_lists_take_the_same_queries_whatever_their_length(
    as_, admin, django_assert_max_num_queries, page, count
):
    TokenFactory.create_batch(count, person=admin)
    for service in ServiceFactory.create_batch(count):
        TokenFactory(person=None, service=service)
    client = as_(admin)
    client.get(reverse(page))

    with django_assert_max_num_queries(7):
        answer = client.get(reverse(page))

    assert answer.status_code == 200


def test_my_data_lists_tokens_without_what_would_let_somebody_in(person):
    made = make(person)

    data = str(personal_data_of(person))

    assert made.token.shown_part in data
    assert made.secret not in data
    assert made.token.digest not in data


@pytest.mark.parametrize("name", ["api:token_new", "api:service_new"])
def test_whoever_has_a_password_enters_it_before_the_page_opens(as_, admin, name):
    admin.set_password("correct horse battery")
    admin.save()
    client, page = as_(admin), reverse(name)

    asked = client.get(page)
    entered = client.post(asked["Location"], {"password": "correct horse battery"})

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert (entered["Location"], client.get(page).status_code) == (page, 200)


def test_a_form_that_comes_long_after_the_password_is_not_lost(as_, person, time_machine):
    person.set_password("correct horse battery")
    person.save()
    client, page = as_(person), reverse("api:token_new")
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    client.post(client.get(page)["Location"], {"password": "correct horse battery"})
    time_machine.move_to("2026-11-24T09:20:00Z", tick=False)

    asked = client.post(page, NEW)
    answer = client.post(asked["Location"], {"password": "correct horse battery"})

    assert (answer.status_code, Token.objects.get().name) == (200, "Study of homes")
    assert SECRET.search(answer.content.decode())

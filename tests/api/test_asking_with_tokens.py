"""What the API answers to a token: as its owner, never more, and never into a cache."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.roles import Role
from api.models import Token
from api.token_text import is_token_text, new_token_text
from demo.factories.accounts import UserFactory
from demo.factories.api import ServiceFactory
from demo.factories.library import RecordFactory
from library.lists.models import ReadingList

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def reading_list(**fields):
    fields = {"user": UserFactory(), "name": "A list", "made_at": NOW, "changed_at": NOW} | fields
    return ReadingList.objects.create(**fields)


def names(answer):
    return [item["name"] for item in answer.json()["items"]]


def test_a_token_reads_what_everyone_reads(ask, client, secret_of):
    RecordFactory(title="Cold homes")

    answer = ask(secret_of())

    assert (answer.status_code, answer.json()) == (200, client.get("/api/v1/records/").json())


def test_what_a_token_is_answered_is_kept_by_no_cache(ask, client, secret_of):
    RecordFactory()

    answer, anonymous = ask(secret_of()), client.get("/api/v1/records/")

    assert answer["Cache-Control"] == "private, no-store"
    assert anonymous["Cache-Control"] == "no-cache"
    assert all("Authorization" in each["Vary"] for each in (answer, anonymous))
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_with_a_token_what_has_not_changed_is_not_sent_again(ask, secret_of):
    secret = secret_of()
    first = ask(secret)

    again = ask(secret, **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-store")


def forged(secret):
    return secret[:-1] + ("a" if secret[-1] != "a" else "b")


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "praxis_", "praxis_" + "a" * 38, "password", "praxis_ü" + "a" * 37, "a b c", "\x00"),
        pytest.param(new_token_text(), id="well formed, but nobody's"),
    ],
)
def test_a_wrong_token_is_401_with_a_problem(ask, wrong):
    answer = ask(wrong)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Praxis", error="invalid_token"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.json()["status"] == 401


def test_a_token_with_a_slip_of_the_pen_is_refused_without_a_query(
    ask, secret_of, django_assert_num_queries
):
    secret = forged(secret_of())

    with django_assert_num_queries(0):
        answer = ask(secret)

    assert answer.status_code == 401


def test_an_expired_or_revoked_token_is_401(ask, secret_of, time_machine):
    time_machine.move_to(NOW, tick=False)
    revoked = secret_of(revoked_at=NOW)
    expiring = secret_of(expires_at=NOW + dt.timedelta(days=1))
    before = ask(expiring).status_code
    time_machine.move_to(NOW + dt.timedelta(days=1), tick=False)

    assert (before, ask(expiring).status_code, ask(revoked).status_code) == (200, 401, 401)


@pytest.mark.parametrize("ended", ["closed", "suspended"])
def test_a_token_ends_with_the_account(ask, secret_of, ended):
    person = UserFactory()
    secret = secret_of(person=person)
    if ended == "closed":
        close_account(user=person, at=timezone.now())
    else:
        type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert ask(secret).status_code == 401


def test_closing_an_account_deletes_its_tokens(secret_of, django_capture_on_commit_callbacks):
    person = UserFactory()
    secret_of(person=person)
    secret_of()

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=person, at=timezone.now())

    assert not Token.objects.filter(person=person).exists()
    assert Token.objects.count() == 1


def test_a_new_password_does_not_end_a_token(ask, secret_of):
    person = UserFactory()
    secret = secret_of(person=person)
    person.set_password("correct horse battery")
    person.save()

    assert ask(secret).status_code == 200


def test_a_token_without_the_scope_is_403_and_says_which(ask, secret_of):
    answer = ask(secret_of(scopes=["lists:read"]))

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="library:read"'


def test_a_person_s_token_reads_their_own_lists_and_nobody_else_s(ask, client, secret_of):
    person = UserFactory()
    reading_list(user=person, name="Mine")
    reading_list(name="Not mine")
    reading_list(name="For all", sharing=ReadingList.Sharing.CURATED)
    lists = "/api/v1/lists/"

    mine = ask(secret_of(person=person, scopes=["lists:read"]), lists)
    of_service = ask(secret_of(person=None, service=ServiceFactory(scopes=["lists:read"])), lists)

    assert names(mine) == ["Mine", "For all"]
    assert names(of_service) == names(client.get(lists)) == ["For all"]


def test_an_administrator_s_token_reads_no_list_of_others(ask, secret_of):
    admin = UserFactory(roles=[Role.ADMINISTRATOR])
    other = reading_list()

    answer = ask(secret_of(person=admin, scopes=["lists:read"]), f"/api/v1/lists/{other.pk}/")

    assert answer.status_code == 404


def test_a_session_does_not_count_beside_a_token(ask, client, secret_of):
    person = UserFactory()
    reading_list(user=person)
    client.force_login(person)

    answer = ask(secret_of(scopes=["lists:read"]), "/api/v1/lists/")

    assert names(answer) == []


def test_the_token_of_staff_without_a_second_factor_is_refused(ask, secret_of):
    editor = UserFactory(roles=[Role.EDITOR], is_demo=False)

    answer = ask(secret_of(person=editor))

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_a_service_may_do_what_it_may_today(ask, secret_of):
    service = ServiceFactory(scopes=["library:read"])
    secret = secret_of(person=None, service=service)
    before = ask(secret).status_code
    service.scopes = []
    service.save()

    assert (before, ask(secret).status_code) == (200, 403)


def test_the_day_of_the_last_use_is_noted_once_a_day(ask, secret_of, time_machine):
    time_machine.move_to(NOW, tick=False)
    secret = secret_of()
    ask(secret)
    first = Token.objects.get().last_used_on
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)
    ask(secret)

    assert (first, Token.objects.get().last_used_on) == (NOW.date(), dt.date(2026, 3, 4))


def test_a_token_takes_one_query_once_its_use_of_the_day_is_noted(
    ask, client, secret_of, django_assert_num_queries
):
    secret = secret_of(person=None, service=ServiceFactory())
    ask(secret)

    with django_assert_num_queries(1):
        answer = ask(secret, "/api/v1/openapi.json")

    assert answer.status_code == 200


def test_a_token_has_a_higher_limit_of_its_own(ask, client, secret_of, time_machine):
    time_machine.move_to(NOW, tick=False)
    cache.clear()
    secret, other = secret_of(), secret_of()
    for _n in range(301):
        last = client.get("/api/v1/records/?limit=x")
    ask(secret)
    [key] = [key for key in cache._cache if "rate:api:token" in key]
    cache.incr(key.removeprefix(":1:"), 1198)
    statuses = {ask(secret, "/api/v1/records/?limit=x").status_code}

    assert (last.status_code, last["Retry-After"]) == (429, "60")
    assert statuses == {400}
    assert (ask(secret).status_code, ask(other).status_code) == (429, 200)


def test_wrong_tokens_count_for_their_address(ask, time_machine):
    time_machine.move_to(NOW, tick=False)
    cache.clear()
    statuses = [ask("praxis_wrong").status_code for _n in range(301)]

    assert statuses == [401] * 300 + [429]


def test_other_schemes_than_bearer_are_left_alone(client):
    answer = client.get("/api/v1/records/", headers={"Authorization": "Basic dXNlcjpwYXNz"})

    assert answer.status_code == 200


def test_a_program_is_told_of_its_own_token(ask, client, secret_of):
    person = UserFactory(full_name="Ada Okafor")
    secret = secret_of(person=person, name="Study")
    expires_at = Token.objects.get().expires_at

    answer, without = ask(secret, "/api/v1/token/"), client.get("/api/v1/token/")

    assert answer.json() == {
        "name": "Study",
        "owner": "Ada Okafor",
        "owner_kind": "person",
        "scopes": ["library:read"],
        "expires_at": expires_at.isoformat(),
    }
    assert without.status_code == 401


def test_tokens_differ_and_one_wrong_character_is_noticed():
    tokens = {new_token_text() for _n in range(200)}

    assert len(tokens) == 200
    assert all(text.startswith("praxis_") and len(text) == 45 for text in tokens)
    assert all(is_token_text(text) and not is_token_text(forged(text)) for text in tokens)


def test_other_methods_are_refused_to_tokens_too(client, secret_of):
    answer = client.post("/api/v1/records/", headers={"Authorization": f"Bearer {secret_of()}"})

    assert (answer.status_code, answer["Cache-Control"]) == (405, "private, no-store")

"""The site closed for a while."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

PAGE = "We will be back soon"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def say(*words: str) -> str:
    out = io.StringIO()
    call_command("maintenance", *words, stdout=out)
    return out.getvalue().strip()


def test_a_closed_site_answers_every_address_without_the_database(client):
    say("on", "--minutes", "10")

    answers = [
        client.get("/"),
        client.get("/library/"),
        client.post("/accounts/login/"),
        client.get("/no-such/"),
    ]

    assert {answer.status_code for answer in answers} == {503}
    assert all(PAGE in answer.content.decode() for answer in answers)
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}
    assert all(590 < int(answer["Retry-After"]) <= 600 for answer in answers)


@pytest.mark.django_db
def test_health_checks_are_answered_while_the_site_is_closed(client):
    say("on")

    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_the_site_opens_again_at_once(client):
    say("on")
    said = say("off")

    assert said == "The site is open."
    assert client.get("/").status_code == 200
    assert say("off") == "The site is open."


@pytest.mark.parametrize("text", ["", "soon", "2026-11-29T10:00:00", "2020-01-01T00:00:00+00:00"])
def test_a_file_made_by_hand_closes_the_site_too(client, folder, text):
    (folder / "maintenance").write_text(text)

    answer = client.get("/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "120")


def test_the_command_says_for_how_long(folder):
    assert say("status") == "The site is open."
    assert say("on", "--minutes", "5") == (
        "The site is closed; programs are told to come again in 5 minutes."
    )
    until = dt.datetime.fromisoformat((folder / "maintenance").read_text())
    assert until.tzinfo is not None


def test_no_time_at_all_is_refused():
    with pytest.raises(CommandError, match="at least one minute"):
        say("on", "--minutes", "0")

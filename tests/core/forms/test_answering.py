"""The one road of a form that is sent: act once, lead on, or show the words again with what stood in the way."""

import json
import uuid
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError

from core.forms.answering import autosave, save
from core.forms.bases import FingerprintForm, KeyedForm
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.form_keys import AlreadySubmitted
from core.refusals import Conflict


class NoteForm(KeyedForm):
    """One text that is sent once."""

    note = forms.CharField()


class ChangeForm(FingerprintForm):
    """One text that may be open twice."""

    note = forms.CharField(label="Note")


@pytest.fixture
def sent(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    return request


def raising(error):
    def act():
        raise error

    return act


def note(**words):
    return NoteForm({"note": "Damp", "form_key": str(uuid.uuid4()), **words})


def test_a_valid_form_acts_once_tells_and_leads_on(sent):
    made = []

    answer = save(sent, note(), lambda: made.append(1), to=("admin:login",), said="Saved.")

    assert (made, answer.status_code, answer.url) == ([1], 302, "/admin/login/")
    assert [str(each) for each in get_messages(sent)] == ["Saved."]


def test_nothing_happens_for_a_form_that_is_not_sent_or_not_valid(sent):
    made = []

    answers = [
        save(sent, form, lambda: made.append(1), to="/") for form in (NoteForm(), note(note=""))
    ]

    assert (answers, made) == ([None, None], [])


@pytest.mark.parametrize("error", [Conflict("Too late."), ValidationError("Too late.")])
def test_a_refusal_stands_above_the_kept_words(sent, error):
    form = note()

    answer = save(sent, form, raising(error), to="/")

    assert (answer, form.non_field_errors(), form["note"].value()) == (None, ["Too late."], "Damp")
    assert (form.status, form.refusal) == (200, error)


def test_words_that_were_sent_before_get_a_key_of_their_own(sent):
    form = note()
    key = form["form_key"].value()

    save(sent, form, raising(AlreadySubmitted()), to="/")

    assert form["form_key"].value() != key


def test_a_refusal_with_a_page_of_its_own_goes_there(sent):
    with pytest.raises(Conflict):
        save(sent, note(), raising(Conflict("Closed.")), to="/", page_for=(Conflict,))


def test_a_save_between_is_shown_beside_the_words(sent):
    made = []
    form = ChangeForm({"note": "Mine", "seen": "older"}, initial={"note": "Theirs"})

    answer = save(sent, form, lambda: made.append(1), to="/")

    assert (answer, made, form.status, form.conflict) == (None, [], 409, [("Note", "Theirs")])


def test_the_same_words_saved_before_are_no_conflict(sent):
    stored = SimpleNamespace(pk=1)
    form = note()
    form.refuse = lambda refusal: None

    answer = save(sent, form, raising(EditedElsewhere(stored)), to=lambda thing: f"/{thing.pk}/")

    assert answer.url == "/1/"


def test_an_autosave_answers_its_number_or_why_it_was_not_kept():
    answers = [
        autosave(note(), lambda: SimpleNamespace(edit_number=3)),
        autosave(note(note=""), lambda: None),
        autosave(note(), raising(Conflict("Too late."))),
    ]

    assert [answer.status_code for answer in answers] == [200, 422, 409]
    assert json.loads(answers[0].content)["edit_number"] == 3
    assert json.loads(answers[2].content) == {"message": "Too late."}

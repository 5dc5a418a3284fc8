"""Sessions: read with a prepared query, and otherwise as Django keeps them."""

import datetime as dt

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.signing_in.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_a_session_is_read_by_either_store():
    written = SessionStore()
    written["colour"] = "green"
    written.save()

    assert SessionStore(written.session_key)["colour"] == "green"
    assert db.SessionStore(written.session_key)["colour"] == "green"


def test_an_expired_session_is_gone_and_nobody_chooses_a_key():
    written = SessionStore()
    written.save()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))

    for key in (written.session_key, "a" * 32):
        store = SessionStore(key)
        assert store.is_empty() or dict(store.items()) == {}
        assert store.session_key is None

"""What is written in a form and not sent is found again, for its writer alone, until it is sent."""

import datetime as dt
import re
import uuid

import pytest
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.shortcuts import redirect
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.actions.roles import grant_role
from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from core.forms.unsent import FIELD, Copy
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.memberships import remove_member
from networks.models import Membership, Post
from unsent.actions import (
    KEPT,
    MOST_LETTERS,
    MOST_TEXTS,
    ContinuedElsewhere,
    keep_refused,
    keep_text,
)
from unsent.middleware import UnsentMiddleware
from unsent.models import UnsentText
from unsent.tasks import forget_unsent_texts

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
WORDS = "What we tried in Hull, and what came of it."
FIELDS = [("body", WORDS)]


def copy_of(page="/networks/", number=0, key=None, form="a.Form"):
    return Copy(key or uuid.uuid4(), number, form, page)


@pytest.fixture
def discussion():
    return DiscussionFactory(network=NetworkFactory(by=UserFactory()), title="Cold homes")


@pytest.fixture
def writer(discussion, client):
    """A member of the network, signed in."""
    writer = discussion.network.memberships.filter(role="member").first().user
    client.force_login(writer)
    return writer


def mark_on(page):
    """Return the mark of the copy of the reply's form on this page."""
    text = page.content.decode()
    return text.split(f'name="{FIELD}" value="', 1)[1].split('"', 1)[0]


def reply_to(discussion):
    return reverse("networks:discussion_reply", args=[discussion.network.slug, discussion.pk])


def autosave(client, discussion, mark, words=WORDS):
    return client.post(
        reverse("unsent:keep"),
        {FIELD: mark, "unsent_address": reply_to(discussion), "body": words, "form_key": "x"},
        headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"},
    )


def test_what_was_written_is_found_on_another_device_continued_sent_and_gone(
    client, writer, discussion
):
    page = discussion.get_absolute_url()
    saved = autosave(client, discussion, mark_on(client.get(page)))
    saved_again = autosave(client, discussion, saved.json()["mark"], WORDS + " More.")
    (text,) = UnsentText.objects.all()

    other = Client()
    other.force_login(writer)
    offered = other.get(page).content.decode()
    continued = other.get(text.continue_url)
    sent = other.post(
        reply_to(discussion), {FIELD: mark_on(continued), "body": WORDS, "form_key": uuid.uuid4()}
    )

    assert (saved.status_code, saved_again.status_code, text.edit_number) == (200, 200, 2)
    assert text.fields == [["body", WORDS + " More."]]
    assert "You started writing here on" in offered
    assert WORDS not in offered
    assert WORDS + " More." in continued.content.decode()
    assert sent.status_code == 302
    assert Post.objects.filter(body=WORDS).exists()
    assert not UnsentText.objects.exists()
    assert "You started writing here" not in other.get(page).content.decode()


def test_a_refused_send_keeps_the_words_without_a_script(client, writer, discussion):
    mark = mark_on(client.get(discussion.get_absolute_url()))
    membership = Membership.objects.get(user=writer)
    moderator = UserFactory()
    Membership.objects.filter(pk=membership.pk).update(role="member")
    remove_member(membership=membership, by=moderator, reason="Rules", at=timezone.now())

    refused = client.post(reply_to(discussion), {FIELD: mark, "body": WORDS})
    listed = client.get(reverse("unsent:text_list"))
    (text,) = UnsentText.objects.all()
    page = client.get(text.get_absolute_url())

    assert refused.status_code in {403, 404}
    assert "We keep it for 30 days" in refused.content.decode()
    assert WORDS in listed.content.decode()
    assert WORDS in page.content.decode()
    assert [name for name, _value in text.fields] == ["body"]


def test_a_form_with_mistakes_keeps_its_words_under_the_mark_that_it_shows(
    client, writer, discussion
):
    start = reverse("networks:discussion_start", args=[discussion.network.slug])
    mark = mark_on(client.get(start))

    wrong = client.post(start, {FIELD: mark, "title": "", "body": WORDS})
    (text,) = UnsentText.objects.all()
    shown = Copy.read(mark_on(wrong))
    fixed = client.post(
        start,
        {FIELD: shown.mark, "title": "Heat", "body": WORDS, "form_key": uuid.uuid4()},
    )

    assert wrong.status_code == 200
    assert (shown.key, shown.number) == (text.key, text.edit_number)
    assert fixed.status_code == 302
    assert not UnsentText.objects.exists()


def test_two_tabs_keep_two_texts_and_one_text_is_not_overwritten_by_an_older_copy(
    client, writer, discussion
):
    page = discussion.get_absolute_url()
    first, second = (mark_on(client.get(page)) for _ in range(2))
    autosave(client, discussion, first, "From the first tab, as it was.")
    autosave(client, discussion, second, "From the second tab, as it was.")
    text = UnsentText.objects.get(key=Copy.read(first).key)
    here, there = (mark_on(client.get(text.continue_url)) for _ in range(2))

    saved = autosave(client, discussion, here, "Changed here.")
    refused = autosave(client, discussion, there, "Changed there.")

    assert here == there
    assert (saved.status_code, refused.status_code) == (200, 409)
    assert "another window" in refused.json()["message"]
    assert {t.fields[0][1] for t in UnsentText.objects.all()} == {
        "Changed here.",
        "From the second tab, as it was.",
    }


def test_a_refused_send_of_an_older_copy_stands_beside_the_newer_words():
    owner, copy = UserFactory(), copy_of()
    keep_text(owner=owner, copy=copy, address="/a/", fields=[("body", "new")], at=NOW)
    with pytest.raises(ContinuedElsewhere):
        keep_text(owner=owner, copy=copy, address="/a/", fields=[("body", "old")], at=NOW)

    keep_refused(owner=owner, copy=copy, address="/a/", fields=[("body", "old")], at=NOW)

    assert sorted(t.fields[0][1] for t in UnsentText.objects.all()) == ["new", "old"]


def test_nobody_else_sees_or_changes_a_text(client):
    owner, copy = UserFactory(), copy_of()
    text = keep_text(owner=owner, copy=copy, address="/a/", fields=FIELDS, at=NOW)
    client.force_login(UserFactory(is_superuser=True))

    pages = [
        client.get(text.get_absolute_url()).status_code,
        client.post(reverse("unsent:text_discard", args=[text.key])).status_code,
    ]
    listed = client.get(reverse("unsent:text_list")).content.decode()

    assert pages == [404, 302]
    assert WORDS not in listed
    assert UnsentText.objects.get() == text


def test_a_text_can_be_discarded_is_exported_expires_and_goes_with_the_account(
    client, time_machine, django_capture_on_commit_callbacks
):
    owner = UserFactory()
    texts = [
        keep_text(owner=owner, copy=copy_of(), address="/a/", fields=FIELDS, at=NOW + day)
        for day in (dt.timedelta(), dt.timedelta(days=1), dt.timedelta(days=2))
    ]
    exported = personal_data_of(owner)["unsent"].data
    client.force_login(owner)
    client.post(reverse("unsent:text_discard", args=[texts[2].key]))
    time_machine.move_to(NOW + KEPT + dt.timedelta(minutes=1), tick=False)
    forget_unsent_texts()
    left = list(UnsentText.objects.all())
    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=owner, at=timezone.now())

    assert [each["fields"] for each in exported] == [[["body", WORDS]]] * 3
    assert left == [texts[1]]
    assert not UnsentText.objects.exists()


def test_there_is_a_limit_to_texts_and_to_their_length(client):
    owner = UserFactory()
    client.force_login(owner)
    keys = [
        keep_text(
            owner=owner, copy=copy_of(), address="/a/", fields=FIELDS,
            at=NOW + dt.timedelta(minutes=n),
        ).key
        for n in range(MOST_TEXTS + 2)
    ]  # fmt: skip

    answer = client.post(
        reverse("unsent:keep"),
        {FIELD: copy_of().mark, "unsent_address": "/a/", "body": "x" * (MOST_LETTERS + 1)},
    )

    assert answer.status_code == 413
    assert set(UnsentText.objects.values_list("key", flat=True)) == set(keys[2:])


# The names of tests must be the same in every process.
SOME_KEY = uuid.UUID(int=7)


@pytest.mark.parametrize(
    ("mark", "address"),
    [
        ("", "/a/"),
        ("x", "/a/"),
        (f"{SOME_KEY} 0 f https://evil.example/", "/a/"),
        (f"{SOME_KEY} 0 f //evil.example/", "/a/"),
        (f"{SOME_KEY} -1 f /", "/a/"),
        (f"{SOME_KEY} ² f /", "/a/"),
        (f"{SOME_KEY} 0 f /", "//evil.example/"),
        (f"{SOME_KEY} 0 f /" + "x" * 700, "/a/"),
        (f"{SOME_KEY} 0 f /", "/\0"),
        (f"{SOME_KEY} 0 f /\0", "/a/"),
    ],
)
def test_marks_that_we_did_not_write_are_refused(client, mark, address):
    client.force_login(UserFactory())

    answer = client.post(
        reverse("unsent:keep"), {FIELD: mark, "unsent_address": address, "body": WORDS}
    )

    assert answer.status_code == 400
    assert not UnsentText.objects.exists()


def test_forged_forms_of_other_sites_leave_nothing(discussion, writer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)

    answer = strict.post(reply_to(discussion), {FIELD: copy_of().mark, "body": WORDS})

    assert answer.status_code in {302, 403}
    assert not UnsentText.objects.exists()


def test_secrets_keys_and_nulls_are_not_kept(client):
    client.force_login(UserFactory())
    sent = {"password": "p" * 30, "code": "123456", "csrfmiddlewaretoken": "t", "body": "a\0b"}

    client.post(reverse("unsent:keep"), {FIELD: copy_of().mark, "unsent_address": "/a/", **sent})

    assert UnsentText.objects.get().fields == [["body", "ab"]]


def test_pages_of_people_without_unsent_texts_ask_for_none(
    client, writer, discussion, django_assert_max_num_queries
):
    page = reverse("networks:discussion_start", args=[discussion.network.slug])
    client.get(page)

    with django_assert_max_num_queries(20) as asked:
        client.get(page)

    tables = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in tables if sql.startswith('SELECT "unsent_')]


def test_a_text_is_known_by_its_form_and_the_thing_it_belongs_to(client, writer, discussion):
    mark = mark_on(client.get(discussion.get_absolute_url()))
    by_script = {
        FIELD: mark,
        "unsent_address": reply_to(discussion),
        "unsent_title": "Error: Cold homes · Institute of Health Equity",
        "body": WORDS,
    }
    client.post(reverse("unsent:keep"), by_script, headers={"accept": "application/json"})
    start = reverse("networks:discussion_start", args=[discussion.network.slug])
    client.post(start, {FIELD: mark_on(client.get(start)), "title": "", "body": WORDS})

    names = [text.name for text in UnsentText.objects.order_by("pk")]
    listed = client.get(reverse("unsent:text_list")).content.decode()

    assert names == ["Your post: Cold homes", "Your post: Start a discussion"]
    assert all(f">{name}</a>" in listed for name in names)
    assert [name for name, _words in UnsentText.objects.first().words] == ["Your post"]


@pytest.mark.parametrize("form", ["a.Form", "os.path", "sys.modules", "networks.forms.posts.re"])
def test_the_name_of_a_form_that_is_none_loads_nothing(form):
    text = UnsentText(form=form, fields=[["body_text", WORDS]])

    assert text.name == "Body text"


@pytest.mark.parametrize("why", ["leaving", "second factor"])
def test_words_are_kept_when_their_view_was_never_asked(client, writer, discussion, why):
    mark = mark_on(client.get(discussion.get_absolute_url()))
    if why == "leaving":
        User.objects.filter(pk=writer.pk).update(closes_at=NOW, is_active=False)
    else:
        User.objects.filter(pk=writer.pk).update(is_demo=False)
        grant_role(user=writer, role=Role.COORDINATOR, by=None)

    answer = client.post(reply_to(discussion), {FIELD: mark, "body": WORDS})

    assert answer.status_code == 302
    assert UnsentText.objects.get().fields == [["body", WORDS]]


@pytest.mark.parametrize(
    ("level", "is_kept"), [("error", True), ("warning", True), ("success", False)]
)
def test_words_are_kept_when_a_redirect_comes_with_a_warning(client, writer, rf, level, is_kept):
    copy = copy_of()
    keep_text(owner=writer, copy=copy, address="/a/", fields=FIELDS, at=NOW)

    def view(request):
        getattr(messages, level)(request, "Words about it.")
        return redirect("/b/")

    request = rf.post("/a/", {FIELD: copy_of(key=copy.key, number=1).mark, "body": WORDS})
    request.user, request.csrf_processing_done = writer, True
    request.session = client.session
    request._messages = default_storage(request)
    UnsentMiddleware(view)(request)

    assert UnsentText.objects.exists() == is_kept
    assert [str(message) for message in messages.get_messages(request)] == ["Words about it."]


def test_the_words_of_a_button_are_no_text(client, discussion):
    client.force_login(MembershipFactory(network=discussion.network).user)
    first = discussion.posts.get()
    address = reverse("networks:post_flag", args=[discussion.network.slug, first.pk])
    page = client.get(address).content.decode()
    fields = dict(
        re.findall(r'<(?:input type="hidden"|button[^>]*) name="(\w+)" value="([^"]*)"', page)
    )

    answer = client.post(address, fields)

    assert {FIELD, "flag"} <= set(fields)
    assert "Choose what is wrong" in answer.content.decode()
    assert not UnsentText.objects.exists()

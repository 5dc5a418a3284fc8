"""A tab that is still open does not bring back what its reader may no longer keep."""

import uuid

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.actions.roles import revoke_role
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from advice.actions.cases import change_case
from advice.actions.reviews import decline_review
from advice.tasks import forget_words_of_absent
from core.forms.unsent import FIELD, Copy
from demo.factories.accounts import UserFactory
from demo.factories.advice import DRAFT, AdviceCaseFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.discussions import hide_discussion
from networks.actions.discussions import reply as reply_to
from networks.actions.erasing import erase_posts
from networks.actions.memberships import leave_network
from tests.at_once import at_once
from unsent.actions import NoLongerOpen, keep_text
from unsent.middleware import UnsentMiddleware
from unsent.models import UnsentText

pytestmark = pytest.mark.django_db
TITLE = "Draft: Who was dismissed in Hull"
WORDS = "What the others wrote, and a line of mine."


def mark_on(page):
    """Return the mark of the copy of the form on this page."""
    return page.content.decode().split(f'name="{FIELD}" value="', 1)[1].split('"', 1)[0]


def autosave(client, mark, address, **words):
    sent = {FIELD: mark, "unsent_address": address, "unsent_title": TITLE, **words}
    return client.post(reverse("unsent:keep"), sent, headers={"accept": "application/json"})


def tab_of(client, user, address):
    """Sign in, open the page of a form, and return the mark of its copy."""
    client.force_login(user)
    return mark_on(client.get(address))


def mark_for(page):
    return Copy(uuid.uuid4(), 0, "a.Form", page).mark


def test_a_tab_with_the_draft_of_a_confidential_case_keeps_nothing_once_its_reader_has_left(client):
    gone = UserFactory()
    case = AdviceCaseFactory(is_confidential=True, state="drafting", members=[gone])
    address = reverse("advice:case_draft", args=[case.pk])
    mark = tab_of(client, gone, address)
    change_case(case=case, facts={}, by=case.lead, at=timezone.now(), members=[])

    kept = autosave(client, mark, address, **DRAFT | {"draft": WORDS})
    saved = client.post(address, {FIELD: mark, **DRAFT, "draft": WORDS})

    assert (kept.status_code, saved.status_code) == (409, 404)
    assert not UnsentText.objects.exists()
    assert "We keep it for 30 days" not in saved.content.decode()
    assert "Copy it before you leave this page" in saved.content.decode()
    told = str(personal_data_of(gone)["unsent"].data)
    assert (WORDS in told, TITLE in told) == (False, False)


def test_who_still_works_on_the_case_keeps_what_they_write(client):
    case = AdviceCaseFactory(is_confidential=True, state="drafting")
    address = reverse("advice:case_draft", args=[case.pk])

    kept = autosave(client, tab_of(client, case.lead, address), address, draft=WORDS)

    assert kept.status_code == 200
    assert UnsentText.objects.get().title == TITLE


def test_nobody_finds_out_by_keeping_whether_a_confidential_case_exists(client):
    hidden, public = AdviceCaseFactory(is_confidential=True), AdviceCaseFactory()
    client.force_login(UserFactory())
    pages = [reverse("advice:case_draft", args=[pk]) for pk in (hidden.pk, 10**9, 10**17)]
    answers = [autosave(client, mark_for(page), page, draft=WORDS) for page in pages]
    page = reverse("advice:case_draft", args=[public.pk])

    assert [answer.status_code for answer in answers] == [409] * 3
    assert len({answer.content for answer in answers}) == 1
    assert autosave(client, mark_for(page), page, draft=WORDS).status_code == 200


def test_an_open_review_that_was_declined_keeps_its_words_without_the_title_of_the_case(client):
    case = AdviceCaseFactory(is_confidential=True, state="in-review")
    review = case.reviews.order_by("pk").first()
    address = review.get_absolute_url()
    mark = tab_of(client, review.reviewer, address)
    before = autosave(client, mark, address, comments=WORDS)
    decline_review(review=review, by=review.reviewer, at=timezone.now())

    kept = autosave(client, before.json()["mark"], address, comments=WORDS + " More.")

    text = UnsentText.objects.get()
    assert kept.status_code == 200
    assert (text.title, text.fields) == ("", [["comments", WORDS + " More."]])


@pytest.mark.parametrize("way", ["left", "hidden", "erased"])
def test_an_open_tab_does_not_bring_back_the_title_of_a_discussion(client, way):
    discussion = DiscussionFactory(network=NetworkFactory(by=UserFactory()))
    network, user = discussion.network, MembershipFactory(network=discussion.network).user
    reply = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])
    mark = tab_of(client, user, discussion.get_absolute_url())
    before = autosave(client, mark, reply, body=WORDS)
    titled = UnsentText.objects.get().title
    if way == "left":
        leave_network(network=network, user=user, at=timezone.now())
    elif way == "erased":
        # It is still there, for the sake of an answer.
        reply_to(
            discussion=discussion, author=user, body="Yes.", key=uuid.uuid4(), at=timezone.now()
        )
        author = discussion.author
        type(author).objects.filter(pk=author.pk).update(closed_at=timezone.now())
        author.refresh_from_db()
        request = author._meta.get_field("closing_request").related_model
        request.objects.create(user=author, erases_posts=True, asked_at=timezone.now())
        assert erase_posts(at=timezone.now()) == 1
    else:
        hide_discussion(discussion=discussion, by=UserFactory(), reason="Names people.", at=timezone.now())  # fmt: skip

    kept = autosave(client, before.json()["mark"], reply, body=WORDS + " More.")

    text = UnsentText.objects.get()
    assert (kept.status_code, titled) == (200, TITLE)
    assert (text.title, text.fields) == ("", [["body", WORDS + " More."]])


@pytest.mark.parametrize("way", ["announced", "swept"])
def test_a_former_coordinator_keeps_nothing_of_confidential_cases(
    client, way, django_capture_on_commit_callbacks
):
    former = UserFactory(roles=[Role.COORDINATOR])
    hidden, public = AdviceCaseFactory(is_confidential=True), AdviceCaseFactory()
    pages = [reverse("advice:case_edit", args=[case.pk]) for case in (hidden, public)]
    mark = tab_of(client, former, pages[0])
    marks = [mark, tab_of(client, former, pages[1])]
    for each, page in zip(marks, pages, strict=True):
        assert autosave(client, each, page, asked=WORDS).status_code == 200

    with django_capture_on_commit_callbacks(execute=way == "announced"):
        revoke_role(user=former, role=Role.COORDINATOR, by=None)
    if way == "swept":
        forget_words_of_absent()

    assert [text.page for text in UnsentText.objects.all()] == [pages[1]]
    assert autosave(client, mark, pages[0], asked=WORDS).status_code == 409


@pytest.mark.parametrize(
    ("status", "is_kept"), [(409, True), (507, True), (500, False), (503, False)]
)
def test_words_that_a_page_says_are_kept_are_kept_also_when_a_file_had_no_room(rf, status, is_kept):
    request = rf.post("/a/", {FIELD: mark_for("/a/"), "body": WORDS})
    request.user, request.csrf_processing_done = UserFactory(), True

    UnsentMiddleware(lambda _request: HttpResponse(status=status))(request)

    assert UnsentText.objects.exists() == is_kept


def test_a_page_does_not_say_that_a_text_is_kept_which_is_too_long(client):
    client.force_login(UserFactory())

    answers = [
        client.post(
            "/networks/none/join/", {FIELD: mark_for("/a/"), "message": "word " * times}
        ).content.decode()
        for times in (100, 30_000)
    ]

    assert ["We keep it for 30 days" in answer for answer in answers] == [True, False]
    assert UnsentText.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_removed_while_the_tab_keeps_has_nothing_in_the_end():
    gone = UserFactory()
    case = AdviceCaseFactory(is_confidential=True, state="drafting", members=[gone])
    page = reverse("advice:case_draft", args=[case.pk])

    def keep():
        copy = Copy(uuid.uuid4(), 0, "a.Form", page)
        return keep_text(owner=gone, copy=copy, address=page, fields=[("draft", WORDS)], at=timezone.now(), title=TITLE)  # fmt: skip

    def remove():
        return change_case(case=case, facts={}, by=case.lead, at=timezone.now(), members=[])

    results = at_once(keep, remove, keep)

    assert results[1] == case
    assert all(isinstance(each, UnsentText | NoLongerOpen) for each in (results[0], results[2]))
    assert not UnsentText.objects.exists()

"""Two weeks to think again: what happens when somebody asks to have their account closed, keeps it, or lets it go."""

import datetime as dt
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import leaving as leaving_actions
from accounts.actions.closing import LastAdministrator
from accounts.actions.leaving import (
    TIME_TO_THINK,
    AlreadyClosed,
    StillNeeded,
    ask_to_close,
    close_due_accounts,
    keep_account,
    remind_of_closing,
)
from accounts.models import ClosingRequest, Profile, User
from accounts.roles import Role
from accounts.tasks import close_due_accounts as close_due_accounts_task
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from mentoring.actions.matches import close_for_closed_accounts
from mentoring.models import MentorProfile
from networks.actions.cases import flag
from networks.actions.discussions import reply
from networks.actions.erasing import erase_posts
from networks.actions.posts import edit_post, hide_post
from networks.models import Case, Post, PostRevision
from networks.states import CaseState, PostState
from networks.tasks import sweep_closed_accounts
from notifications.models import Delivery

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DUE = NOW + TIME_TO_THINK
PASSWORD = "correct horse battery"


def leaving(user: User, *, erases_posts: bool = False) -> User:
    return ask_to_close(user=user, erases_posts=erases_posts, at=NOW)


def test_who_asks_is_inactive_signed_out_everywhere_and_told_by_mail_once(ada, client):
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    sessions = UserSession.objects.filter(user=ada).count()

    for _ in range(2):
        leaving(ada, erases_posts=True)

    ada.refresh_from_db()
    assert (sessions, UserSession.objects.filter(user=ada).count()) == (1, 0)
    assert (ada.is_active, ada.closed_at, ada.closes_at) == (False, None, DUE)
    assert [(d.mail, d.address) for d in Delivery.objects.all()] == [
        ("accounts.closing_asked", ada.email)
    ]
    assert "16 March 2026" in Delivery.objects.get().subject


@pytest.mark.parametrize("by", ["password", "code", "code of the sign-in form"])
def test_they_can_sign_in_again_only_to_keep_it_or_take_their_data(
    ada, client, by, django_capture_on_commit_callbacks
):
    ask_to_close(user=ada, erases_posts=False, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        if by == "password":
            client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
        elif by == "code":
            client.post(reverse("account_request_login_code"), {"email": ada.email})
        else:
            client.post(reverse("account_login"), {"login": ada.email, "password": ""})
    if by != "password":
        code = next(
            word for word in mail.outbox[-1].body.split() if word.isupper() and len(word) > 5
        )
        client.post(reverse("account_confirm_login_code"), {"code": code})

    home = client.get("/home/")
    asked_by_script = client.post("/home/", headers={"accept": "application/json"})
    pages = [client.get(reverse(f"accounts:{name}")) for name in ("leaving", "data_export")]
    export = client.post(reverse("accounts:data_export"))
    kept = client.post(reverse("accounts:leaving"))
    after = client.get(reverse("accounts:settings"))

    assert (home.status_code, home["Location"]) == (302, reverse("accounts:leaving"))
    assert asked_by_script.status_code == 403
    assert [page.status_code for page in pages] == [200, 200]
    assert b"Keep my account" in pages[0].content
    assert export.status_code in {200, 302}
    assert (kept.status_code, after.status_code) == (302, 200)
    assert User.objects.open().filter(pk=ada.pk).exists()
    assert not ClosingRequest.objects.exists()


def test_a_new_password_can_be_set_meanwhile(ada, client, django_capture_on_commit_callbacks):
    leaving(ada)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": ada.email})

    assert mail.outbox[-1].to == [ada.email]


def test_nobody_else_reaches_the_page(client, ada_client):
    client.logout()
    signed_out = client.get(reverse("accounts:leaving"))
    client.force_login(UserFactory())
    other = client.post(reverse("accounts:leaving"))

    assert signed_out["Location"].startswith(reverse("account_login"))
    assert other["Location"] == reverse("accounts:settings")


@pytest.mark.parametrize(
    ("role", "refusal"), [("administrator", LastAdministrator), ("facilitator", StillNeeded)]
)
def test_who_is_needed_is_told_why_and_can_go_once_another_is_there(role, refusal):
    user, other = UserFactory(full_name="Ina Need"), UserFactory()
    course = CourseFactory(title="Fair care", is_published=True) if role == "facilitator" else None
    if course:
        course.facilitators.set([user])
    else:
        user = UserFactory(roles=[Role.ADMINISTRATOR])
        User.objects.exclude(pk=user.pk).update(is_superuser=False)

    with pytest.raises(refusal) as refused:
        leaving(user)
    if course:
        assert "Fair care" in str(refused.value)
        course.facilitators.add(other)
    else:
        UserFactory(roles=[Role.ADMINISTRATOR])

    assert leaving(user).is_leaving


def test_an_inactive_facilitator_or_one_who_leaves_is_no_other_one():
    course = CourseFactory(is_published=True)
    one, two = UserFactory(), UserFactory()
    course.facilitators.set([one, two])
    leaving(one)

    with pytest.raises(StillNeeded):
        leaving(two)


def test_mentoring_ends_at_once_also_if_the_process_died_and_does_not_come_back(
    django_capture_on_commit_callbacks,
):
    match = MatchFactory()
    request = MentoringRequestFactory(mentor=match.mentor)
    with django_capture_on_commit_callbacks(execute=False):
        leaving(match.mentor)
    before = match.__class__.objects.get(pk=match.pk).state

    swept = close_for_closed_accounts(at=NOW)
    again = close_for_closed_accounts(at=NOW)
    keep_account(user=match.mentor, at=NOW)

    match.refresh_from_db()
    request.refresh_from_db()
    assert before != "ended"
    assert (swept, again) == (1, 0)
    assert (match.state, request.state) == ("ended", "declined")
    assert MentorProfile.objects.get(user=match.mentor).state == "closed"


def test_the_announcement_ends_mentoring(django_capture_on_commit_callbacks):
    match = MatchFactory()

    with django_capture_on_commit_callbacks(execute=True):
        leaving(match.mentee)

    match.refresh_from_db()
    assert match.state == "ended"


@pytest.mark.parametrize("who", ["person", "suspended", "leaving"])
def test_who_leaves_is_as_hidden_as_who_is_suspended(client, who):
    """Searches of people, profiles, names after an @, members, mentors: all of them ask one and the same thing."""
    reader, other = UserFactory(), UserFactory(full_name="Zelda Quist")
    network = NetworkFactory(by=reader, members=[other], at=NOW)
    MentorProfileFactory(user=other)
    Profile.objects.filter(user=other).update(onboarded_at=NOW)
    if who == "suspended":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif who == "leaving":
        leaving(other)
    client.force_login(reader)
    addresses = [
        "/search/?q=Zelda",
        f"/networks/{network.slug}/members/names/?q=Zelda",
        "/mentoring/mentors/",
    ]

    found = [b"Zelda Quist" in client.get(address).content for address in addresses]
    profile = client.get(other.get_absolute_url()).status_code

    is_there = who == "person"
    assert found == [is_there] * 3
    assert profile == (200 if is_there else 404)


def test_the_reminder_comes_once_three_days_before_and_to_nobody_who_kept_the_account():
    user, kept = UserFactory(), UserFactory()
    leaving(user)
    leaving(kept)
    keep_account(user=kept, at=NOW)
    counts = [
        remind_of_closing(at=NOW + dt.timedelta(days=days, minutes=minutes))
        for days, minutes in [(0, 0), (10, 59), (11, 1), (11, 2), (13, 0)]
    ]

    assert counts == [0, 0, 1, 0, 0]
    reminders = Delivery.objects.filter(mail="accounts.closing_soon")
    assert list(reminders.values_list("address", flat=True)) == [user.email]


def test_the_job_closes_what_is_due_once_and_leaves_the_rest(time_machine):
    due, later, kept = UserFactory(), UserFactory(), UserFactory()
    leaving(due)
    leaving(kept)
    ask_to_close(user=later, erases_posts=False, at=NOW + dt.timedelta(hours=1))
    keep_account(user=kept, at=NOW)
    time_machine.move_to(DUE, tick=False)

    for _ in range(2):
        close_due_accounts_task()

    states = User.objects.in_bulk([due.pk, later.pk, kept.pk])
    assert states[due.pk].closed_at == DUE
    assert states[due.pk].full_name == "Former member (2026)"
    assert states[later.pk].is_leaving
    assert states[kept.pk].is_active
    with pytest.raises(AlreadyClosed):
        keep_account(user=due, at=DUE)


def test_one_that_fails_holds_up_no_other_and_is_closed_by_the_next_run(monkeypatch, caplog):
    first, second = UserFactory(), UserFactory()
    leaving(first)
    leaving(second)
    whole = leaving_actions.close_account

    def fail_half_way(*, user, at):
        whole(user=user, at=at)
        if user.pk == first.pk:
            raise RuntimeError("The process was killed.")

    monkeypatch.setattr(leaving_actions, "close_account", fail_half_way)
    counts = [close_due_accounts(at=DUE)]
    half = User.objects.get(pk=first.pk)
    monkeypatch.undo()
    counts += [close_due_accounts(at=DUE) for _ in range(2)]

    assert counts == [1, 1, 0]
    assert (half.closed_at, half.is_leaving) == (None, True)
    assert User.objects.closed().count() == 2


def test_the_database_keeps_who_leaves_inactive():
    user = leaving(UserFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True)


@pytest.fixture
def thread():
    """A discussion begun by somebody who leaves, with an answer, a changed post and a hidden one."""
    author, other = UserFactory(full_name="Ida Words"), UserFactory()
    network = NetworkFactory(by=other, members=[author], at=NOW)
    discussion = DiscussionFactory(
        network=network, author=author, title="A secret of mine", body="First.", at=NOW
    )
    posts = [
        reply(discussion=discussion, author=who, body=words, key=uuid.uuid4(), at=NOW)
        for who, words in [(other, "An answer."), (author, "Second."), (author, "Third.")]
    ]
    edit_post(post=posts[1], body="Second, changed.", at=NOW)
    hide_post(post=posts[2], by=other, reason="Rude.", at=NOW)
    return discussion


@pytest.mark.parametrize("erases", [True, False])
def test_posts_are_erased_or_stay_without_a_name_as_chosen(thread, client, erases):
    author, other = thread.author, thread.network.memberships.get(role="moderator").user
    leaving(author, erases_posts=erases)
    before = set(Post.objects.values_list("body", flat=True))
    close_due_accounts(at=DUE)

    for _ in range(2):
        sweep_closed_accounts()
    client.force_login(other)
    page = client.get(thread.get_absolute_url()).content.decode()

    theirs = Post.objects.filter(author=author).order_by("number")
    assert before == {"First.", "An answer.", "Second, changed.", "Third."}
    assert "An answer." in page
    assert "Former member (2026)" in page
    assert "Ida Words" not in page
    if erases:
        assert {(post.body, post.body_html, post.state) for post in theirs} == {
            ("", "", PostState.REMOVED)
        }
        assert not PostRevision.objects.filter(post__author=author).exists()
        assert "A secret of mine" not in page
        assert page.count("a former member.") == 3
    else:
        assert [post.body for post in theirs] == ["First.", "Second, changed.", "Third."]
        assert "A secret of mine" in page


def test_words_about_which_something_is_undecided_wait_for_the_decision(thread):
    author = thread.author
    post = thread.posts.get(number=3)
    member = UserFactory()
    MembershipFactory(network=thread.network, user=member)
    flag(discussion=thread, post=post, person=member, reason="abuse", words="", at=NOW)
    leaving(author, erases_posts=True)
    close_due_accounts(at=DUE)

    first = erase_posts(at=DUE)
    kept = Post.objects.get(pk=post.pk).body
    Case.objects.update(state=CaseState.DISMISSED, decided_at=DUE)
    counts = [first, erase_posts(at=DUE), erase_posts(at=DUE)]

    assert kept == "Second, changed."
    assert counts == [2, 1, 0]


def test_staff_without_a_second_factor_reach_the_page_to_keep_their_account(client):
    user = UserFactory(is_demo=False, roles=[Role.COORDINATOR])
    leaving(user)
    client.force_login(user)

    home = client.get("/home/", follow=True)
    kept = client.post(reverse("accounts:leaving"))
    after = client.get("/home/")

    assert home.redirect_chain == [(reverse("accounts:leaving"), 302)]
    assert home.status_code == 200
    assert kept.status_code == 302
    assert after["Location"] == reverse("mfa_index")

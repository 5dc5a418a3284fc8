"""Files of posts: who downloads them, what is refused, what happens to them when a post goes."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.actions.closing import close_account
from accounts.models import ClosingRequest
from accounts.personal_data.registry import personal_data_of
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import reply
from networks.actions.erasing import erase_posts
from networks.actions.files import attach_file, checked_file, forget_files, remove_file
from networks.actions.posts import hide_post, remove_post
from networks.models import Case, FlagReason, Post, PostFile
from networks.refusals import DiscussionClosed, TooManyFiles
from networks.states import DiscussionState
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db

TABLE = b"ward,cases\nOrdsall,12\nLangworthy,9\n"


def table(name="wards.csv", content=TABLE):
    return SimpleUploadedFile(name, content, content_type="text/csv")


def picture(name="street.png"):
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/png")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member(network):
    return MembershipFactory(network=network).user


@pytest.fixture
def written(network, member, now):
    """Return a reply of the member with one file."""
    discussion = DiscussionFactory(network=network, title="Cold homes")
    return reply(
        discussion=discussion,
        author=member,
        body="The figures of our wards",
        key=uuid.uuid4(),
        at=now,
        file=checked_file(table()),
    )


@pytest.fixture
def file(written):
    return written.files.get()


def address(name, post, *more):
    return reverse(f"networks:{name}", args=[post.discussion.network.slug, post.pk, *more])


def reply_address(discussion):
    return reverse("networks:discussion_reply", args=[discussion.network.slug, discussion.pk])


def test_a_reply_brings_a_file_under_the_name_its_author_gave(written, member, client_of):
    client = client_of(member)
    words = {"body": "And a picture", "upload": picture(), "file_name": "A damp wall in ward 1.2"}

    answer = client.post(reply_address(written.discussion), words)

    file = PostFile.objects.get(post__body="And a picture")
    page = client.get(answer.url)
    sent = client.get(address("file_download", file.post, file.pk))
    assert (file.name, file.media_type) == ("A damp wall in ward 1.2.png", "image/png")
    assert 'download dir="auto">A damp wall in ward 1.2.png</a>' in page.content.decode()
    assert sent["Content-Disposition"] == 'attachment; filename="A damp wall in ward 1.2.png"'
    assert (sent["X-Content-Type-Options"], sent["Cache-Control"]) == (
        "nosniff",
        "private, no-store",
    )


def test_a_first_post_brings_a_record_a_plan_and_a_file_from_inside_the_network(
    network, member, client_of, plan_of
):
    record, plan = RecordFactory(), plan_of(member)
    words = {
        "title": "Our wards",
        "body": "What do you make of this?",
        "record": f"https://praxis.example{record.get_absolute_url()}",
        "plan": plan.pk,
        "upload": table(),
    }

    client_of(member).post(reverse("networks:discussion_start", args=[network.slug]), words)

    post = Post.objects.get(author=member)
    assert (post.record, post.plan, post.files.get().name) == (record, plan, "wards.csv")


@pytest.mark.parametrize("page", ["start", "reply"])
def test_a_refused_file_keeps_the_words_and_says_why_beside_its_field(
    written, network, member, client_of, page
):
    start = reverse("networks:discussion_start", args=[network.slug])
    where = start if page == "start" else reply_address(written.discussion)
    program = SimpleUploadedFile("wards.csv", b"MZ\x90\x00 not a table")

    answer = client_of(member).post(
        where, {"title": "Wards", "body": "These are kept words", "upload": program}
    )

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "These are kept words" in shown
    assert "This file is a program, not a document. Choose a document." in shown
    assert "Choose “wards.csv” again" not in shown
    assert PostFile.objects.count() == 1


def test_the_largest_file_is_said_in_words(written, member, client_of, settings):
    settings.MAX_UPLOAD_BYTES = 3 * 1024 * 1024

    page = client_of(member).get(reply_address(written.discussion)).content.decode()

    assert "PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most 3 MB" in page


def test_a_second_click_attaches_once_and_another_file_is_not_lost_in_silence(
    written, member, client_of
):
    client, where = client_of(member), reply_address(written.discussion)
    words = {"body": "Twice", "form_key": str(uuid.uuid4())}

    answers = [client.post(where, {**words, "upload": table()}).url for _click in range(2)]
    other = client.post(where, {**words, "upload": picture()})

    assert answers[0] == answers[1]
    assert Post.objects.filter(body="Twice").get().files.count() == 1
    assert "“street.png” is kept and will be sent." in other.content.decode()


ROLES = ["anonymous", "stranger", "waiting", "removed", "administrator", "member", "moderator"]


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("shown", {"member", "moderator", "author"}),
        ("hidden", {"moderator", "author"}),
        ("file removed", {"moderator", "author"}),
        ("post removed", {"moderator", "author"}),
        ("discussion hidden", {"moderator", "author"}),
    ],
)
def test_who_downloads_a_file_is_asked_each_time(
    written, file, network, now, client_of, person_as, state, readers
):
    if state == "hidden":
        hide_post(post=written, by=network.moderator, reason="Names", at=now)
    elif state == "file removed":
        remove_file(file=file, at=now)
    elif state == "post removed":
        remove_post(post=written, at=now)
    elif state == "discussion hidden":
        written.discussion.state = DiscussionState.HIDDEN
        written.discussion.save()
    people = {role: person_as(role, network) for role in ROLES} | {"author": written.author}

    statuses = {
        role: client_of(person).get(address("file_download", written, file.pk)).status_code
        for role, person in people.items()
    }

    seen = {role: 200 if role in readers else 404 for role in people}
    assert statuses == {**seen, "anonymous": 302}


def test_an_administrator_opens_the_files_of_an_escalated_case_only(
    written, file, now, client_of, person_as, network
):
    administrator = person_as("administrator", network)
    where = address("file_download", written, file.pk)
    before = client_of(administrator).get(where).status_code
    case = Case.objects.create(
        network=network,
        discussion=written.discussion,
        post=written,
        author=written.author,
        opened_at=now,
        escalated_at=now,
    )

    client = client_of(administrator)

    assert (before, client.get(where).status_code) == (404, 200)
    assert "wards.csv" in client.get(case.get_absolute_url()).content.decode()


def test_a_folded_post_of_a_blocked_person_shows_its_file_inside(written, client_of, network):
    page = client_of(network.moderator).get(written.discussion.get_absolute_url())

    assert page.content.decode().count("wards.csv</a>") == 1


@pytest.mark.parametrize("files", [1, 4])
def test_a_page_of_posts_takes_the_same_queries_whatever_the_files(
    written, now, member, client_of, django_assert_num_queries, files
):
    for number in range(1, files):
        content = TABLE + b"Broughton,%d\n" % number
        attach_file(post=written, file=checked_file(table(f"{number}.csv", content)), at=now)
    client, page = client_of(member), written.discussion.get_absolute_url()
    client.get(page)

    with django_assert_num_queries(12):
        answer = client.get(page)

    assert answer.content.decode().count("download dir") == files


def test_files_are_added_and_removed_on_their_page_and_others_cannot(
    written, file, member, network, client_of
):
    page = address("post_files", written)
    client = client_of(member)

    added = client.post(page, {"upload": picture(), "file_name": "A street"}, follow=True)
    client.post(address("file_remove", written, file.pk))
    empty = client.post(page, {"file_name": "Nothing"})

    written.refresh_from_db()
    assert "A street.png added." in added.content.decode()
    assert [each.name for each in written.files.attached()] == ["A street.png"]
    assert written.edited_at is not None
    assert "Choose a file" in empty.content.decode()
    assert client_of(network.moderator).get(page).status_code == 403
    assert (
        client_of(network.moderator).post(address("file_remove", written, file.pk)).status_code
        == 403
    )


def test_a_removed_file_is_seen_by_moderators_in_the_history(
    written, file, network, now, client_of
):
    remove_file(file=file, at=now)

    history = client_of(network.moderator).get(address("post_history", written))

    assert "wards.csv" in history.content.decode()


def test_a_sixth_file_is_refused(written, now):
    for number in range(4):
        content = TABLE + b"Broughton,%d\n" % number
        attach_file(post=written, file=checked_file(table(content=content)), at=now)

    with pytest.raises(TooManyFiles):
        attach_file(post=written, file=checked_file(picture()), at=now)

    assert [each.position for each in written.files.in_order()] == [1, 2, 3, 4, 5]


def test_the_same_content_is_attached_once(written, file, now):
    again = attach_file(post=written, file=checked_file(table("other.csv")), at=now)

    assert again == file


def test_nothing_is_attached_to_what_was_hidden_or_closed(written, network, now):
    discussion = written.discussion
    discussion.state = DiscussionState.CLOSED
    discussion.save()
    with pytest.raises(DiscussionClosed):
        attach_file(post=written, file=checked_file(picture()), at=now)
    discussion.state = DiscussionState.OPEN
    discussion.save()
    hide_post(post=written, by=network.moderator, reason="Names", at=now)
    with pytest.raises(TransitionNotAllowed):
        attach_file(post=written, file=checked_file(picture()), at=now)

    assert written.files.count() == 1


@pytest.mark.parametrize(
    ("days", "is_in_question", "left"), [(29, False, 1), (31, False, 0), (31, True, 1)]
)
def test_a_removed_file_is_deleted_after_a_month_unless_a_flag_is_undecided(
    written,
    file,
    member,
    network,
    now,
    django_capture_on_commit_callbacks,
    days,
    is_in_question,
    left,
):
    remove_post(post=written, at=now)
    if is_in_question:
        case = Case.objects.create(
            network=network,
            discussion=written.discussion,
            post=written,
            author=member,
            opened_at=now,
        )
        case.flags.create(person=network.moderator, reason=FlagReason.ABUSE, created_at=now)

    with django_capture_on_commit_callbacks(execute=True):
        forget_files(at=now + dt.timedelta(days=days))

    assert PostFile.objects.count() == left
    assert file.content.storage.exists(file.content.name) == bool(left)


@pytest.mark.parametrize("erases", [True, False])
def test_files_are_erased_with_the_posts_of_a_closed_account_or_stay_with_them(
    written, file, member, now, django_capture_on_commit_callbacks, erases
):
    ClosingRequest.objects.create(user=member, asked_at=now, erases_posts=erases)
    close_account(user=member, at=now)

    with django_capture_on_commit_callbacks(execute=True):
        erase_posts(user=member, at=now)

    assert PostFile.objects.exists() != erases
    assert file.content.storage.exists(file.content.name) != erases


def test_the_export_of_my_data_holds_my_files_and_nobody_elses(written, member):
    mine = personal_data_of(member)["networks"]
    of_another = personal_data_of(UserFactory())["networks"]

    assert [name.rpartition("-")[2] for name, _content in mine.files] == ["wards.csv"]
    assert mine.data["files"][0]["name"] == "wards.csv"
    assert (list(of_another.files), of_another.data["files"]) == ([], [])

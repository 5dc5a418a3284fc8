"""A file that was chosen for a post stays when the post is previewed or refused, for its owner alone and for a day."""

import datetime as dt
import uuid

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.actions.leaving import ask_to_close
from accounts.personal_data.registry import personal_data_of
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.kept_files import MOST_KEPT, forget_kept_files
from networks.models import KeptFile, PostFile
from tests.networks.test_files import TABLE, reply_address, table

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SHOWN_AGAIN = {
    "preview": {"body": "Words", "preview": "Preview"},
    "mistake": {"body": ""},
    "another mistake": {"body": "Words", "record": "https://elsewhere.example/"},
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member(network):
    return MembershipFactory(network=network).user


@pytest.fixture
def send(network, member, client_of):
    """Send a reply as the member; return the answer."""
    discussion = DiscussionFactory(network=network)

    def sent(**words):
        return client_of(member).post(reply_address(discussion), words)

    return sent


def kept_in(answer):
    return answer.context["form"]["kept_file"].value()


@pytest.mark.parametrize("why", SHOWN_AGAIN)
def test_the_file_goes_with_the_post_though_it_is_not_chosen_again(send, why):
    shown = send(**SHOWN_AGAIN[why], upload=table("Wards & streets.csv"))
    page = shown.content.decode()
    twice = send(body="Words", preview="Preview", kept_file=kept_in(shown))
    words = {"body": "Words", "kept_file": kept_in(twice), "form_key": str(uuid.uuid4())}

    clicks = [send(**words) for _ in range(2)]

    assert "“Wards &amp; streets.csv” is kept and will be sent." in page
    assert kept_in(shown) == kept_in(twice)
    assert [click.status_code for click in clicks] == [302, 302]
    (_file,) = PostFile.objects.all()
    assert PostFile.objects.get().content.read() == TABLE


def test_a_first_post_keeps_its_file_too(network, member, client_of):
    client = client_of(member)
    address = reverse("networks:discussion_start", args=[network.slug])
    words = {"title": "Wards", "body": "Here"}

    shown = client.post(address, {**words, "preview": "Preview", "upload": table()})
    client.post(address, {**words, "kept_file": kept_in(shown), "file_name": "Our wards"})

    assert PostFile.objects.get().name == "Our wards.csv"


def test_another_file_takes_its_place_and_it_can_be_left_out(send):
    shown = send(body="Words", preview="Preview", upload=table())

    send(body="One", kept_file=kept_in(shown), upload=table("new.csv", b"a,b\n1,2\n"))
    send(body="Two", kept_file=kept_in(shown), without_file="on")

    assert list(PostFile.objects.values_list("name", flat=True)) == ["new.csv"]


def test_a_file_that_cannot_be_taken_is_refused_at_the_preview_already(send):
    shown = send(body="Words", preview="Preview", upload=table("a.exe", b"MZ\x00\x01"))

    assert shown.context["form"].errors.keys() == {"upload"}
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize("key", ["", "nonsense", "eeb5bc41-ca3d-4d9c-8a2b-71309b55ce65"])
def test_a_key_that_is_none_gives_no_file(send, key):
    answer = send(body="Words", kept_file=key)

    assert not PostFile.objects.exists()
    assert answer.status_code == (302 if not key else 200)
    if key:
        # Said once; then the post goes without a file.
        assert send(body="Words", kept_file=kept_in(answer)).status_code == 302


def test_nobody_takes_the_file_of_somebody_else(network, send, client_of):
    key = kept_in(send(body="Words", preview="Preview", upload=table()))
    other = MembershipFactory(network=network).user
    discussion = DiscussionFactory(network=network)

    answer = client_of(other).post(reply_address(discussion), {"body": "Mine", "kept_file": key})

    assert answer.context["form"].errors.keys() == {"upload"}
    assert b"wards.csv" not in answer.content
    assert not PostFile.objects.exists()


def test_it_is_in_the_export_and_goes_after_a_day_or_with_the_account(send, member, now):
    send(body="Words", preview="Preview", upload=table())
    kept = KeptFile.objects.get()
    exported = personal_data_of(member)["networks"]

    forget_kept_files(at=kept.kept_at + DAY)
    stays = KeptFile.objects.exists()
    ask_to_close(user=member, erases_posts=False, at=now)
    forget_kept_files(at=now)

    assert [one["name"] for one in exported.data["files_chosen_and_not_sent"]] == ["wards.csv"]
    assert [name for name, _content in exported.files] == [f"not-sent/{kept.pk}-wards.csv"]
    assert stays
    assert not KeptFile.objects.exists()


def test_the_bytes_go_with_it(send, now, django_capture_on_commit_callbacks):
    send(body="Words", preview="Preview", upload=table())
    kept = KeptFile.objects.get()
    before = default_storage.exists(kept.content.name)

    with django_capture_on_commit_callbacks(execute=True):
        forget_kept_files(at=now + 2 * DAY)

    assert (before, default_storage.exists(kept.content.name)) == (True, False)


def test_one_person_keeps_five_at_most(send):
    for number in range(MOST_KEPT + 2):
        send(body="Words", preview="Preview", upload=table(content=f"a,b\n1,{number}\n".encode()))

    assert KeptFile.objects.count() == MOST_KEPT

"""A file goes with a first post and a reply, is downloaded, and is added to and removed from one's own post."""

import pytest
from django.urls import reverse

from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.models import PostFile
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = {"name": "wards.csv", "mimeType": "text/csv", "buffer": b"ward,cases\nOrdsall,12\n"}
OTHER = {"name": "streets.csv", "mimeType": "text/csv", "buffer": b"street,cases\nEast,1\n"}
PROGRAM = {"name": "wards.csv", "mimeType": "text/csv", "buffer": b"MZ\x90\x00"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_files_go_with_posts(visitor, scripts, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    discussion = DiscussionFactory(network=NetworkFactory(), title="Cold homes")
    member = MembershipFactory(network=discussion.network).user
    window = open_as(visitor, member, discussion.get_absolute_url(), java_script_enabled=scripts)

    window.follow("Reply with a record, an action plan or a file")
    window.fill("Your post", "The figures of our wards")
    window.page.get_by_label("File (optional)", exact=True).set_input_files(PROGRAM)
    window.press("Reply")
    window.sees("This file is a program, not a document. Choose a document.")
    if scripts:
        window.check("reply-refused-file")
    window.page.get_by_label("File (optional)", exact=True).set_input_files(TABLE)
    window.fill("Name of the file for readers (optional)", "Cases in our wards")
    window.press("Reply")
    window.sees("The figures of our wards")
    download = window.downloads("Cases in our wards.csv")
    if scripts:
        window.check("discussion-with-file")
    window.follow("Files of post 2")
    window.page.get_by_label("File", exact=True).set_input_files(OTHER)
    window.press("Add this file")
    window.sees("streets.csv added.")
    if scripts:
        window.check("post-files")
    window.press("Remove Cases in our wards.csv")
    window.sees("Cases in our wards.csv removed.")
    window.go(reverse("networks:discussion_start", args=[discussion.network.slug]))
    if scripts:
        window.check("discussion-start-with-file")

    assert download == TABLE["buffer"]
    assert [file.name for file in PostFile.objects.attached()] == ["streets.csv"]

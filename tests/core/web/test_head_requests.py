"""HEAD is answered like GET, but for the body."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse

from core.web.middleware import HeadMiddleware
from demo.factories.library import FileFactory

pytestmark = pytest.mark.django_db


def test_a_head_has_the_length_of_the_page_and_nothing_of_it(client):
    page = reverse("library:finder")
    got, head = client.get(page), client.head(page)

    assert (head.status_code, head["Content-Type"]) == (200, got["Content-Type"])
    assert int(head["Content-Length"]) == len(got.content)


def test_a_file_is_not_read_for_its_head(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = reverse("library:file_download", args=[FileFactory().pk])

    got, head = client.get(page), client.head(page)

    assert head["Content-Length"] == str(len(b"".join(got.streaming_content)))


@pytest.mark.parametrize(("method", "body"), [("head", b""), ("get", b"body")])
def test_the_server_is_handed_no_body_for_a_head(rf, method, body):
    request = getattr(rf, method)("/")

    page = HeadMiddleware(lambda _request: HttpResponse(b"body"))(request)
    file = HeadMiddleware(lambda _request: StreamingHttpResponse(iter([b"body"])))(request)

    assert (page.content, b"".join(file.streaming_content)) == (body, body)

"""A line breaks while a form is sent: nothing of it is taken, wherever it was cut and whatever takes it."""

import io
import json
import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import include, path, reverse
from django.views.decorators.csrf import csrf_exempt

from accounts.models import Profile
from config.urls import handler400, handler404, handler500  # noqa: F401  (this is a table of addresses)
from courses.models import AssignmentDraft, HandIn, HandInFile, Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from demo.factories.coursework import AssignmentCourseFactory, assignment_lesson

pytestmark = pytest.mark.django_db
ENCODED = "application/x-www-form-urlencoded"


def send(client, address, body, *, cut=0, kind=MULTIPART_CONTENT, length=None, **headers):
    """Send a body that lacks its last bytes, with the length of the whole one or the one that is given."""
    came = body[: len(body) - cut]
    length = len(body) if length is None else length
    environ = {"wsgi.input": io.BytesIO(came), "CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind}
    return client.generic("POST", address, b"", kind, **environ, **headers)


def form(**fields):
    return encode_multipart(BOUNDARY, fields)


@pytest.fixture
def place(client):
    place = EnrolmentFactory(course=AssignmentCourseFactory(takes_files=True, takes_text=True))
    client.force_login(place.user)
    return place, assignment_lesson(place.release.course)


def work():
    file = SimpleUploadedFile("groups.csv", b"group,people\r\n" + b"old,1\r\n" * 400)
    return form(save="x", text="What we found", link="", edit_number="0", upload=file)


# In the file, in the last line before its end, at the boundary after it, in the text that came before.
@pytest.mark.parametrize("left_out", ["half of the file", "the last byte", "all but the text"])
def test_half_of_a_form_with_a_file_is_not_taken(place, client, left_out):
    _place, lesson = place
    address = reverse("courses:hand_in_write", args=lesson.address_words)
    body = work()
    cut = {
        "half of the file": 1500,
        "the last byte": 3,
        "all but the text": len(body) - body.index(b"What we") - 4,
    }[left_out]

    answer = send(client, address, body, cut=cut)

    assert answer.status_code == 400
    assert "The connection broke" in answer.content.decode()
    assert [model.objects.count() for model in (HandIn, AssignmentDraft, HandInFile)] == [0, 0, 0]
    assert send(client, address, body).status_code == 302
    assert AssignmentDraft.objects.get().text == "What we found"


def test_a_length_that_is_too_short_is_a_form_without_its_end(place, client):
    _place, lesson = place
    body = work()

    answer = send(
        client,
        reverse("courses:hand_in_write", args=lesson.address_words),
        body,
        length=len(body) - 200,
    )

    assert answer.status_code == 400
    assert not AssignmentDraft.objects.exists()


def test_a_form_without_files_is_not_saved_in_part(client):
    user = UserFactory()
    client.force_login(user)
    address = reverse("accounts:profile_edit")
    before = Profile.objects.values().get(user=user)
    body = urlencode({"full_name": "Ada", "about": "long " * 200}).encode()

    answer = send(client, address, body, cut=300, kind=ENCODED)

    assert answer.status_code == 400
    assert Profile.objects.values().get(user=user) == before


def test_half_of_a_lesson_does_not_take_the_place_of_the_whole_one(client):
    """Scripts send the token of forms in a header, which arrives before what is cut."""
    course = CourseFactory(is_published=False, texts=1)
    client.force_login(course.facilitators.get())
    lesson = Lesson.objects.get()
    address = reverse("courses:lesson_edit", args=[course.slug, lesson.pk])
    client.handler.enforce_csrf_checks = True
    page = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    body = form(title=lesson.title, body="New words. " * 300, minutes="5", autosave="1")

    answer = send(client, address, body, cut=1000, HTTP_X_CSRFTOKEN=token)

    assert answer.status_code == 400
    assert Lesson.objects.get().body == lesson.body


def test_a_program_that_sends_no_token_is_told_as_well(client):
    body = urlencode({"verb": "ListRecords", "metadataPrefix": "oai_dc"}).encode()

    assert [
        send(client, reverse("oai"), body, cut=cut, kind=ENCODED).status_code for cut in (0, 5)
    ] == [200, 400]


@csrf_exempt
@login_not_required
def read_the_body(request):
    return HttpResponse(request.body)


urlpatterns = [path("body/", read_the_body), path("", include("config.urls"))]


@pytest.mark.parametrize(("cut", "status"), [(0, 200), (100, 400)])
def test_a_view_that_reads_the_body_itself_gets_all_of_it(client, settings, cut, status):
    settings.ROOT_URLCONF = __name__
    body = json.dumps({"name": "a" * 300}).encode()

    answer = send(client, "/body/", body, cut=cut, kind="application/json")

    assert answer.status_code == status

"""What a closed lesson shows is closed by its own address, too."""

import pytest
from django.urls import reverse

from courses.actions.authoring.prerequisites import set_conditions
from courses.actions.content import edit_lesson
from courses.actions.learning import complete_lesson
from courses.actions.media import add_image
from courses.media.images import prepared_image
from courses.models import LinkedRecording
from tests.courses.pictures import picture
from tests.courses.prerequisites.drafts import NOW, a_draft, learner_in, publish

pytestmark = pytest.mark.django_db


def test_images_and_recordings_open_with_the_lesson_that_shows_them(client, settings):
    settings.RECORDING_HOSTS = ["video.example.org"]
    course, lessons = a_draft()
    release = course.releases.get()
    names = ("closed", "open", "both")
    images = {
        name: add_image(
            release=release,
            image=prepared_image(picture(size=(30 + number, 20), name=f"{name}.png")),
            alt=name,
            at=NOW,
        )
        for number, name in enumerate(names)
    }
    recording = LinkedRecording.objects.create(
        release=release, slug="talk", title="Talk", address="https://video.example.org/talk.mp4"
    )
    shown = {name: f"{{{{image:{image.slug}}}}}" for name, image in images.items()}
    edit_lesson(lesson=lessons[0], body="\n\n".join([shown["open"], shown["both"]]))
    text = [shown["closed"], shown["both"], "{{recording:talk}}"]
    edit_lesson(lesson=lessons[3], body="\n\n".join(text))
    set_conditions(lesson=lessons[3], is_required=True, needed_lessons=[lessons[0].pk])
    first, *_others = publish(course)
    place = learner_in(course)
    addresses = {name: image.get_absolute_url() for name, image in images.items()}
    addresses["recording"] = reverse("courses:recording_play", args=[recording.pk])

    def statuses(user):
        client.force_login(user)
        return {name: client.get(address).status_code for name, address in addresses.items()}

    before, author = statuses(place.user), statuses(course.facilitators.get())
    complete_lesson(enrolment=place, lesson=first, at=NOW)
    after = statuses(place.user)

    assert before == {"closed": 404, "open": 200, "both": 200, "recording": 404}
    assert set(author.values()) == set(after.values()) == {200}

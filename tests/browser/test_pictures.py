"""Covers, icons and the public home in a real browser: light, complete, and no taller than decided."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFilter

from accounts.roles import Role
from core.covers.actions import make_cover_sizes, set_cover
from core.covers.uploaded import cover_picture
from core.files.uploads import FileKind
from courses.models import Course
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.events import EventFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from demo.factories.networks import NetworkFactory
from demo.factories.practice import CaseStudyFactory
from library.catalogue.actions.featured import feature_record
from library.documents.actions.first_pages import draw_first_page
from library.vocabularies.choices import RecordType
from tests.dashboard.figures import years
from tests.papers import pdf_of

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Co-produced recommendations for London that address structural racism as a driver of"
SUMMARY = "What a county learned when it paid a winter fund through its post offices. " * 3
# Three screens of 1280 by 800.
MOST_PIXELS = 2400
ARE_WHOLE = """() => [...document.querySelectorAll('main img')].map(async (image) => {
    image.loading = 'eager'; await image.decode(); return image.naturalWidth > 0 })"""
NAMES = """() => [...document.querySelectorAll('.site-nav a')].map(
    (link) => [link.textContent.trim(), link.querySelector('svg[aria-hidden=true]') !== null])"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def institute():
    """An institute that has everything the public home can show."""
    today = timezone.localdate()
    homes = TopicFactory(code="living-standards", label="Healthy standard of living")
    for number in range(4):
        RecordFactory(type=RecordType.CASE_STUDY, title=f"{TITLE} {number}", topics=[homes])
        RecordFactory(title=f"{TITLE} {number}", summary=SUMMARY, topics=[homes])
        NetworkFactory(name=f"Warm homes {number}", topics=[homes])
    photo = Image.effect_noise((1600, 1000), 60).filter(ImageFilter.GaussianBlur(1))
    for number in range(6):
        course = CourseFactory(title=f"Measuring and acting on a gradient {number}")
        buffer = io.BytesIO()
        photo.save(buffer, "JPEG")
        upload = SimpleUploadedFile("noise.jpg", buffer.getvalue())
        set_cover(thing=course, picture=cover_picture(upload), alt="Grey noise.")
        make_cover_sizes(thing=Course.objects.get(pk=course.pk))
    report = pdf_of(f"<h1>{TITLE}</h1><p>{SUMMARY * 20}</p>")
    file = FileFactory(content=report, kind=FileKind.PDF)
    assert draw_first_page(file=file)
    feature_record(
        record=file.version.record,
        starts_on=today,
        ends_on=today + dt.timedelta(days=1),
        reason="Published this month, and about every county.",
        by=None,
    )
    years(52.3, 55.1, 57.8, 59.9, 61.8, 63.4, 64.7, 66.1, 67.3, 70.5)
    for role in (Role.FACILITATOR, Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR):
        UserFactory(roles=[role])
    return file.version.record


def test_the_public_home_fits_three_screens_and_says_first_what_can_be_done(visitor, institute):
    EventFactory.create_batch(2, title="Reading a social gradient together")
    CaseStudyFactory.create_batch(3, title="Post offices as winter fund counters")
    person = visitor(viewport={"width": 1280, "height": 800})

    person.go("/")

    places = person.page.evaluate(
        """() => ['h1', '#finder-q', '.actions a', '.hero .chart svg'].map(
            (name) => document.querySelector(name).getBoundingClientRect().bottom)"""
    )
    assert max(places) <= 800
    assert person.page.evaluate("document.documentElement.scrollHeight") <= MOST_PIXELS
    person.check("public-home")
    assert all(person.page.evaluate(f"Promise.all(({ARE_WHOLE})())"))


@pytest.mark.parametrize("name", ["courses:course_list", "networks:network_list", "library:finder"])
def test_lists_with_covers_are_light_and_their_pictures_whole(visitor, institute, name):
    person = visitor()

    person.go(reverse(name))
    person.page.wait_for_load_state("networkidle")

    person.check(f"covers-{name.replace(':', '-')}")
    shown = person.page.evaluate(f"Promise.all(({ARE_WHOLE})())")
    assert len(shown) >= 4
    assert all(shown)


def test_a_record_shows_the_first_page_of_its_document(visitor, institute):
    person = visitor()

    person.go(institute.get_absolute_url())

    person.check("record-with-first-page")
    assert person.page.locator("header .cover").get_attribute("src").endswith("first-page-240.webp")
    assert person.page.evaluate(f"Promise.all(({ARE_WHOLE})())") == [True]


def test_the_navigation_reads_as_words_and_its_icons_are_silent(visitor):
    person = visitor()

    person.go("/")

    words = ["Home", "Courses", "Mentoring", "Networks", "Events", "Library"]
    assert person.page.evaluate(NAMES) == [[word, True] for word in words]

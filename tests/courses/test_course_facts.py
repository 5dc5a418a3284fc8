"""The people and topics on the page of a course, which are plain values and kept as they read."""

import pytest
from django.urls import reverse

from accounts.models import User
from courses.catalogue.named import (
    NamedPerson,
    NamedTopic,
    facilitators_named,
    topics_named,
)
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from library.vocabularies.models import Topic

pytestmark = pytest.mark.django_db


def test_facilitators_and_topics_are_named_in_order():
    course = CourseFactory()
    ana, zoe = UserFactory(full_name="Ana Lima"), UserFactory(full_name="Zoe Hart")
    course.facilitators.set([zoe, ana])
    topics = list(Topic.objects.order_by("label", "pk")[:2])
    course.topics.set(reversed(topics))

    assert facilitators_named(course) == (
        NamedPerson(ana.pk, "Ana Lima"),
        NamedPerson(zoe.pk, "Zoe Hart"),
    )
    assert topics_named(course) == tuple(NamedTopic(one.code, one.label) for one in topics)


def test_a_facilitator_who_changes_their_name_is_named_anew_at_once(client):
    course = CourseFactory()
    person = UserFactory(full_name="Ana Lima")
    course.facilitators.set([person])
    address = reverse("courses:course_detail", args=[course.slug])
    before = client.get(address).content.decode()

    User.objects.filter(pk=person.pk).update(full_name="Ana Hart")
    after = client.get(address).content.decode()

    assert [page.count("Ana Lima") for page in (before, after)] == [1, 0]
    assert [page.count("Ana Hart") for page in (before, after)] == [0, 1]

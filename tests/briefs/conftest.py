"""What the tests of briefs start from."""

import datetime as dt

from accounts.roles import Role
from courses.models import Lesson
from demo.factories.accounts import UserFactory
from demo.factories.briefs import make_brief
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import RecommendationFactory
from tests.courses.gradients import gradient
from tests.shared import shared

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


@shared
def author():
    return UserFactory(full_name="Amal Author")


@shared
def editor():
    return UserFactory(full_name="Ines Editor", roles=[Role.EDITOR])


@shared
def things():
    """Return one thing of each kind, by the words that name them."""
    record = RecordFactory(title="Cold homes and health")
    recommendation = RecommendationFactory(
        record=record, reference="COLD-2020-A1", title="Insulate homes"
    )
    course = CourseFactory(texts=1)
    lesson = Lesson.objects.get(module__release__course=course)
    release = gradient()
    return {
        f"record:{record.pk}": record,
        f"figure:cold-homes@{'ely'}": release,
        f"recommendation:{recommendation.reference}": recommendation,
        f"lesson:{lesson.pk}": lesson,
    }


@shared
def brief(author, things):
    """A private brief with one thing of each kind."""
    return make_brief(author=author, refs=things, title="Warm homes in Ely")

"""Keeping the words by which the catalogue finds a course."""

from collections.abc import Iterable

from django.db import transaction

from courses.catalogue.words import folded_text
from courses.models import Course, CourseWords, Lesson, Release


def store_words(course: Course) -> None:
    """Write the words of a course as its page and its current release are now. Repeats safely.

    Whoever changes one of them calls this in the same transaction. Without a published release only the page counts.
    """
    topics = course.topics.select_related("parent").order_by("label", "pk")
    labels = [label for topic in topics for label in _labels(topic)]
    release = Release.objects.current().filter(course=course).first()
    CourseWords.objects.update_or_create(
        course=course,
        defaults={
            "title": folded_text(course.title),
            "about": folded_text(course.summary, *map(str, course.outcomes), *labels),
            "lessons": folded_text(*_texts_of(release)) if release else "",
        },
    )


def store_words_of_all() -> int:
    """Write the words of every course anew, as topics are renamed without a course knowing. Return how many."""
    courses = Course.objects.order_by("pk")
    for course in courses.iterator():
        with transaction.atomic():
            store_words(course)
    return courses.count()


def _labels(topic: object) -> Iterable[str]:
    parent = getattr(topic, "parent", None)
    return [str(topic), str(parent)] if parent else [str(topic)]


def _texts_of(release: Release) -> Iterable[str]:
    lessons = Lesson.objects.of(release).in_order()
    rows = list(lessons.values_list("module__title", "module__summary", "title", "body"))
    # Each module is said once, though each of its lessons names it.
    heads = dict.fromkeys((title, summary) for title, summary, *_rest in rows)
    yield from (text for head in heads for text in head)
    for _module, _summary, title, body in rows:
        yield title
        yield body

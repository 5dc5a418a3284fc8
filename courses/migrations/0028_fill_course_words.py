"""Write the words by which the catalogue finds the courses that are there already."""

from typing import Any

from django.db import migrations

from courses.catalogue.words import folded_text


def fill_words(apps: Any, schema_editor: Any) -> None:
    """Write the words of each course that has none yet."""
    courses = apps.get_model("courses", "Course").objects
    lessons = apps.get_model("courses", "Lesson").objects.order_by(
        "module__position", "module_id", "position", "pk"
    )
    words = apps.get_model("courses", "CourseWords").objects
    for course in courses.filter(words=None).prefetch_related("topics__parent").iterator(100):
        labels = [
            label
            for topic in course.topics.all()
            for label in (topic.label, topic.parent.label if topic.parent else "")
        ]
        current = lessons.filter(
            module__release__course=course,
            module__release__published_at__isnull=False,
            module__release__superseded_at=None,
        )
        texts = current.values_list("module__title", "module__summary", "title", "body")
        words.get_or_create(
            course=course,
            defaults={
                "title": folded_text(course.title),
                "about": folded_text(course.summary, *map(str, course.outcomes), *labels),
                "lessons": folded_text(*(text for row in texts for text in row)),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("courses", "0027_levels_and_lengths")]

    operations = [migrations.RunPython(fill_words, migrations.RunPython.noop)]

"""What the catalogue searches: the words of each course, folded, so that they are found in any script."""

from django.db import models

from courses.models.content import Course


class CourseWords(models.Model):
    """The words of one course as ``courses.catalogue.words`` folds them, from its page and its current release.

    Nobody reads them. They are written anew whenever one of these changes, and once a night.
    """

    course = models.OneToOneField(
        Course, on_delete=models.CASCADE, primary_key=True, related_name="words", editable=False
    )
    title = models.TextField(editable=False)
    # Summary, outcomes and topics.
    about = models.TextField(editable=False)
    # Modules and lessons that a new learner would read.
    lessons = models.TextField(editable=False)

    def __str__(self) -> str:
        return f"Words of {self.course_id}"

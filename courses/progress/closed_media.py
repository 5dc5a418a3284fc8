"""Whether what a lesson shows is open by its own address: as the lesson is."""

from core.types import Member
from courses.lessons.lesson_text import media_in
from courses.models import Course, Enrolment, Lesson, LinkedRecording, Media
from courses.progress.outline import outline_of
from courses.progress.table_of_contents import table_of_contents


def is_closed_to(reader: Member, shown: Media | LinkedRecording) -> bool:
    """Tell whether every lesson that shows this is closed to the learner yet; load ``release__course`` with it.

    Never for who may read the draft. Without prerequisites in the release it takes a query, or none.
    """
    release = shown.release
    table = table_of_contents(release)
    if not table.needed:
        return False
    showing = _lessons_showing(shown)
    if not showing or Course.objects.draft_read_by(reader).filter(pk=release.course_id).exists():
        return False
    places = Enrolment.objects.filter(user=reader, release=release).not_left()
    for enrolment in places.select_related("progress", "release__course"):
        if showing - outline_of(release, enrolment).closed_keys:
            return False
    return True


def _lessons_showing(shown: Media | LinkedRecording) -> set[int]:
    """Return the keys of the lessons whose text shows it."""
    kind = shown.kind if isinstance(shown, Media) else "recording"
    texts = Lesson.objects.of(shown.release).values_list("pk", "body")
    return {key for key, body in texts if (kind, shown.slug) in media_in(body)}

"""What stands against writing a programme."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict

MOST_COURSES = 40
LEAST_COURSES = 2


class ProgrammeNotReady(Conflict):
    """Something is missing before the programme can be published. ``missing`` says what, sentence by sentence."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = list(missing)


class TooManyProgrammeCourses(Conflict):
    """The programme has as many courses as allowed."""

    def __init__(self) -> None:
        super().__init__(
            _("A programme can have up to 40 courses. Remove one before you add another.")
        )


class LastRequiredCourse(Conflict):
    """A published programme asks for at least one course."""

    def __init__(self) -> None:
        super().__init__(
            _("A published programme needs a required course. Make another one required first.")
        )


class CourseNotOffered(Conflict):
    """The course was never published, so nobody could take it."""

    def __init__(self) -> None:
        super().__init__(_("Publish the course before you add it to a programme."))


class WasPublished(Conflict):
    """Somebody may know the programme by its address."""

    def __init__(self) -> None:
        super().__init__(_("This programme was published, so it stays. You can archive it."))

"""The courses' section of the digest."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.models import Release
from notifications.digest.sections import Line, Reader, digest_section_for_many, whole_period


@digest_section_for_many("courses", _("New courses"))
def new_courses(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return courses whose first release was published in the period; a further release is no new course.

    One query, however many readers.
    """
    since, until = whole_period(readers)
    releases = list(
        Release.objects.filter(number=1, published_at__gt=since, published_at__lte=until)
        .select_related("course")
        .order_by("published_at", "pk")
    )
    return {
        reader.user.pk: [
            Line(release.course.title, release.course.get_absolute_url(), release.course.summary)
            for release in releases
            if release.published_at and reader.since < release.published_at <= reader.until
        ]
        for reader in readers
    }

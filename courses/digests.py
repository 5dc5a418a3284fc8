"""The courses' section of the digest."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models import Release
from notifications.digest_sections import Line, digest_section


@digest_section("courses", _("New courses"))
def new_courses(user: User, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """Return courses whose first release was published in the period; a further release is no new course."""
    releases = Release.objects.filter(number=1, published_at__gt=since, published_at__lte=until)
    return [
        Line(release.course.title, release.course.get_absolute_url(), release.course.summary)
        for release in releases.select_related("course").order_by("published_at", "pk")
    ]

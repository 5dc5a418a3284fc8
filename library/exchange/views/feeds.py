"""Every search as a feed."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.types import AnonymousUser
from core.web.querystrings import with_query
from core.web.ratelimit import limit_rate
from library.catalogue.models import Record
from library.finding.search_address import run_search

_MOST_ENTRIES = 50


@login_not_required
@require_safe
@limit_rate("feed", "60/m")
@conditional_page
def finder_feed(request: HttpRequest) -> HttpResponse:
    """Send the newest records of a search as Atom. The same for every reader."""
    results = run_search(request.GET, user=AnonymousUser())
    finder = f"{settings.SITE_URL}{reverse('library:finder')}{with_query(request.GET)}"
    text = results.query.text
    feed = Atom1Feed(
        title=_("%(text)s: new in the library") % {"text": text}
        if text
        else _("New in the library"),
        link=finder,
        description="",
        language="en-gb",
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}",
        author_name=settings.INSTITUTE_NAME,
    )
    for record in results.newest_arrivals(_MOST_ENTRIES):
        address = settings.SITE_URL + record.get_absolute_url()
        feed.add_item(
            title=record.title,
            link=address,
            description=linebreaks(record.summary, autoescape=True),
            unique_id=address,
            pubdate=record.published_at,
            updateddate=record.changed_at,
            categories=[topic.label for topic in record.topics.all()],
            author_name=_authors(record),
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _authors(record: Record) -> str:
    names = [creator.name for creator in record.creators.all()]
    return ", ".join(names) or settings.INSTITUTE_NAME

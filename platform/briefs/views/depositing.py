"""Adding a published brief to the library."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.actions.depositing import add_to_library
from briefs.models import Brief, Edition
from briefs.views.reading import find_brief
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.catalogue.forms.records import NewRecordForm
from library.vocabularies.choices import RecordType


@reads_and_writes
def brief_to_library(request: MemberRequest, pk: int) -> HttpResponse:
    """Describe a published brief as a record, which draws on what it uses, and publish that."""
    brief = find_brief(request, pk)
    require(request.user, "briefs.publish", brief)
    if brief.record is not None:
        return redirect(brief.record)
    require(request.user, "briefs.add_to_library", brief)
    form = NewRecordForm(posted(request), type=RecordType.POLICY_BRIEF, initial=_offered(brief))
    answer = save(
        request,
        form,
        lambda: add_to_library(
            brief=brief,
            words={
                **form.changes,
                **form.links,
                "people": form.cleaned_data["people"],
                "organisations": form.cleaned_data["organisations"],
                "on": timezone.localdate(),
            },
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=lambda record: record,
        said=_("Added to the library. New versions of the brief become versions of this record."),
    )
    return answer or show(request, "briefs/brief_to_library.html", form, {"brief": brief})


def _offered(brief: Brief) -> dict[str, object]:
    """Return what the form of the record begins with."""
    edition = Edition.objects.current().get(brief=brief)
    return {
        "title": brief.title,
        "summary": " ".join(filter(None, [brief.question, *edition.key_messages])),
        "message": edition.messages,
        "language": settings.LANGUAGE_CODE[:2],
        "people": edition.author_name,
        "publisher": settings.INSTITUTE_NAME,
        "issued": f"{timezone.localdate(edition.published_at):%Y-%m-%d}",
        "url": settings.SITE_URL + brief.get_absolute_url(),
        "places": str(brief.place or ""),
        "topics": [topic.code for topic in brief.topics.order_by("label", "pk")],
    }

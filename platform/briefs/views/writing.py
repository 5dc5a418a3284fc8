"""Writing a brief: one's own briefs, beginning one, its draft and its words."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from briefs.actions.writing import begin_brief, begin_version, delete_draft, edit_words
from briefs.candidates import Group, start_from
from briefs.composing import USUAL_PAGES, Composed, known_pages, pages_of, pdf_of
from briefs.forms.writing import NewBriefForm, WordsForm
from briefs.models import Brief, Edition, Part
from briefs.newer import changed_briefs, changes_among
from briefs.refusals import EditionFrozen
from briefs.sources import Chosen, chosen_from
from briefs.views.reading import find_brief
from core.files.uploads import answer_whole
from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import paginate, posted, reads_and_writes
from core.web.way_back import leads_back
from workflow import history
from workflow.history import moves_of

_MOVES = {"publish": gettext_lazy("Published"), "withdraw": gettext_lazy("Withdrawn")}


@leads_back(gettext_lazy("my briefs"))
@require_safe
def own_briefs(request: MemberRequest) -> HttpResponse:
    """List one's own briefs, and for editors those that they were asked to publish."""
    require(request.user, "briefs.write")
    mine = Brief.objects.of(request.user).order_by("-changed_at", "-pk")
    may_publish = allows(request.user, "briefs.edit_any")
    asked = Brief.objects.visible_to(request.user).filter(offered_at__isnull=False)
    page = paginate(request, mine)
    living = [brief for brief in page if not brief.is_withdrawn]
    changed = changed_briefs(living, request.user)
    context = {
        "page": page,
        "rows": [(brief, changed.get(brief.pk, 0)) for brief in page],
        "may_publish": may_publish,
        "asked": asked.select_related("author").order_by("offered_at", "pk")[:50]
        if may_publish
        else [],
    }
    return render(request, "briefs/own_briefs.html", context)


@reads_and_writes
def brief_new(request: MemberRequest) -> HttpResponse:
    """Begin a brief from a list, a search, a place, a recommendation, a record or an indicator, or from nothing."""
    require(request.user, "briefs.write")
    start = start_from(request.GET, request.user)
    form = NewBriefForm(posted(request), groups=start.groups, initial={"title": start.title})
    taken = Taken(request)
    answer = save(
        request,
        form,
        lambda: begin_brief(
            author=request.user,
            key=form.key,
            at=timezone.now(),
            title=form.cleaned_data["title"],
            question=form.cleaned_data["question"],
            place=start.place,
            chosen=taken.of(form.cleaned_data["chosen"]),
        ),
        to=lambda brief: ("briefs:brief_draft", brief.pk),
        said=_("Draft saved. Only you can see it."),
    )
    if answer:
        taken.say_what_is_missing()
    ticked = set(start.ticked) if request.method == "GET" else set(request.POST.getlist("chosen"))
    context = {"start": start, "groups": with_ticks(start.groups, ticked)}
    return answer or show(request, "briefs/brief_new.html", form, context)


class Taken:
    """What was chosen, taken as it is now; remembers how much of it could not be."""

    def __init__(self, request: MemberRequest) -> None:
        self.request = request
        self.missing = 0

    def of(self, refs: Sequence[str]) -> list[Chosen]:
        """Return what there is of the chosen things."""
        found = chosen_from(refs, self.request.user)
        self.missing = len(set(refs)) - len(found)
        return found

    def say_what_is_missing(self) -> None:
        """Tell the writer how many things they chose are not in the draft, if any."""
        if self.missing:
            told = ngettext(
                "%(count)d thing could not be added: it is gone, or has no figures to show.",
                "%(count)d things could not be added: they are gone, or have no figures to show.",
                self.missing,
            )
            messages.warning(self.request, told % {"count": self.missing})


def with_ticks(groups: Any, ticked: set[str]) -> list[tuple[str, list[tuple[Any, bool]]]]:
    """Return the groups for a page, each thing with whether its box is ticked."""
    some: list[Group] = list(groups)
    return [(g.heading, [(c, c.ref in ticked) for c in g.candidates]) for g in some]


def find_draft(request: MemberRequest, pk: int) -> Edition:
    """Return the draft of a brief to those who may change it. Raises ``Http404``, or ``EditionFrozen`` without one."""
    brief = find_brief(request, pk)
    require(request.user, "briefs.edit", brief)
    draft = Edition.objects.drafts().filter(brief=brief).first()
    if draft is None:
        raise EditionFrozen
    draft.brief = brief
    return draft


@require_safe
def brief_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a brief to those who may change it: its parts, what is newer, and what can be done with it."""
    brief = find_brief(request, pk)
    require(request.user, "briefs.edit", brief)
    draft = Edition.objects.drafts().filter(brief=brief).first()
    edition = draft or Edition.objects.published().get(brief=brief, superseded_at=None)
    edition.brief = brief
    parts = list(Part.objects.filter(edition=edition).with_things().in_order())
    changes = changes_among(parts, request.user)
    composed = Composed(edition, parts)
    context: dict[str, Any] = {
        "brief": brief,
        "edition": edition,
        "is_draft": draft is not None,
        "composed": composed,
        "rows": [(shown, changes.get(shown.part.pk)) for shown in composed.parts],
        "changed": len(changes),
        "pages": known_pages(edition),
        "usual_pages": USUAL_PAGES,
        "may_publish": allows(request.user, "briefs.publish", brief),
        "may_delete": allows(request.user, "briefs.delete_draft", brief),
        "is_author": brief.author_id == request.user.pk,
        "history": history.events_of(moves_of(brief), _MOVES),
    }
    return render(request, "briefs/brief_draft.html", context)


@limit_rate("briefs", "30/m")
@require_safe
def brief_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a draft as readers would see it, and say how many pages it has."""
    draft = find_draft(request, pk)
    context = {
        "brief": draft.brief,
        "edition": draft,
        "composed": Composed(draft),
        "pages": pages_of(draft),
        "usual_pages": USUAL_PAGES,
    }
    return render(request, "briefs/brief_preview.html", context)


@limit_rate("briefs", "30/m")
@require_safe
def draft_pdf(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Send a draft as a PDF."""
    draft = find_draft(request, pk)
    name = f"brief-{pk}-draft.pdf"
    return answer_whole([pdf_of(draft)], name=name, media_type="application/pdf")


@reads_and_writes
def brief_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change title, question and key messages of a draft."""
    draft = find_draft(request, pk)
    form = WordsForm(posted(request), instance=draft)
    answer = save(
        request,
        form,
        lambda: edit_words(
            edition=draft, opened_at=form.opened_at, at=timezone.now(), **form.words
        ),
        to=("briefs:brief_draft", pk),
        said=_("Draft saved."),
    )
    return answer or show(
        request, "briefs/brief_edit.html", form, {"brief": draft.brief, "edition": draft}
    )


@require_POST
def version_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin the next version of a published brief."""
    brief = find_brief(request, pk)
    require(request.user, "briefs.edit", brief)
    begin_version(brief=brief, at=timezone.now())
    messages.success(request, _("New version started. Readers see the published one until you publish it."))  # fmt: skip
    return redirect("briefs:brief_draft", pk)


@require_POST
def draft_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a draft, and the brief where nothing of it was published."""
    brief = get_object_or_404(Brief.objects.visible_to(request.user), pk=pk)
    require(request.user, "briefs.delete_draft", brief)
    is_gone = delete_draft(brief=brief)
    messages.success(request, _("Draft deleted."))
    return redirect("briefs:own_briefs") if is_gone else redirect(brief)

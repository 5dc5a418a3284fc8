"""The parts of a draft: chosen, written, put in order, renewed, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from briefs.actions.parts import (
    add_chosen,
    add_figure,
    edit_part,
    move_part,
    remove_part,
    renew_part,
    write_text,
)
from briefs.candidates import found_for
from briefs.forms.writing import ChooseForm, FindForm, NewTextForm, PartForm
from briefs.models import Part
from briefs.refusals import AlreadyChosen
from briefs.views.writing import Taken, find_draft, with_ticks
from core.forms.answering import save, show
from core.queries.ordering import step_of
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.excerpts.drawn import drawn
from courses.forms.excerpts import NewFigureForm
from indicators.catalogue.models import Indicator
from indicators.excerpts.excerpt import ExcerptRefused
from indicators.excerpts.offering import offer_of


@reads_and_writes
def parts_choose(request: MemberRequest, pk: int) -> HttpResponse:
    """Find records, recommendations, figures and lessons, and add them."""
    draft = find_draft(request, pk)
    find = FindForm(request.GET or None)
    words = find.cleaned_data["q"] if find.is_valid() else ""
    groups = found_for(words, request.user)
    form = ChooseForm(posted(request), groups=groups)
    taken = Taken(request)
    answer = save(
        request,
        form,
        lambda: add_chosen(
            edition=draft, chosen=taken.of(form.cleaned_data["chosen"]), at=timezone.now()
        ),
        to=("briefs:brief_draft", pk),
        said=lambda count: (
            ngettext("%(count)d part added.", "%(count)d parts added.", count) % {"count": count}
        ),
    )
    if answer:
        taken.say_what_is_missing()
    context = {
        "brief": draft.brief,
        "find": find,
        "words": words,
        "groups": with_ticks(groups, set(request.POST.getlist("chosen"))),
        "indicators": [
            (each.title, reverse("briefs:figure_new", args=[pk, each.key]))
            for group in groups
            for each in group.candidates
            if each.ref.startswith("figure:")
        ],
    }
    return answer or show(request, "briefs/parts_choose.html", form, context)


@reads_and_writes
def text_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a section of text."""
    draft = find_draft(request, pk)
    form = NewTextForm(posted(request))
    answer = save(
        request,
        form,
        lambda: write_text(edition=draft, key=form.key, at=timezone.now(), **form.said),
        to=("briefs:brief_draft", pk),
        said=_("Section added. Move it to its place with “Up”."),
    )
    return answer or show(request, "briefs/text_new.html", form, {"brief": draft.brief})


@reads_and_writes
def figure_new(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """Choose which figures of an indicator are shown, and how they are drawn."""
    draft = find_draft(request, pk)
    indicator = get_object_or_404(Indicator.objects.listed(), code=code)
    offer = offer_of(indicator)
    form = NewFigureForm(posted(request), offer=offer, chosen=offer.usual)
    if "preview" not in request.POST and (
        answer := save(
            request,
            form,
            lambda: add_figure(
                edition=draft,
                selection=form.selection,
                title=form.cleaned_data["title"],
                words=form.cleaned_data["description"],
                key=form.key,
                at=timezone.now(),
            ),
            to=("briefs:brief_draft", pk),
            said=_("Figure added. It keeps the numbers as they are now."),
        )
    ):
        return answer
    is_shown = request.method == "POST" and form.is_valid()
    context = {
        "brief": draft.brief,
        "indicator": indicator,
        "shown": drawn(form.figure).html if is_shown else "",
    }
    return show(request, "briefs/figure_new.html", form, context)


def _find_part(request: MemberRequest, pk: int, part_pk: int) -> Part:
    draft = find_draft(request, pk)
    part = get_object_or_404(Part, edition=draft, pk=part_pk)
    part.edition = draft
    return part


@reads_and_writes
def part_edit(request: MemberRequest, pk: int, part_pk: int) -> HttpResponse:
    """Change a text, or the words about a chosen thing."""
    part = _find_part(request, pk, part_pk)
    initial = {"heading": part.heading, "text": part.words}
    form = PartForm(posted(request), initial=initial, is_text=part.is_text)
    answer = save(
        request,
        form,
        lambda: edit_part(part=part, at=timezone.now(), **form.said),
        to=("briefs:brief_draft", pk),
        said=_("Part saved."),
    )
    context = {"brief": part.edition.brief, "part": part}
    return answer or show(request, "briefs/part_edit.html", form, context)


@require_POST
def part_move(request: MemberRequest, pk: int, part_pk: int) -> HttpResponse:
    """Move a part one place up or down."""
    step = step_of(request)
    part = _find_part(request, pk, part_pk)
    move_part(part=part, step=step, at=timezone.now())
    return redirect(f"{reverse('briefs:brief_draft', args=[pk])}#part-{part.pk}")


@require_POST
def part_remove(request: MemberRequest, pk: int, part_pk: int) -> HttpResponse:
    """Take a part out of a draft; one that is gone stays gone."""
    draft = find_draft(request, pk)
    part = Part.objects.filter(edition=draft, pk=part_pk).first()
    if part is not None:
        part.edition = draft
        remove_part(part=part, at=timezone.now())
    messages.success(request, _("Part removed."))
    return redirect("briefs:brief_draft", pk)


@require_POST
def part_renew(request: MemberRequest, pk: int, part_pk: int) -> HttpResponse:
    """Take the newer version of what a part holds."""
    part = _find_part(request, pk, part_pk)
    try:
        renew_part(part=part, by=request.user, at=timezone.now())
    except (ExcerptRefused, AlreadyChosen) as refusal:
        messages.error(
            request, _("The newer version cannot be used: %(reason)s") % {"reason": refusal}
        )
    else:
        messages.success(request, _("The part shows the newer version now. Check what you wrote about it."))  # fmt: skip
    return redirect(f"{reverse('briefs:brief_draft', args=[pk])}#part-{part.pk}")

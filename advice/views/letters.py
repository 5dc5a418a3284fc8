"""Contributions by letter: recording, opening and removing them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advice.actions.letters import record_letter, remove_letter, restore_letter
from advice.forms.letters import LetterForm
from advice.models import LetterContribution
from advice.states import UNSENT
from advice.views.common import find_work
from core.files.uploads import download
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import reads_and_writes
from core.web.telling import Undo, told


@reads_and_writes
def letter_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Record a contribution that came by letter or mail."""
    case = find_work(request, pk, "advice.write", states=UNSENT)
    form = LetterForm(request.POST, request.FILES) if request.method == "POST" else LetterForm()
    answer = save(
        request,
        form,
        lambda: record_letter(
            case=case,
            words=form.told,
            document=form.upload,
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=f"{case.get_work_url()}#contributions",
        said=_("Recorded as a contribution by letter."),
    )
    return answer or show(request, "advice/letter_new.html", form, {"case": case})


@require_safe
def letter_document(request: MemberRequest, pk: int, letter_pk: int) -> HttpResponseBase:
    """Send the document of a letter to those who work on the case."""
    letter = _find(request, pk, letter_pk)
    if not letter.document:
        raise Http404
    sent = download(letter.document, name=letter.document_name, media_type=letter.document_type)
    sent["Cache-Control"] = "private, no-store"
    return sent


@require_POST
def letter_remove(request: MemberRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Count a letter no longer, or with ``restore`` again. Repeats safely."""
    letter = _find(request, pk, letter_pk, "advice.write")
    if "restore" in request.POST:
        restore_letter(letter=letter, by=request.user)
        messages.success(request, _("The letter counts as a contribution again."))
    else:
        remove_letter(letter=letter, by=request.user, at=timezone.now())
        undo = Undo(reverse("advice:letter_remove", args=[pk, letter_pk]), {"restore": "yes"})
        sentence = _("The letter of %(body)s is removed.")
        messages.success(request, told(sentence, undo, body=letter.body))
    return redirect(f"{letter.case.get_work_url()}#contributions")


def _find(request: MemberRequest, pk: int, letter_pk: int, rule: str = "") -> LetterContribution:
    case = find_work(request, pk, rule)
    return get_object_or_404(
        LetterContribution.objects.select_related("case"), pk=letter_pk, case=case
    )

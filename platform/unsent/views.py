"""The pages of my unsent texts, and the address to which forms send what is being written."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import answer_script
from core.forms.unsent import FIELD, Copy, is_own_page
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from unsent.actions import forget_text, keep_text
from unsent.models import UnsentText
from unsent.page_titles import cleaned_title
from unsent.sent_fields import ADDRESS_FIELD, TITLE_FIELD, fields_of


@require_safe
def text_list(request: MemberRequest) -> HttpResponse:
    """Show what I wrote and have not sent."""
    texts = UnsentText.objects.visible_to(request.user).newest_first()
    return render(request, "unsent/text_list.html", {"texts": texts})


@require_safe
def text_detail(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """Show one of my texts, to continue, copy or discard it."""
    text = get_object_or_404(UnsentText.objects.visible_to(request.user), key=key)
    return render(request, "unsent/text_detail.html", {"text": text})


@require_POST
def text_discard(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """Delete one of my texts."""
    forget_text(owner=request.user, key=key)
    messages.success(request, _("Text discarded."))
    return redirect("unsent:text_list")


@require_POST
@limit_rate("unsent", "60/m")
def keep(request: MemberRequest) -> JsonResponse:
    """Keep what is being written. Answers the mark of this save, or why nothing was kept."""
    copy = Copy.read(request.POST.get(FIELD, ""))
    address = request.POST.get(ADDRESS_FIELD, "")
    if copy is None or not is_own_page(address) or "\0" in address:
        raise BadRequest

    def act() -> dict[str, str]:
        text = keep_text(
            owner=request.user,
            copy=copy,
            address=address,
            fields=fields_of(request),
            title=cleaned_title(request.POST.get(TITLE_FIELD, "")),
            at=timezone.now(),
        )
        mark = Copy(text.key, text.edit_number, copy.form, copy.page).mark
        at = date_format(timezone.localtime(text.saved_at), "H:i")
        return {"mark": mark, "message": _("Kept at %(at)s until you send it") % {"at": at}}

    return answer_script(act)

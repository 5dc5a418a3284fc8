"""Keeps what was written when a send is refused, and forgets it when it was sent."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.files.uploads_folder import StorageFull
from core.forms.unsent import FIELD, LONGEST_ADDRESS, Copy
from unsent.actions import NoLongerOpen, TooLongToKeep, forget_text, keep_refused
from unsent.page_titles import title_of
from unsent.sent_fields import ADDRESS_FIELD, are_worth_keeping, fields_of

logger = logging.getLogger(__name__)


class UnsentMiddleware:
    """Looks at the answer to each sent form that carries the mark of an opened copy.

    A redirect means that it was sent, unless it comes with a warning or from somebody who never asked the view. Every other page, the one with the mistakes as well as "not found" and "changed
    meanwhile", means that its words are not sent yet. Of a page that the writer may no longer open, the part
    that it belongs to says what is kept. Without the token of a page of ours nothing is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_own_form = request.method == "POST" and getattr(request, "csrf_processing_done", False)
        # After a failure nobody is looked up again: the database may be what failed, but not where a file had no room.
        has_failed = response.status_code >= 500 and response.status_code != StorageFull.status
        if is_own_form and not has_failed and not _is_for_scripts(response):
            _follow(request, response)
        return response


def _follow(request: HttpRequest, response: HttpResponse) -> None:
    copy = Copy.read(request.POST.get(FIELD, ""))
    is_autosave = ADDRESS_FIELD in request.POST
    if copy is None or is_autosave or len(request.path) > LONGEST_ADDRESS:
        return
    if not request.user.is_authenticated:
        return
    if 300 <= response.status_code < 400 and not _refuses(request, response):
        forget_text(owner=request.user, key=copy.key)
        return
    fields = fields_of(request)
    if not are_worth_keeping(fields):
        return
    try:
        keep_refused(
            owner=request.user,
            copy=copy,
            address=request.path,
            fields=fields,
            title=title_of(response),
            at=timezone.now(),
        )
    except TooLongToKeep:
        logger.info("A refused form was too long to be kept")
    except NoLongerOpen:
        logger.info("A refused form of a page that its writer may no longer open was not kept")


def _refuses(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a redirect says that nothing was done: before its view was asked, or with a warning."""
    if getattr(response, "is_refusal", False):
        return True
    said = getattr(request, "_messages", None)
    # Those of this request alone: reading the others would take them from the next page.
    added = getattr(said, "_queued_messages", ())
    return any(message.level >= messages.WARNING for message in added)


def _is_for_scripts(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("application/json")

"""What the views of all things with covers share: the page on which one is chosen, and sending the pictures."""

import logging
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _

from core.covers.actions import remove_cover, set_cover
from core.covers.forms import CoverForm
from core.covers.models import Covered
from core.covers.uploaded import all_names
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted

logger = logging.getLogger(__name__)
_TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}
_FOR_EVER = "private, max-age=31536000, immutable"


def edit_cover(request: MemberRequest, thing: Covered, *, back: Model | tuple) -> HttpResponse:
    """Choose, describe or remove the cover of a thing. Whether this person may is the caller's question."""
    form = CoverForm(posted(request), request.FILES or None, thing=thing)
    answer = save(request, form, lambda: _keep(thing, form), to=back, said=_("Cover saved."))
    return answer or show(request, "core/cover_edit.html", form, {"thing": thing})


def send_cover(thing: Covered, name: str, *, is_for_everyone: bool) -> FileResponse:
    """Send one of the pictures of a cover, by the last part of its address; 404 for what is none of them.

    A new cover has a new address, so browsers may keep this one; what only some may see stays nowhere.
    """
    stored = f"covers/{name}"
    if not thing.cover_file or stored not in all_names(str(thing.cover_file.name)):
        raise Http404
    try:
        picture = default_storage.open(stored)
    except FileNotFoundError as error:
        logger.exception("The cover %s is missing from the storage.", stored)
        raise Http404 from error
    answer = FileResponse(picture, content_type=_TYPES[PurePath(name).suffix])
    answer["Cache-Control"] = _FOR_EVER if is_for_everyone else "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _keep(thing: Covered, form: CoverForm) -> Covered:
    if form.cleaned_data.get("remove"):
        return remove_cover(thing=thing)
    return set_cover(
        thing=thing, picture=form.cleaned_data["picture"], alt=form.cleaned_data["alt"]
    )

"""Published briefs for programs, and what a token needs to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter


@api_section("briefs", _("Briefs"), position=17)
def briefs() -> ApiRouter:
    from briefs.endpoints import router

    return router

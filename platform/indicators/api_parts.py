"""What indicators give the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_scope, api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter

api_scope("indicators:read", _("Read indicators and figures"), position=25)


@api_section("indicators", _("Indicators"), position=25)
def indicators() -> ApiRouter:
    from indicators.endpoints import router

    return router


@api_section("places", _("Places"), position=26)
def places() -> ApiRouter:
    from indicators.profiles.endpoints import router

    return router

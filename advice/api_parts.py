"""What advice gives the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_scope, api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter

api_scope("advice:read", _("Read the advice given"), position=27)


@api_section("advice", _("Advice given"), position=27)
def advice() -> ApiRouter:
    from advice.endpoints import router

    return router

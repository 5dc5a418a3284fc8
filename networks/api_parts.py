"""What networks give the API: which there are. What members write is for members, on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_scope, api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter

api_scope("networks:read", _("Read the list of networks"), position=36)


@api_section("networks", _("Networks"), position=36)
def networks() -> ApiRouter:
    from networks.endpoints import router

    return router

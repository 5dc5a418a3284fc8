"""What events give the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_scope, api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter

api_scope("events:read", _("Read events"), position=30)


@api_section("events", _("Events"), position=30)
def events() -> ApiRouter:
    from events.endpoints import router

    return router

"""What the API tells of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter


@api_section("token", _("Your token"), position=900)
def own_token() -> ApiRouter:
    from api.endpoint_of_tokens import router

    return router

"""What the library gives the API: its records, and what a token needs to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_scope, api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter

api_scope("library:read", _("Read the records of the library"), position=10)
api_scope("recommendations:read", _("Read recommendations and the answers to them"), position=15)
api_scope("lists:read", _("Read collections, and my own reading lists"), position=20)


@api_section("library", _("Library"), position=10)
def records() -> ApiRouter:
    from library.exchange.api.endpoints import router

    return router


@api_section("recommendations", _("Recommendations"), position=15)
def recommendations() -> ApiRouter:
    from library.recommendations.endpoints import router

    return router


@api_section("lists", _("Reading lists"), position=20)
def reading_lists() -> ApiRouter:
    from library.lists.endpoints import router

    return router


@api_section("gaps", _("Evidence gaps"), position=25)
def evidence_gaps() -> ApiRouter:
    from library.gaps.endpoints import router

    return router

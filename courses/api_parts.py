"""What courses give the API: the catalogue of courses and programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.sections import api_scope, api_section

if TYPE_CHECKING:
    from api.routing import ApiRouter

api_scope("courses:read", _("Read the catalogue of courses"), position=35)


@api_section("courses", _("Courses"), position=35)
def courses() -> ApiRouter:
    from courses.catalogue.api.endpoints import router

    return router

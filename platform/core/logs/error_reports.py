"""Error reports to those who look after the site."""

from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

_WITH_COOKIES = {"HTTP_COOKIE", "CSRF_COOKIE"}


class FieldNamesOnlyFilter(SafeExceptionReporterFilter):
    """Reports the names of sent fields and cookies, never their values: private notes reach nobody.

    A cookie may open a way in for a year, and holds what somebody had typed when they were asked to sign in.
    """

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        return {} if request is None else dict.fromkeys(request.COOKIES, self.cleansed_substitute)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_safe_request_meta(request)
        return found | dict.fromkeys(found.keys() & _WITH_COOKIES, self.cleansed_substitute)

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {} if request is None else dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()

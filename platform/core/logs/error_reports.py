"""Error reports to those who look after the site."""

import re
from collections.abc import ItemsView
from types import SimpleNamespace
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from core.logs.formatters import pattern_of

# What tells how a page was asked for, and nothing about who asked for it, what, and from where.
_PLAIN_META = frozenset(
    ["REQUEST_METHOD", "SERVER_PROTOCOL", "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_ACCEPT",
     "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_USER_AGENT", "HTTP_HX_REQUEST"]
)  # fmt: skip


class FieldNamesOnlyFilter(SafeExceptionReporterFilter):
    """Reports the names of sent fields, cookies and headers, never their values: private notes reach nobody.

    A cookie may open a way in for a year, and holds what somebody had typed when they were asked to sign in. Of the
    settings, addresses of servers are hidden as passwords are, which often stand in them.
    """

    hidden_settings = re.compile(
        SafeExceptionReporterFilter.hidden_settings.pattern
        + "|URL|DSN|HOST|LOCATION|BROKER|ORIGIN|SERVER|PROXY|ADDR|EMAIL|ADMINS|MANAGERS|^USER$",
        re.IGNORECASE,
    )

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        return {} if request is None else dict.fromkeys(request.COOKIES, self.cleansed_substitute)

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_safe_request_meta(request)
        return found | dict.fromkeys(found.keys() - _PLAIN_META, self.cleansed_substitute)

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {} if request is None else dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()


class FieldNamesOnlyReporter(ExceptionReporter):
    """Reports the page by its pattern, the names of parameters and files, and the number of the reader's account.

    Addresses may hold secret words. By the number an administrator finds the person; a mail need not name them.
    """

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if self.request is None:
            return data
        hidden = self.filter.cleansed_substitute
        page = pattern_of(self.request) if self.request.resolver_match else "/…"
        return data | {
            "request": SimpleNamespace(
                path_info=page, META={"REQUEST_METHOD": self.request.method}
            ),
            "request_insecure_uri": page,
            "user_str": self._account() or data["user_str"],
            "request_GET_items": dict.fromkeys(self.request.GET, hidden).items(),
            "request_FILES_items": dict.fromkeys(self.request.FILES, hidden).items(),
        }

    def _account(self) -> str:
        """Return the account that asked, or nothing where the database cannot tell."""
        try:
            key = getattr(getattr(self.request, "user", None), "pk", None)
        except DatabaseError:
            return ""
        return f"account {key}" if key else "nobody signed in"

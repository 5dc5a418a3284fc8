"""Keeps what somebody sent after their session had ended, until they have signed in again."""

import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

SESSION_KEY = "kept_post"
MAX_CHARACTERS = 200_000
SECONDS = 30 * 60
FEWEST_WORDS = 2
PARTS: dict[str, StrOrPromise] = {
    "accounts": _("My account"),
    "courses": _("Learn"),
    "library": _("Library"),
    "mentoring": _("Mentoring"),
    "networks": _("Networks"),
    "submissions": _("Submissions and reviews"),
}


@dataclass(frozen=True)
class KeptPost:
    """A form as it was sent: its address and its fields, in their order."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """What somebody wrote, as far as it is words: keys, marks and the names of buttons are not."""
        return [value for _name, value in self.fields if len(value.split()) >= FEWEST_WORDS]

    @property
    def part(self) -> StrOrPromise:
        """The part of the platform whose form it was."""
        return PARTS.get(self.address.strip("/").split("/")[0], "")


def keep_post(request: HttpRequest) -> None:
    """Keep the sent fields in the visitor's session, but never a password and nothing too long."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name and isinstance(value, str)
    ]
    if sum(len(value) for _name, value in fields) > MAX_CHARACTERS:
        fields = []
    request.session[SESSION_KEY] = {
        "address": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
        "at": int(time.time()),
    }


def kept_post(request: HttpRequest) -> KeptPost | None:
    """What was kept less than half an hour ago."""
    kept = request.session.get(SESSION_KEY)
    if not kept or time.time() - kept["at"] > SECONDS:
        return None
    fields = [(name, value) for name, value in kept["fields"]]
    return KeptPost(address=kept["address"], fields=fields, had_files=kept["had_files"])


def forget_post(request: HttpRequest) -> None:
    """Throw away what was kept. Repeats safely."""
    request.session.pop(SESSION_KEY, None)

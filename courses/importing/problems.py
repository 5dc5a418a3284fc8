"""Problems of a course in files, collected while its values are read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

_SLUG = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*")


@dataclass(frozen=True)
class ImportProblem:
    """One thing that is wrong, and where: the file, and a field or line in it."""

    file: str
    where: str
    text: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.where, self.text) if part)


class CourseDataError(ValueError):
    """The course cannot be imported; nothing of it was."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass
class Check:
    """Takes values out of the data and collects what is wrong with them."""

    problems: list[ImportProblem] = field(default_factory=list)

    def add(self, file: str, where: str, text: str) -> None:
        self.problems.append(ImportProblem(file, where, text))

    def text(
        self,
        data: Mapping[str, Any],
        name: str,
        file: str,
        *,
        where: str = "",
        most: int,
        need: bool = True,
    ) -> str:
        value = data.get(name)
        place = f"{where}{name}"
        if value is None and not need:
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or (need and not value.strip()):
            self.add(file, place, _("Write some text."))
            return ""
        if len(value) > most:
            self.add(file, place, _("Use at most %(most)s characters.") % {"most": most})
        return value.strip()

    def slug(
        self, data: Mapping[str, Any], name: str, file: str, *, where: str = "", most: int
    ) -> str:
        """Take a name that can stand in an address."""
        value = self.text(data, name, file, where=where, most=most)
        if value and not is_slug(value):
            self.add(file, f"{where}{name}", _("Use lower-case letters, digits and hyphens."))
        return value

    def number(
        self, data: Mapping[str, Any], name: str, file: str, *, least: int, most: int, default: int
    ) -> int:
        value = data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.add(
                file,
                name,
                _("Write a whole number from %(least)s to %(most)s.")
                % {"least": least, "most": most},
            )
            return default
        return value

    def truth(
        self, data: Mapping[str, Any], name: str, file: str, *, default: bool = False
    ) -> bool:
        """Return a value that is true or false."""
        value = data.get(name, default)
        if not isinstance(value, bool):
            self.add(file, name, _("Write true or false."))
            return default
        return value

    def items(
        self, data: Mapping[str, Any], name: str, file: str, kind: type, *, where: str = ""
    ) -> list[Any]:
        value = data.get(name) or []
        if not isinstance(value, list) or any(not isinstance(item, kind) for item in value):
            self.add(file, f"{where}{name}", _("Write a list with “-” before each item."))
            return []
        return value


def is_slug(text: str) -> bool:
    """Tell whether the text can stand in an address as it is."""
    return _SLUG.fullmatch(text) is not None

"""Names of creators: people as they sign, and the form by which a list of them is sorted."""

import re
from dataclasses import dataclass

from accounts.models import Organisation, User
from library.vocabularies.choices import CreatorRole

# Words that belong to the family name that follows them: "Simone de Beauvoir" sorts under "de Beauvoir".
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le",
     "ten", "ter", "van", "von", "zu"]
)  # fmt: skip
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


@dataclass(frozen=True)
class CreatorName:
    """A creator that is not saved yet: a person by name, or an organisation."""

    name: str
    organisation: Organisation | None = None
    user: User | None = None
    role: CreatorRole = CreatorRole.AUTHOR
    orcid: str = ""

    @property
    def sort_name(self) -> str:
        """Return the name in the form by which lists are sorted."""
        return self.name if self.organisation else sort_name(self.name)


def sort_name(name: str) -> str:
    """Return "Family, Given" for a person's name in Western order; any other name as it is.

    A name of one word, one that already has a comma, and one in another script than Latin stay whole: where
    their family name is cannot be guessed.
    """
    words = name.split()
    if len(words) < 2 or "," in name or (not name.isascii() and not _is_latin(name)):
        return " ".join(words)
    end = len(words)
    if len(words) > 2 and words[-1].strip(".").lower() in _SUFFIXES:
        end -= 1
    start = end - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    family, given = " ".join(words[start:end]), " ".join(words[:start])
    return ", ".join([family, given, *words[end:]])


def _is_latin(text: str) -> bool:
    return all(c <= "\u024f" or "\u1e00" <= c <= "\u1eff" or c == "\u2019" for c in text)


_ENDINGS = {
    CreatorRole.EDITOR: " (ed.)",
    CreatorRole.CHAIR: " (chair)",
    CreatorRole.ISSUER: " (issuer)",
}


def split_names(text: str) -> list[str]:
    """Split a text into the names on its lines."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def split_role(text: str) -> tuple[str, CreatorRole]:
    """Split "Erik Blas (ed.)" into the name and the role."""
    for role, ending in _ENDINGS.items():
        if text.endswith(ending):
            return text.removesuffix(ending), role
    return text, CreatorRole.AUTHOR


def join_role(name: str, role: str) -> str:
    """Join a name with its role, where that is not the author's."""
    return name + _ENDINGS.get(CreatorRole(role), "")


_ORCID_AT_THE_END = re.compile(
    r"\s+(?:https?://)?(?:www\.)?(?:orcid\.org/|orcid:?\s*)?([0-9]{4}-[0-9-]+[0-9X])/?$",
    re.IGNORECASE,
)


def split_orcid(text: str) -> tuple[str, str]:
    """Split "Ada Byron 0000-0002-1825-0097" into the name and a possible ORCID iD, unchecked."""
    found = _ORCID_AT_THE_END.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def parse_person(line: str) -> tuple[str, str, CreatorRole]:
    """Parse "Erik Blas 0000-0002-1825-0097 (ed.)" into name, unchecked ORCID iD and role, in any order."""
    name, role = split_role(line)
    name, orcid = split_orcid(name)
    if role == CreatorRole.AUTHOR:
        name, role = split_role(name)
    return name, orcid, role


def format_person(name: str, role: str, orcid: str) -> str:
    """Return a person as editors type them: name, ORCID iD and role on one line."""
    return join_role(f"{name} {orcid}".strip(), role)

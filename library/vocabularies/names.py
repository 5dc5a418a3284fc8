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
    # The name for sorting where it is known; otherwise it is guessed from the name.
    known_sort_name: str = ""

    @property
    def sort_name(self) -> str:
        """Return the name in the form by which lists are sorted."""
        if self.organisation:
            return self.name
        return self.known_sort_name or sort_name(self.name)


def sort_name(name: str) -> str:
    """Return "Family, Given" for a person's name in Western order; any other name as it is.

    A name of one word, one that already has a comma, and one in another script than Latin stay whole: where
    their family name is cannot be guessed.
    """
    words = name.split()
    if len(words) < 2 or "," in name or (not name.isascii() and not _is_latin(name)):
        return " ".join(words)
    end = len(words)
    if len(words) > 2 and _is_suffix(words[-1]):
        end -= 1
    start = end - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    family, given = " ".join(words[start:end]), " ".join(words[:start])
    return ", ".join([family, given, *words[end:]])


def parse_family_first(text: str) -> tuple[str, str]:
    """Split "García Márquez, Gabriela" into the name as it is signed and the name for sorting.

    A suffix may stand last or in the middle: "Smith, John, Jr." or "Smith, Jr., John". A name without a comma
    is returned as it is, with no name for sorting.
    """
    parts = [part for part in (" ".join(part.split()) for part in text.split(",")) if part]
    if len(parts) < 2:
        return "".join(parts), ""
    family, given, *rest = parts
    if rest and _is_suffix(given):
        given, rest = rest[0], [given, *rest[1:]]
    elif _is_suffix(given):
        return f"{family} {given}", f"{family}, {given}"
    words = given.split()
    if len(words) > 1 and _is_suffix(words[-1]):
        given, rest = " ".join(words[:-1]), [words[-1], *rest]
    return " ".join([given, family, *rest]), ", ".join([family, given, *rest])


# Words that a body has in its name and a person has not.
_OF_BODIES = frozenset(
    [
        "academy",
        "agency",
        "alliance",
        "association",
        "authority",
        "board",
        "bureau",
        "center",
        "centre",
        "charity",
        "church",
        "clinic",
        "club",
        "coalition",
        "college",
        "commission",
        "committee",
        "consortium",
        "corporation",
        "council",
        "department",
        "directorate",
        "federation",
        "foundation",
        "fund",
        "group",
        "hospital",
        "initiative",
        "inspectorate",
        "institute",
        "institution",
        "laboratory",
        "league",
        "library",
        "ministry",
        "network",
        "office",
        "organisation",
        "organization",
        "partnership",
        "programme",
        "project",
        "school",
        "secretariat",
        "service",
        "services",
        "society",
        "system",
        "team",
        "trust",
        "unit",
        "university",
        "and",
        "for",
        "of",
        "the",
        "&",
        "agence",
        "association",
        "centre",
        "comité",
        "conseil",
        "institut",
        "ministère",
        "office",
        "université",
        "amt",
        "behörde",
        "bundesamt",
        "gesellschaft",
        "institut",
        "ministerium",
        "stiftung",
        "universität",
        "verein",
        "agencia",
        "asociación",
        "centro",
        "comité",
        "consejo",
        "fundación",
        "instituto",
        "ministerio",
        "organización",
        "secretaría",
        "universidad",
        "agência",
        "fundação",
        "ministério",
        "universidade",
        "istituto",
        "ministero",
        "università",
    ]
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")


def is_body(text: str) -> bool:
    """Tell whether a name in a list that puts the family name first is that of a body.

    Such lists, as reference managers write them, part family and given name by a comma, and a body has none, or
    one at its end. A name with an initial, and one in a script that knows no such comma, is a person's.
    """
    text = text.strip()
    before, comma, after = text.partition(",")
    words = before.casefold().split()
    if comma and not after.strip():
        return True
    if comma:
        return len(words) > 2 and any(word in _OF_BODIES for word in words)
    if any(word in _OF_BODIES for word in words):
        return True
    if not _is_latin(text):
        return False
    return not any(_INITIAL.fullmatch(word) for word in text.split())


def _is_suffix(text: str) -> bool:
    return text.strip(".").lower() in _SUFFIXES


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

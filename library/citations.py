"""How a work is cited, in the Harvard style."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from library.models import Creator, CreatorRole, Record

_NAMED = 3


def citation_text(record: Record) -> str:
    """Return the citation of a work: "Marmot, M. and Allen, J. (2020) Title. Publisher. Available at: …".

    An organisation is cited by its whole name, and only once when it also published the work. Up to three
    names are given, then "et al."; without a name the title comes first; without a year stands "no date".
    Takes no query for a record ``with_creators()``.
    """
    year = str(record.year) if record.year else _("no date")
    names = author_text(record)
    unsigned = f"{record.title.rstrip('.')} ({year})."
    parts = [f"{names} ({year}) {_ended(record.title)}" if names else unsigned]
    is_ours = not record.url and bool(record.current_version and record.current_version.has_text)
    # What stands in full in our library is published by us, unless it says otherwise.
    publisher = record.publisher or (settings.INSTITUTE_NAME if is_ours else "")
    if publisher and publisher != names:
        parts.append(_ended(publisher))
    if record.url:
        parts.append(_("Available at: %(address)s") % {"address": record.url})
    elif is_ours:
        address = settings.SITE_URL + record.get_absolute_url()
        parts.append(_("Available at: %(address)s") % {"address": address})
    return " ".join(parts)


def author_text(record: Record) -> str:
    """The names a citation begins with, or nothing."""
    creators = list(record.creators.all())
    signed = [c for c in creators if c.role in {CreatorRole.AUTHOR, CreatorRole.EDITOR}]
    chosen = signed or [c for c in creators if c.role == CreatorRole.CHAIR] or creators
    text = _listed([_cited(creator) for creator in chosen], more=record.has_more_creators)
    editors = [c for c in chosen if c.role == CreatorRole.EDITOR]
    if editors and len(editors) == len(chosen):
        text += " (ed.)" if len(editors) == 1 else " (eds)"
    return text


def _listed(names: Sequence[str], *, more: bool) -> str:
    if not names:
        return ""
    if more or len(names) > _NAMED:
        return _("%(name)s et al.") % {"name": names[0]}
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _cited(creator: Creator) -> str:
    """ "Marmot, Michael G." as "Marmot, M.G."; a name that is not split stays whole."""
    family, comma, given = creator.sort_name.partition(", ")
    if creator.is_organisation or not comma:
        return creator.name
    initials = "".join(_initial(word) for word in given.replace(",", " ").split())
    return f"{family}, {initials}"


def _initial(word: str) -> str:
    return "-".join(part[0].upper() + "." for part in word.split("-") if part)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."

"""Citations in words: Harvard (Cite Them Right), APA (7th edition) and Vancouver (NLM)."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from library.exchange.citing.cited_work import CitedName, CitedWork

_MOST_HARVARD = 3
_MOST_APA = 20
_MOST_VANCOUVER = 6


def harvard(work: CitedWork) -> str:
    """ "Marmot, M. and Allen, J. (2020) Title. Publisher. Available at: …".

    An organisation is cited by its whole name, and only once when it also published the work. Up to three
    names are given, then "et al."; without a name the title comes first; without a year stands "no date".
    """
    year = work.year or _("no date")
    names = _harvard_names(work)
    parts = [f"{names} ({year}) {_ended(work.title)}" if names else _untitled(work, year)]
    if work.container:
        parts.append(_ended(_with_commas(work.container, _volume(work), _pages(work, "pp. "))))
    elif work.publisher and work.publisher != names:
        parts.append(_ended(work.publisher))
    if work.doi:
        parts.append(f"doi:{work.doi}.")
    elif work.url:
        parts.append(_("Available at: %(address)s") % {"address": work.url})
    return _whole(work, parts)


def apa(work: CitedWork) -> str:
    """ "Marmot, M., & Allen, J. (2020). Title. Publisher. https://doi.org/…".

    Up to twenty names are given; of more, the first nineteen and the last. A month and a day are named where
    they are known and the work appeared in no journal.
    """
    names = _apa_names(work)
    when = work.year or "n.d."
    title = _ended(work.title)
    parts = [f"{_ended(names)} ({when}). {title}" if names else f"{title} ({when})."]
    if work.container:
        volume = work.volume + (f"({work.issue})" if work.issue else "")
        parts.append(_ended(_with_commas(work.container, volume, work.pages)))
    elif work.publisher and work.publisher != names:
        parts.append(_ended(work.publisher))
    if work.doi:
        parts.append(f"https://doi.org/{work.doi}")
    elif work.url:
        parts.append(work.url)
    return _whole(work, parts)


def vancouver(work: CitedWork) -> str:
    """ "Marmot MG, Allen J. Title. Publisher; 2020. Available from: …".

    Up to six names are given, then "et al.".
    """
    names = _vancouver_names(work)
    parts = [f"{_ended(names)} {_ended(work.title)}" if names else _ended(work.title)]
    year = work.year or _("date unknown")
    if work.container:
        volume = work.volume + (f"({work.issue})" if work.issue else "")
        place = f"{year};{volume}" if volume else year
        parts.append(f"{_ended(work.container)} {place}{':' + work.pages if work.pages else ''}.")
    else:
        parts.append(f"{work.publisher}; {year}." if work.publisher else f"{year}.")
    if work.doi:
        parts.append(f"doi:{work.doi}")
    elif work.url:
        parts.append(_("Available from: %(address)s") % {"address": work.url})
    return _whole(work, parts)


STYLES: dict[str, tuple[StrOrPromise, Callable[[CitedWork], str]]] = {
    "harvard": (gettext_lazy("Harvard"), harvard),
    "apa": (gettext_lazy("APA"), apa),
    "vancouver": (gettext_lazy("Vancouver"), vancouver),
}


def _whole(work: CitedWork, parts: Sequence[str]) -> str:
    text = " ".join(parts)
    return _("%(citation)s [Withdrawn]") % {"citation": text} if work.is_withdrawn else text


def _untitled(work: CitedWork, year: str) -> str:
    return f"{work.title.rstrip('.')} ({year})."


def _harvard_names(work: CitedWork) -> str:
    names = [_with_initials(name) for name in work.names]
    if not names:
        return ""
    if work.has_more_names or len(names) > _MOST_HARVARD:
        text = _("%(name)s et al.") % {"name": names[0]}
    elif len(names) == 1:
        text = names[0]
    else:
        text = _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    if work.are_editors:
        text += " (ed.)" if len(names) == 1 else " (eds)"
    return text


def _apa_names(work: CitedWork) -> str:
    names = [_with_initials(name, joined=" ") for name in work.names]
    if not names:
        return ""
    if work.has_more_names:
        text = f"{', '.join(names[: _MOST_APA - 1])}, et al."
    elif len(names) == 1:
        text = names[0]
    elif len(names) > _MOST_APA:
        text = f"{', '.join(names[: _MOST_APA - 1])}, … {names[-1]}"
    else:
        text = f"{', '.join(names[:-1])}, & {names[-1]}"
    if work.are_editors:
        text += " (Ed.)" if len(names) == 1 else " (Eds.)"
    return text


def _vancouver_names(work: CitedWork) -> str:
    names = [_without_dots(name) for name in work.names]
    if not names:
        return ""
    text = ", ".join(names[:_MOST_VANCOUVER])
    if work.has_more_names or len(names) > _MOST_VANCOUVER:
        text += ", et al"
    if work.are_editors:
        text += ", editor" if len(names) == 1 else ", editors"
    return text


def _with_initials(name: CitedName, *, joined: str = "") -> str:
    """ "Marmot, Michael G." as "Marmot, M.G."; a name that is not split stays whole."""
    if not name.is_split:
        return name.whole
    return f"{name.family}, {joined.join(_initial(word) for word in name.given.split())}"


def _without_dots(name: CitedName) -> str:
    if not name.is_split:
        return name.whole
    words = name.given.replace("-", " ").split()
    return f"{name.family} {''.join(word[0].upper() for word in words)}"


def _initial(word: str) -> str:
    return "-".join(part[0].upper() + "." for part in word.split("-") if part)


def _volume(work: CitedWork) -> str:
    return work.volume + (f"({work.issue})" if work.issue else "")


def _pages(work: CitedWork, sign: str) -> str:
    return f"{sign}{work.pages}" if work.pages else ""


def _with_commas(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."

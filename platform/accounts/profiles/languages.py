"""Names of languages, so that the same language is written in one way."""

import functools

from django.conf.locale import LANG_INFO


@functools.cache
def _known() -> dict[str, str]:
    infos = [info for info in LANG_INFO.values() if "name" in info]
    own = {info["name_local"].casefold(): info["name"] for info in infos}
    return {**own, **{info["name"].casefold(): info["name"] for info in infos}}


def language_named(name: str) -> str:
    """Return the English name of a language known by that or by its own name; else the text itself."""
    name = " ".join(name.split())
    return _known().get(name.casefold(), name)

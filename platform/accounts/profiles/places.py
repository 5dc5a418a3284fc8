"""Countries, from the IANA time zone database."""

import functools

from core.times.zones import iana_table


@functools.cache
def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 codes and names, by name."""
    return sorted(
        ((code, name) for code, name, *_rest in iana_table("iso3166.tab")), key=lambda c: c[1]
    )

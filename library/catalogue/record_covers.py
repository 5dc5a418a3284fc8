"""The picture of a record: the first page of its document where that is open, or a cover that the server makes."""

from dataclasses import replace

from core.addresses import address_of
from core.covers.cover import Cover
from library.vocabularies.cover_topics import made_cover

# The widths in pixels in which the first page of a PDF is kept: for a row of a list, and beside a title.
FIRST_PAGE_WIDTHS = (100, 240)


def first_page_name(sha256: str, width: int) -> str:
    """Return under which name the first page of this document is stored."""
    return f"first-pages/{sha256}-{width}.webp"


def record_cover(title: str, topic: str, file_id: int | None) -> Cover:
    """Return the cover of a record with this title, top-level topic and open document, if it has one."""
    made = made_cover(title, topic, format="page")
    if file_id is None:
        return made
    addresses = [address_of("library:first_page", file_id, w) for w in FIRST_PAGE_WIDTHS]
    widths = [
        f"{address} {width}w" for address, width in zip(addresses, FIRST_PAGE_WIDTHS, strict=True)
    ]
    return replace(made, address=addresses[-1], widths=", ".join(widths))

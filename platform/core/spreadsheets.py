"""Cells that no spreadsheet program executes."""

BYTE_ORDER_MARK = "\ufeff"
# With these a formula begins, or what some program takes for one (OWASP, CSV injection).
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it where a program would execute it; one of its own is doubled."""
    if cell.startswith(_BEGINNINGS) or cell.startswith("'"):
        return f"'{cell}"
    return cell


def as_it_was(cell: str) -> str:
    """The way back: without the apostrophe that ``harmless`` wrote."""
    if cell.startswith("'") and cell[1:].startswith((*_BEGINNINGS, "'")):
        return cell[1:]
    return cell

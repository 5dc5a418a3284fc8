"""Taking in catalogues of others: read a file, judge every row, then write all of them or none."""

from library.importing.judging import Judge, Judged, Verdict
from library.importing.readers import FORMATS, NotReadable, Row, count_rows, rows_of
from library.importing.writing import (
    NotPossibleNow,
    confirm_import,
    drop_import,
    read_import,
    start_import,
    take_up_left_behind,
    write_import,
)

__all__ = [
    "FORMATS",
    "Judge",
    "Judged",
    "NotPossibleNow",
    "NotReadable",
    "Row",
    "Verdict",
    "confirm_import",
    "count_rows",
    "drop_import",
    "read_import",
    "rows_of",
    "start_import",
    "take_up_left_behind",
    "write_import",
]

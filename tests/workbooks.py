"""Workbooks for tests, made by hand, so that they can be wrong."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">%s<sheets>'
    '<sheet name="Notes" sheetId="1" state="hidden" r:id="rId9"/>'
    '<sheet name="Data" sheetId="2" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId9" Type="{_LINKS}/worksheet" Target="worksheets/notes.xml"/>'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
)
# Formats of cells: 0 usual, 1 a day, 2 per cent, 3 a day of its own, 4 a word that looks like one.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)


def workbook(
    rows: Sequence[Sequence[object]],
    *,
    cells: str = "",
    texts: Sequence[str] = (),
    before: str = "",
    after: bytes = b"",
    properties: str = "",
    **parts: str,
) -> bytes:
    """Return an XLSX file with these rows in its first visible sheet.

    ``cells`` are further rows as XML, ``texts`` the list of shared texts, ``before`` and ``after`` stand around the
    sheet, and ``parts`` replace whole parts: ``styles=""`` leaves one out.
    """
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{lines}{cells}</sheetData></worksheet>'
    shared = "".join(f"<si>{text}</si>" for text in texts)
    written = {
        "xl/workbook.xml": parts.get("book", _BOOK % properties),
        "xl/_rels/workbook.xml.rels": parts.get("relations", _RELATIONS),
        "xl/sharedStrings.xml": parts.get("strings", f'<sst xmlns="{_MAIN}">{shared}</sst>'),
        "xl/styles.xml": parts.get("styles", _STYLES),
        "xl/worksheets/sheet1.xml": sheet,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in written.items():
            if text:
                package.writestr(
                    name, text.encode() + (after if name.endswith("sheet1.xml") else b"")
                )
    return file.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

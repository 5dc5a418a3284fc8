"""Small Word documents, put together from their parts as word processors write them."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.courses.pictures import picture

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/></Types>"""
_STYLES = (
    f"""<w:styles {WORD}>"""
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [
            ("Title", "Title"),
            ("Heading1", "heading 1"),
            ("Heading2", "heading 2"),
            ("Caption", "caption"),
            ("Quote", "Quote"),
        ]
    )
    + "</w:styles>"
)
_NUMBERS = (
    f"""<w:numbering {WORD}>"""
    + "".join(
        f'<w:abstractNum w:abstractNumId="{key}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3)
        )
        + "</w:abstractNum>"
        for key, kind in [("1", "bullet"), ("2", "decimal")]
    )
    + "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in ("1", "2")
    )
    + "</w:numbering>"
)
_NOTES = f"""<w:footnotes {WORD}><w:footnote w:id="1"><w:p><w:r><w:t>Marmot 2010.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def run(text, properties=""):
    """Return words in one format: ``run("so", "<w:b/>")`` is bold."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs, style="", number="", level=0):
    """Return a paragraph; ``number`` "1" is an item of a list, "2" of a numbered one."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    words = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{named}{listed}</w:pPr>{words}</w:p>"


def table(*rows, span=""):
    """Return a table of rows of words."""
    cells = [
        "".join(f"<w:tc><w:tcPr>{span}</w:tcPr>{para(cell)}</w:tc>" for cell in row) for row in rows
    ]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def image(key="rImage", alt="", link="embed"):
    """Return an image of the document."""
    described = f'<wp:docPr id="1" name="x" descr="{alt}"/>'
    blip = f'<a:blip r:{link}="{key}"/>'
    return (
        f"<w:r><w:drawing><wp:inline>{described}<a:graphic><a:graphicData><pic:pic><pic:blipFill>{blip}"
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
FORMULA = "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"


def docx(*body, name="Lesson.docx", parts=None, picture_file=None, head=""):
    """Return a Word document with these paragraphs and tables; ``parts`` are further ones or replace some."""
    relations = [
        ("rStyles", "styles", "styles.xml", ""),
        ("rNumbers", "numbering", "numbering.xml", ""),
        ("rNotes", "footnotes", "footnotes.xml", ""),
        ("rImage", "image", "media/image1.png", ""),
        ("rMeta", "image", "media/image2.emf", ""),
        ("rAway", "image", "https://elsewhere.example/track.png", ' TargetMode="External"'),
    ]
    written = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for key, kind, target, mode in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    package = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{written}</Relationships>',
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERS,
        "word/footnotes.xml": _NOTES,
        "word/media/image1.png": (picture_file or picture((300, 200))).read(),
        "word/media/image2.emf": b"emf",
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {WORD}><w:body>{"".join(body)}</w:body></w:document>',
        **(parts or {}),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written_package:
        for part, content in package.items():
            written_package.writestr(part, content)
    return SimpleUploadedFile(name, buffer.getvalue())

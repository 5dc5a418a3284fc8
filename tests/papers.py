"""PDFs that tests upload."""


def pdf_of(html: str) -> bytes:
    """Return a PDF that shows this HTML."""
    # WeasyPrint takes a second and a half to load: only the process that needs it pays.
    from weasyprint import HTML

    return HTML(string=html).write_pdf()

"""Draws the first page of the PDF on its standard input and writes its pixels to its standard output.

It runs as a process of its own, started by ``library.documents.first_pages``, with limits in time and memory, and
imports nothing of the platform. What it writes is width and height in one line, then three bytes for each pixel: whoever
reads that has no format to parse, even when a document made to harm has taken this process over.
"""

import resource
import sys

SECONDS = 30
MEMORY = 1024 * 1024 * 1024
WIDTH = 480
# A page much longer than it is wide is cut at its foot.
MOST_HEIGHT = 720


def main() -> None:
    """Draw the first page as wide as ``WIDTH``."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import pypdfium2

    page = pypdfium2.PdfDocument(sys.stdin.buffer.read())[0]
    scale = WIDTH / page.get_width()
    foot = max(0, page.get_height() - MOST_HEIGHT / scale)
    drawing = page.render(scale=scale, crop=(0, foot, 0, 0), may_draw_forms=False)
    image = drawing.to_pil().convert("RGB")
    sys.stdout.buffer.write(f"{image.width} {image.height}\n".encode())
    sys.stdout.buffer.write(image.tobytes())


if __name__ == "__main__":
    main()

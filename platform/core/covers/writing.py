"""Writes the shapes of a cover as SVG or as PNG."""

from io import BytesIO
from typing import Any

from core.covers.canvas import Area, Canvas, Disc, Point, Ring, Shape

# Pixels are drawn larger and then made smaller, which smooths their edges.
_LARGER = 2


def svg(canvas: Canvas) -> bytes:
    """Return the cover as an SVG without text, style or script."""
    size = f"0 0 {_number(canvas.width)} {_number(canvas.height)}"
    shapes = "".join(_element(shape) for shape in canvas.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" width="{_number(canvas.width)}"'
        f' height="{_number(canvas.height)}"><rect width="100%" height="100%" fill="{canvas.ground}"/>{shapes}</svg>'
    ).encode()


def png(canvas: Canvas) -> bytes:
    """Return the cover as a PNG of one pixel for each unit."""
    from PIL import Image, ImageDraw

    width, height = int(canvas.width), int(canvas.height)
    image = Image.new("RGB", (width * _LARGER, height * _LARGER), canvas.ground)
    draw = ImageDraw.Draw(image)
    for shape in canvas.shapes:
        _paint(draw, shape)
    small = image.resize((width, height), Image.Resampling.BOX)
    buffer = BytesIO()
    small.quantize(128, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _element(shape: Shape) -> str:
    if isinstance(shape, Disc):
        return f'<circle {_circle(shape.centre, shape.radius)} fill="{shape.colour}"/>'
    if isinstance(shape, Ring):
        return (
            f'<circle {_circle(shape.centre, shape.radius)} fill="none" stroke="{shape.colour}"'
            f' stroke-width="{_number(shape.width)}"/>'
        )
    if isinstance(shape, Area):
        return f'<polygon points="{_points(shape.corners)}" fill="{shape.colour}"/>'
    return (
        f'<polyline points="{_points(shape.points)}" fill="none" stroke="{shape.colour}"'
        f' stroke-width="{_number(shape.width)}"/>'
    )


def _paint(draw: Any, shape: Shape) -> None:
    if isinstance(shape, Disc | Ring):
        (x, y), radius = shape.centre, shape.radius
        reach = radius + (shape.width / 2 if isinstance(shape, Ring) else 0)
        box = [_LARGER * number for number in (x - reach, y - reach, x + reach, y + reach)]
        if isinstance(shape, Disc):
            draw.ellipse(box, fill=shape.colour)
        else:
            draw.ellipse(box, outline=shape.colour, width=round(_LARGER * shape.width))
    elif isinstance(shape, Area):
        draw.polygon([(_LARGER * x, _LARGER * y) for x, y in shape.corners], fill=shape.colour)
    else:
        points = [(_LARGER * x, _LARGER * y) for x, y in shape.points]
        draw.line(points, fill=shape.colour, width=round(_LARGER * shape.width))


def _circle(centre: Point, radius: float) -> str:
    return f'cx="{_number(centre[0])}" cy="{_number(centre[1])}" r="{_number(radius)}"'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

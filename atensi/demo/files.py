"""Files of the demo: a page with a heading and grey lines, as a scan or as a photograph."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

PAGE = (620, 877)
INK, PALE = "#24323c", "#c8d0d6"


@cache
def drawn_page(heading: str, kind: str) -> bytes:
    """One page, as "PDF" or "JPEG"."""
    image = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(image)
    draw.text((60, 60), heading, fill=INK, font_size=24)
    draw.line((60, 100, 560, 100), fill=INK, width=2)
    for row in range(14):
        draw.line((60, 150 + row * 40, 560 - 40 * (row % 3), 150 + row * 40), fill=PALE, width=6)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()

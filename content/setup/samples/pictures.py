"""Draws the sample pictures: our own flat illustrations, so that no stock photograph is needed."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE = (1600, 1000)
Draw = Callable[[ImageDraw.ImageDraw], None]


def _backdrop(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    column = Image.new("RGB", (1, SIZE[1]))
    for y in range(SIZE[1]):
        share = y / SIZE[1]
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    return column.resize(SIZE)


def _scalp(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 560, 1600, 640), fill="#f3c9a8")
    draw.rectangle((0, 640, 1600, 1000), fill="#e8a98a")
    for x in range(100, 1600, 200):
        lean = 70 - (x % 300) // 4
        draw.line((x, 800, x + lean, 220), fill="#4b2e24", width=16)
        draw.ellipse((x - 34, 770, x + 34, 862), fill="#b5654a")
        for drop in (-70, 72):
            draw.ellipse((x + drop - 16, 690, x + drop + 16, 728), fill="#2f9c95")


def _needle(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 700, 1600, 1000), fill="#e8a98a")
    draw.rectangle((0, 660, 1600, 700), fill="#f3c9a8")
    for x in (360, 800, 1240):
        draw.rounded_rectangle((x - 60, 80, x + 60, 430), 28, fill="#ffffff", outline="#2c6e6b", width=8)
        draw.rectangle((x - 52, 250, x + 52, 422), fill="#8fd3cd")
        draw.rectangle((x - 20, 430, x + 20, 480), fill="#2c6e6b")
        draw.line((x, 480, x, 740), fill="#6f7f86", width=8)
        draw.ellipse((x - 20, 735, x + 20, 780), fill="#2f9c95")


def _tube(draw: ImageDraw.ImageDraw) -> None:
    for x, golden in ((520, 0.55), (800, 0.45), (1080, 0.5)):
        draw.rounded_rectangle((x - 90, 120, x + 90, 900), 90, fill="#fdf7ef", outline="#8a5a44", width=8)
        split = 260 + int(600 * golden)
        draw.rectangle((x - 80, 260, x + 80, split), fill="#f2c14e")
        draw.rounded_rectangle((x - 80, split, x + 80, 890), 80, fill="#a4243b")
        draw.rectangle((x - 80, split, x + 80, split + 90), fill="#a4243b")
        draw.rectangle((x - 110, 90, x + 110, 160), fill="#6b2d5c")


def _pen(draw: ImageDraw.ImageDraw) -> None:
    for level, colour in enumerate(("#f7d7bd", "#efb895", "#df9b7c", "#c97d63")):
        draw.rectangle((0, 600 + level * 100, 1600, 1000), fill=colour)
    draw.rounded_rectangle((560, 60, 1040, 440), 60, fill="#37474f")
    draw.rounded_rectangle((620, 420, 980, 520), 20, fill="#90a4ae")
    for x in range(640, 980, 40):
        draw.line((x, 520, x, 690), fill="#546e7a", width=8)
        draw.ellipse((x - 8, 690, x + 8, 716), fill="#a4243b")


def _brush(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((160, 180, 1160, 1240), fill="#f1c6a7")
    draw.ellipse((330, 420, 900, 900), fill="#fae3d2")
    draw.polygon(((820, 640), (1380, 80), (1470, 170), (910, 730)), fill="#5d4037")
    draw.polygon(((690, 770), (820, 640), (910, 730), (760, 850)), fill="#d7ccc8")
    draw.ellipse((660, 760, 790, 880), fill="#bfe3df")


PICTURES: dict[str, tuple[tuple[int, int, int], tuple[int, int, int], Draw]] = {
    "mesotherapy-for-hair": ((214, 236, 233), (246, 250, 247), _scalp),
    "process": ((233, 240, 246), (250, 250, 250), _needle),
    "platelet-rich-plasma-for-hair": ((251, 232, 210), (255, 250, 244), _tube),
    "microneedling-for-acne-scars": ((222, 230, 238), (247, 249, 251), _pen),
    "superficial-chemical-peel": ((226, 240, 236), (250, 252, 250), _brush),
}


def draw_picture(name: str) -> ContentFile:
    """The same bytes every time."""
    top, bottom, paint = PICTURES[name]
    image = _backdrop(top, bottom)
    paint(ImageDraw.Draw(image))
    file = BytesIO()
    image.save(file, "PNG")
    return ContentFile(file.getvalue(), name=f"{name}.png")

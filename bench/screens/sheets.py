"""Contact sheets: many screens on one picture, to look at."""

from pathlib import Path

from PIL import Image, ImageDraw

COLUMNS, WIDTH, HEIGHT, GAP = 4, 480, 420, 24


def write_sheets(pictures: list[Path], folder: Path, name: str) -> None:
    for number in range(0, len(pictures), COLUMNS * 3):
        some = pictures[number : number + COLUMNS * 3]
        sheet = Image.new("RGB", (COLUMNS * (WIDTH + GAP), 3 * (HEIGHT + GAP)), "#777777")
        draw = ImageDraw.Draw(sheet)
        for place, path in enumerate(some):
            left, top = place % COLUMNS * (WIDTH + GAP), place // COLUMNS * (HEIGHT + GAP)
            with Image.open(path) as picture:
                scaled = picture.convert("RGB").resize((WIDTH, round(picture.height * WIDTH / picture.width)))
            sheet.paste(scaled.crop((0, 0, WIDTH, min(HEIGHT, scaled.height))), (left, top + GAP))
            draw.text((left + 4, top + 6), path.stem[:76], fill="white")
        sheet.quantize(128).save(folder / f"{name}-{number // (COLUMNS * 3) + 1}.png")

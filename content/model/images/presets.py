"""The fixed sizes, crops and formats in which every picture is prepared and served."""

WIDTHS = (480, 960, 1440)
#: The longer side of what is kept of an upload: twice the widest size, so that a tall picture has enough as well.
KEPT_SIDE = 2 * WIDTHS[-1]
#: Cut around the focal point: a thumbnail in a list, and the card that a shared link shows. Never scaled up.
CROPS = {"square": (480, 480), "wide": (1200, 630)}
#: Media type -> Wagtail's name for the format, best first: a browser takes the first that it knows.
FORMATS = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpeg"}


def build_specs(original_width: int) -> dict[tuple[str, int], str]:
    """(media type, asked width) -> Wagtail filter; no width above the original's but the smallest."""
    widths = [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]
    return {
        (media_type, width): f"width-{width}|format-{name}" for media_type, name in FORMATS.items() for width in widths
    }


def build_crop_specs(crop: str) -> dict[str, str]:
    """Media type -> Wagtail filter."""
    width, height = CROPS[crop]
    return {media_type: f"fill-{width}x{height}|format-{name}" for media_type, name in FORMATS.items()}


def build_all_specs(original_width: int) -> list[str]:
    """Every filter that a picture is prepared with."""
    return [
        *build_specs(original_width).values(),
        *(spec for crop in CROPS for spec in build_crop_specs(crop).values()),
    ]

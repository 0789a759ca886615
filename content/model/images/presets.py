"""The fixed sizes, crops and formats in which every picture is prepared and served."""

WIDTHS = (480, 960, 1440)
#: The longest side of a kept upload: twice the widest size, so that tall pictures are large enough too.
KEPT_SIDE = 2 * WIDTHS[-1]
#: Crops around the focal point: a thumbnail in lists, and the card of a shared link. Never scaled up.
CROPS = {"square": (480, 480), "wide": (1200, 630)}
#: Media type -> Wagtail's name of the format, best first: browsers take the first one they support.
FORMATS = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpeg"}


def build_specs(original_width: int) -> dict[tuple[str, int], str]:
    """(media type, width) -> Wagtail filter. Widths above the original's are left out, except the smallest."""
    widths = [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]
    return {
        (media_type, width): f"width-{width}|format-{name}" for media_type, name in FORMATS.items() for width in widths
    }


def build_crop_specs(crop: str) -> dict[str, str]:
    """Media type -> Wagtail filter."""
    width, height = CROPS[crop]
    return {media_type: f"fill-{width}x{height}|format-{name}" for media_type, name in FORMATS.items()}


def build_all_specs(original_width: int) -> list[str]:
    """Every filter for which a picture is prepared."""
    return [
        *build_specs(original_width).values(),
        *(spec for crop in CROPS for spec in build_crop_specs(crop).values()),
    ]

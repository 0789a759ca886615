"""The fixed sizes and formats in which every picture is prepared and served."""

WIDTHS = (480, 960, 1440)
#: Media type -> Wagtail's name for the format, best first: a browser takes the first that it knows.
FORMATS = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpeg"}


def build_specs(original_width: int) -> dict[tuple[str, int], str]:
    """(media type, asked width) -> Wagtail filter; no width above the original's but the smallest."""
    widths = [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]
    return {
        (media_type, width): f"width-{width}|format-{name}" for media_type, name in FORMATS.items() for width in widths
    }

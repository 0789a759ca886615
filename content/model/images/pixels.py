"""Decodes and encodes pictures, in a child process that encoding.py starts.

Standard input: a line of JSON, then the bytes of a picture. Standard output: a line of JSON, then the made files.
Untrusted files are decoded here, without settings, secrets or the database, and with limits on memory and time.
"""

import base64
import contextlib
import io
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms, ImageOps, PngImagePlugin

#: Pillow's format -> (format to keep, ending, options). MPO is a JPEG with several pictures, which some phones write.
KEPT_AS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "MPO": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "HEIF": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "PNG": ("PNG", "png", {"compress_level": 4}),
    "WEBP": ("WEBP", "webp", {"quality": 95, "method": 0}),
}
#: Format -> options for prepared files. AVIF's speed is 0 to 10: half the speed saves 15 % of the size at most.
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 61, "speed": 8, "max_threads": 1},
    "WEBP": {"quality": 80},
    "JPEG": {"quality": 76, "progressive": True, "optimize": True},
}


def limit(memory: int, seconds: int) -> None:
    """Limit this process: `memory` in bytes, `seconds` of processor time."""
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: 0}
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(kind, (most, most))


#: Formats whose further pictures are ignored: phones store other shots of the moment in the same file.
STILL = ("MPO", "HEIF")
#: Bytes of text that a PNG may have besides the picture. It is not kept.
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 16 * 1024 * 1024


class Unfit(Exception):
    """The picture is refused. `code` is a key of `content.model.images.uploads.REFUSALS`; `details` fill its text."""

    def __init__(self, code: str, **details: int) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def keep(data: bytes, side: int, sides: tuple[int, int], most: int) -> tuple[dict[str, Any], list[bytes]]:
    """The picture upright, in 8-bit sRGB, without metadata, with sides of at most `side` pixels.

    Raises Unfit if it is animated, if a side is not within `sides`, or if it has more than `most` pixels.
    """
    picture = open_picture(data)
    if getattr(picture, "is_animated", False) and picture.format not in STILL:
        raise Unfit("animated")
    if not all(sides[0] <= length <= sides[1] for length in picture.size):
        raise Unfit("size", width=picture.width, height=picture.height)
    if picture.width * picture.height > most:
        raise Unfit("pixels", number=picture.width * picture.height, limit=most)
    kept_as, ending, options = KEPT_AS[str(picture.format)]
    share = min(1, side / max(picture.size))
    # Decode a JPEG at half its size or less if that is enough.
    picture.draft(None, (round(picture.width * share), round(picture.height * share)))
    picture.load()
    mode, small = picture.mode, to_colours(picture)
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    plain = to_srgb(ImageOps.exif_transpose(small), mode)
    plain.info.clear()
    return {"ending": ending, "type": Image.MIME[kept_as]}, [write(plain, kept_as, options)]


def to_colours(picture: Image.Image) -> Image.Image:
    """Converts to 8 bits per channel. 16-bit grey is scaled here, since Pillow would clip it to white."""
    if picture.mode.startswith("I"):
        grey = picture.convert("I").point(lambda value: value * (1 / 257))
        return grey.convert("L").convert("RGB")
    mode = "RGBA" if has_alpha(picture) else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def to_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """Converts to sRGB by the picture's colour profile, if it is readable. `mode` is the mode of the stored picture."""
    profile = picture.info.get("icc_profile")
    if profile and mode in ("RGB", "RGBA"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError):  # else assume sRGB, as browsers do
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    return picture


def prepare(data: bytes, cuts: list[dict[str, Any]]) -> tuple[dict[str, Any], list[bytes]]:
    """Makes every cut (box, size, formats) of a picture that `keep` has written, and its placeholder."""
    picture = to_colours(open_picture(data))
    files = []
    for cut in cuts:
        small = picture.resize(cut["size"], Image.Resampling.LANCZOS, box=cut["box"], reducing_gap=3.0)
        files += [write(small, format, WRITTEN_AS[format]) for format in cut["formats"]]
    return {"placeholder": build_placeholder(picture)}, files


def build_placeholder(picture: Image.Image) -> str:
    from thumbhash import rgba_to_thumb_hash

    picture.thumbnail((100, 100))
    small = on_white(picture).convert("RGBA")  # thumbhash 0.1 fails on transparency
    return base64.b64encode(bytes(rgba_to_thumb_hash(small.width, small.height, list(small.tobytes())))).decode()


def on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return ground.convert("RGB")


def write(picture: Image.Image, format: str, options: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    (on_white(picture) if format == "JPEG" else picture).save(written, format, **options)
    return written.getvalue()


def open_picture(data: bytes) -> Image.Image:
    if data[4:8] == b"ftyp":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    return Image.open(io.BytesIO(data), formats=[*{name for name in KEPT_AS if name != "MPO"} & set(Image.OPEN)])


def has_alpha(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


JOBS: dict[str, Callable[..., tuple[dict[str, Any], list[bytes]]]] = {"keep": keep, "prepare": prepare}


def main() -> None:
    head, _line, data = sys.stdin.buffer.read().partition(b"\n")
    job = json.loads(head)
    limit(job["memory"], job["seconds"])
    files: list[bytes] = []
    try:
        answer, files = JOBS[job["name"]](data, **job["arguments"])
    except Unfit as error:
        answer = {"error": error.code, "details": error.details}
    except MemoryError:
        answer = {"error": "heavy"}
    except Exception as error:  # decoders raise all kinds of errors
        answer = {"error": "damaged", "why": f"{type(error).__name__}: {error}"[:300]}
    answer["sizes"] = [len(file) for file in files]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    Image.init()
    main()

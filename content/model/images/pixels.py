"""Decodes and encodes pictures, in a process of its own that knows nothing else: encoding.py starts it.

A line of JSON and the bytes of a picture on standard input -> a line of JSON and the bytes that were made of it.
What strangers send is decoded here: without the settings, the database, or more memory and time than a picture needs.
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

#: Pillow's name -> (how it is kept, ending, options). MPO is a JPEG with more than one picture, as phones write it.
KEPT_AS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "MPO": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "HEIF": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "PNG": ("PNG", "png", {"compress_level": 4}),
    "WEBP": ("WEBP", "webp", {"quality": 95, "method": 0}),
}
#: Format -> how a prepared file is written. AVIF's speed: of 0 to 10; twice as slow is 15 % smaller at most.
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 61, "speed": 8, "max_threads": 1},
    "WEBP": {"quality": 80},
    "JPEG": {"quality": 76, "progressive": True, "optimize": True},
}


def limit(memory: int, seconds: int) -> None:
    """Bytes of memory and seconds of processor time that this process may use."""
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: 0}
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(kind, (most, most))


#: What may hold several pictures of which the first is meant: a phone keeps others of the moment beside it.
STILL = ("MPO", "HEIF")
#: Bytes of what an editor's program has written into a PNG beside the picture; none of it is kept.
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 16 * 1024 * 1024


class Unfit(Exception):
    """It can't be kept. The code is one of `content.model.images.uploads`; `details` go into its sentence."""

    def __init__(self, code: str, **details: int) -> None:
        super().__init__(code)
        self.code, self.details = code, details


def keep(data: bytes, side: int, sides: tuple[int, int], most: int) -> tuple[dict[str, Any], list[bytes]]:
    """The picture upright, in eight bits of sRGB, without metadata, with sides of at most `side` pixels.

    Raises Unfit where it moves, or where a side is not between `sides`, or it has more than `most` pixels.
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
    # A JPEG is decoded at half its size, or less, where that is enough.
    picture.draft(None, (round(picture.width * share), round(picture.height * share)))
    picture.load()
    mode, small = picture.mode, to_colours(picture)
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    plain = to_srgb(ImageOps.exif_transpose(small), mode)
    plain.info.clear()
    return {"ending": ending, "type": Image.MIME[kept_as]}, [write(plain, kept_as, options)]


def to_colours(picture: Image.Image) -> Image.Image:
    """In eight bits a channel. Pillow cuts sixteen bits of grey off at the top, which leaves white."""
    if picture.mode.startswith("I"):
        grey = picture.convert("I").point(lambda value: value * (1 / 257))
        return grey.convert("L").convert("RGB")
    mode = "RGBA" if has_alpha(picture) else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def to_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """By the picture's own profile, where it has one that can be read; `mode` is how the picture was stored."""
    profile = picture.info.get("icc_profile")
    if profile and mode in ("RGB", "RGBA"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError):  # browsers, too, then take the colours as sRGB
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    return picture


def prepare(data: bytes, cuts: list[dict[str, Any]]) -> tuple[dict[str, Any], list[bytes]]:
    """Every cut (box, size, formats) of a picture that `keep` has written, and its placeholder."""
    picture = to_colours(open_picture(data))
    files = []
    for cut in cuts:
        small = picture.resize(cut["size"], Image.Resampling.LANCZOS, box=cut["box"], reducing_gap=3.0)
        files += [write(small, format, WRITTEN_AS[format]) for format in cut["formats"]]
    return {"placeholder": build_placeholder(picture)}, files


def build_placeholder(picture: Image.Image) -> str:
    from thumbhash import rgba_to_thumb_hash

    picture.thumbnail((100, 100))
    small = on_white(picture).convert("RGBA")  # thumbhash 0.1 fails on what shines through
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
    except Exception as error:  # decoders raise whatever they meet
        answer = {"error": "damaged", "why": f"{type(error).__name__}: {error}"[:300]}
    answer["sizes"] = [len(file) for file in files]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    Image.init()
    main()

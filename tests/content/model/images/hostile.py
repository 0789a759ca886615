"""Files that must not become pictures: name -> (file name, how its bytes are made). Most no program would save."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, partial

from PIL import Image, PngImagePlugin

Files = dict[str, tuple[str, Callable[[], bytes]]]
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}


def noise(size: tuple[int, int] = (320, 200), mode: str = "RGB") -> Image.Image:
    random.seed(1)
    return Image.frombytes("RGB", size, random.randbytes(size[0] * size[1] * 3)).convert(mode)


@cache
def saved(kind: str, **options) -> bytes:
    file = io.BytesIO()
    noise().save(file, kind, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + data + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as found:
        found.writestr("run.js", "alert(1)")
    return file.getvalue()


def as_is(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def cut(kind: str, share: float) -> bytes:
    return saved(kind)[: int(len(saved(kind)) * share)]


def followed(kind: str, rest: bytes) -> bytes:
    return saved(kind) + rest


def png_with_php() -> bytes:
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", "<?php alert(1) ?>")
    return saved("PNG", pnginfo=comment)


def foreign() -> dict[str, Callable[[], bytes]]:
    pictures = {"tiff": partial(saved, "TIFF"), "bmp": partial(saved, "BMP"), "gif": partial(saved, "GIF")}
    words = {
        "text": b"This is not a picture.",
        "nothing": b"",
        "one byte": b"\xff",
        "zeros": bytes(5000),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "page": b"<!DOCTYPE html><script>alert(1)</script>",
        "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF",
        "archive": archive(),
        "program": b"MZ" + bytes(2000),
        "photoshop": b"8BPS\x00\x01" + bytes(500),
        "jpeg's first bytes": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        "png's first bytes": b"\x89PNG\r\n\x1a\n",
    }
    return {name: as_is(data) for name, data in words.items()} | pictures


def build() -> Files:
    files: Files = {}
    for name, make in foreign().items():
        files[f"{name} as jpg"] = ("a.jpg", make)
        files[f"{name} as png"] = ("a.png", make)
    for kind, ending in ENDINGS.items():
        for share in (0.02, 0.3, 0.6, 0.95):
            files[f"{kind} cut at {share:.0%}"] = (f"a.{ending}", partial(cut, kind, share))
        files[f"{kind} with another ending"] = ("a.webp" if kind != "WEBP" else "a.png", partial(saved, kind))
        files[f"{kind} as a program"] = ("a.exe", partial(saved, kind))
    files |= {
        "moving png": ("a.png", partial(moving, "PNG")),
        "moving webp": ("a.webp", partial(moving, "WEBP")),
        "bomb of 900 million pixels": ("a.png", lambda: png(30_000, 30_000, pixels=bytes(1_000_000))),
        "bomb of more than memory": ("a.png", lambda: png(2**31 - 1, 2**31 - 1)),
        "picture that says it is larger than allowed": ("a.png", lambda: png(8_000, 8_000, pixels=bytes(8_001 * 3))),
        "no pixels at all": ("a.png", lambda: png(0, 0)),
        "one pixel": ("a.png", lambda: png(1, 1, pixels=bytes(4))),
        "a line": ("a.png", lambda: png(20_000, 20, pixels=bytes(20 * 60_001))),
        "bomb in a text chunk": (
            "a.png",
            lambda: png(64, 64, chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(90_000_000)))),
        ),
        "pixels that are not compressed data": (
            "a.png",
            as_is(
                b"\x89PNG\r\n\x1a\n"
                + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
                + chunk(b"IDAT", b"not zlib")
                + chunk(b"IEND", b"")
            ),
        ),
        "more bytes than allowed": ("a.jpg", lambda: saved("JPEG") + bytes(10 * 1024 * 1024)),
    }
    return files


def build_disguised() -> Files:
    """Pictures that are something else besides. Each can be decoded, and nothing but its pixels is kept."""
    files: Files = {}
    for kind, ending in ENDINGS.items():
        rests = {
            "and an archive": archive(),
            "and a script": b"<script>alert(1)</script>",
            "with four bytes that a photograph can have": b"\x00<svg\x00",
        }
        for name, rest in rests.items():
            files[f"{kind} {name}"] = (f"a.{ending}", partial(followed, kind, rest))
    files["jpeg with a script as its comment"] = (
        "a.jpg",
        partial(saved, "JPEG", comment=b"<script>alert(1)</script>"),
    )
    files["png with php as its comment"] = ("a.png", png_with_php)
    return files

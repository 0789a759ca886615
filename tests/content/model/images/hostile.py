"""Files that must not become pictures: name -> (file name, bytes). Made here: most of them no program would save."""

import io
import random
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image, PngImagePlugin

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


def foreign() -> dict[str, bytes]:
    return {
        "text": b"This is not a picture.",
        "nothing": b"",
        "one byte": b"\xff",
        "zeros": bytes(5000),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "page": b"<!DOCTYPE html><script>alert(1)</script>",
        "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF",
        "archive": archive(),
        "program": b"MZ" + bytes(2000),
        "tiff": saved("TIFF"),
        "bmp": saved("BMP"),
        "gif": saved("GIF"),
        "photoshop": b"8BPS\x00\x01" + bytes(500),
        "jpeg's first bytes": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        "png's first bytes": b"\x89PNG\r\n\x1a\n",
    }


def build() -> dict[str, tuple[str, bytes]]:
    files: dict[str, tuple[str, bytes]] = {}
    for name, data in foreign().items():
        files[f"{name} as jpg"] = ("a.jpg", data)
        files[f"{name} as png"] = ("a.png", data)
    pictures = {kind: saved(kind) for kind in ENDINGS}
    for kind, data in pictures.items():
        ending = ENDINGS[kind]
        for share in (0.02, 0.3, 0.6, 0.95):
            files[f"{kind} cut at {share:.0%}"] = (f"a.{ending}", data[: int(len(data) * share)])
        files[f"{kind} with another ending"] = ("a.webp" if kind != "WEBP" else "a.png", data)
        files[f"{kind} as a program"] = ("a.exe", data)
    files |= {
        "moving png": ("a.png", moving("PNG")),
        "moving webp": ("a.webp", moving("WEBP")),
        "bomb of 900 million pixels": ("a.png", png(30_000, 30_000, pixels=bytes(1_000_000))),
        "bomb of more than memory": ("a.png", png(2**31 - 1, 2**31 - 1)),
        "picture that says it is larger than allowed": ("a.png", png(8_000, 8_000, pixels=bytes(8_001 * 3))),
        "no pixels at all": ("a.png", png(0, 0)),
        "one pixel": ("a.png", png(1, 1, pixels=bytes(4))),
        "a line": ("a.png", png(20_000, 20, pixels=bytes(20 * 60_001))),
        "bomb in a text chunk": ("a.png", png(64, 64, chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(90_000_000))))),
        "pixels that are not compressed data": (
            "a.png",
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", b"not zlib")
            + chunk(b"IEND", b""),
        ),
        "more bytes than allowed": ("a.jpg", pictures["JPEG"] + bytes(10 * 1024 * 1024)),
    }
    return files


def build_disguised() -> dict[str, tuple[str, bytes]]:
    """Pictures that are something else besides. Each can be decoded, and nothing but its pixels is kept."""
    files: dict[str, tuple[str, bytes]] = {}
    for kind, ending in ENDINGS.items():
        files[f"{kind} and an archive"] = (f"a.{ending}", saved(kind) + archive())
        files[f"{kind} and a script"] = (f"a.{ending}", saved(kind) + b"<script>alert(1)</script>")
        files[f"{kind} with four bytes that a photograph can have"] = (f"a.{ending}", saved(kind) + b"\x00<svg\x00")
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", "<?php alert(1) ?>")
    files["jpeg with a script as its comment"] = ("a.jpg", saved("JPEG", comment=b"<script>alert(1)</script>"))
    files["png with php as its comment"] = ("a.png", saved("PNG", pnginfo=comment))
    return files

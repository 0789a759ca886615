"""Bytes of a text file -> text, and the encoding if it was guessed."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from content.desk.importing.outline import DocumentError

NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The supported encodings, with their common names.
NAMES = {
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
}
#: Languages in Latin letters that need letters beyond Windows-1252.
SPOKEN = {
    "cp1250": ("Polish", "Czech", "Slovak", "Hungarian", "Croatian", "Slovene", "Romanian"),
    "cp1254": ("Turkish",),
}
#: Browsers read these as Windows-1252, which has more letters.
WESTERN = {"ascii", "iso8859-1"}
#: Declarations to ignore: Unicode, which is detected without them, and Python's codecs that are no encodings.
NOT_DECLARED = ("utf-", "idna", "punycode", "unicode", "raw")
#: The largest share of bytes beyond ASCII in a text in Latin letters.
LATIN_SHARE = 0.3
MIXED = "UTF-8 and Windows-1252, mixed"
#: The least number of UTF-8 letters for each invalid byte. A text in another encoding has few of them, by chance.
LEAST_GOOD = 4
#: In English, at least one word in this many is in `_ENGLISH`. The guess of other languages uses single letters.
MOST_WORDS = 15
_ENGLISH = re.compile(rb"(?i)\b(?:the|and|of|with|for|is|are|you|your)\b")
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
#: The largest share of control characters in a text.
MOST_CONTROLS = 0.01


def decode(name: str, content: bytes, *, may_declare: bool = False) -> tuple[str, str]:
    """(text, name of its encoding, empty for UTF-8). Raises DocumentError if it is not text.

    `may_declare`: the file may declare its encoding, as web pages do.
    """
    text, encoding = _decode(content, may_declare)
    if content.startswith(NO_TEXT) or len(_CONTROLS.findall(text)) > len(text) * MOST_CONTROLS or "\x00" in text:
        raise DocumentError(f"{name} is not a text document, whatever its name says.")
    return text.removeprefix("\ufeff"), "" if encoding == "utf-8" else NAMES.get(
        encoding, encoding if encoding == MIXED else encoding.upper()
    )


def _decode(content: bytes, may_declare: bool) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if content.startswith(mark) and (text := _try(content, encoding)) is not None:
            return text, encoding
    if b"\x00" not in content and (text := _try(content, "utf-8")) is not None:
        return text, "utf-8"
    declared = _find_declared(content) if may_declare else None
    for encoding in (*([declared] if declared else ()), *_guess_utf16(content)):
        if (text := _try(content, encoding)) is not None:
            return text, encoding
    if (text := _try_mixed(content)) is not None:
        return text, MIXED
    encoding = _guess(content)
    return content.decode(encoding, "replace"), encoding


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _try_mixed(content: bytes) -> str | None:
    """Reads UTF-8 with a few invalid bytes, which were pasted in and are read as Windows-1252."""
    good, bad = len(_MULTIBYTE.findall(content)), len(_HIGH.findall(_MULTIBYTE.sub(b"", content)))
    is_mixed = content.startswith(codecs.BOM_UTF8) or (good > 2 and good > LEAST_GOOD * bad)
    return content.decode("utf-8", "read_as_windows") if is_mixed and b"\x00" not in content else None


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("read_as_windows", _read_as_windows)


def _find_declared(content: bytes) -> str | None:
    match = _DECLARED.search(content[:2048])
    try:
        info = codecs.lookup(match[1].decode("ascii")) if match else None
    except LookupError:
        return None
    if info is None or not info._is_text_encoding or info.name.startswith(NOT_DECLARED):
        return None
    return "cp1252" if info.name in WESTERN else info.name


def _guess_utf16(content: bytes) -> list[str]:
    """Reads UTF-16 without a byte order mark: its spaces have a NUL. In the wrong byte order it mixes many scripts."""
    if len(content) % 2 or b"\x00" not in content:
        return []
    texts = {encoding: _try(content, encoding) or "\x00" for encoding in ("utf-16-le", "utf-16-be")}
    return [min(texts, key=lambda encoding: _count_oddities(texts[encoding]))]


def _count_oddities(text: str) -> float:
    """How odd a text is: its share of code points that are not letters, and the number of scripts."""
    none = sum(unicodedata.category(letter) in ("Cn", "Co", "Cs", "Cc") and letter not in "\t\n\r\f" for letter in text)
    return len({ord(letter) >> 8 for letter in text}) + 256 * none / len(text)


def _guess(content: bytes) -> str:
    """The likeliest older encoding. For Latin letters it is Windows-1252, unless something speaks against it."""
    found = list(from_bytes(content, cp_isolation=list(NAMES)[:14]))
    if not found:
        return "cp1252"
    best = found[0]
    if sum(byte > 127 for byte in content) > len(content) * LATIN_SHARE:
        return str(best.encoding)
    is_english = len(_ENGLISH.findall(content)) * MOST_WORDS > len(content.split())
    if str(best.language) in SPOKEN.get(str(best.encoding), ()) and not is_english:
        return str(best.encoding)
    if str(best.encoding) in SPOKEN:
        return "cp1252"  # it has no letters of a language that needs another encoding
    alike = {name for match in found if match.chaos <= best.chaos for name in match.could_be_from_charset}
    return "cp1252" if "cp1252" in alike else str(best.encoding)

"""Folding: one form for all spellings of a word. The claims check and the search use it.

text -> `fold` -> lower case; one kind of digit, dash, space and quote; no invisible characters. Each letter keeps its
place in the original text, so that matches can be marked there.

Look-alikes of Latin letters from other scripts are read as Latin (`unmask`): in words that mix scripts, and in words of
look-alikes only, if the text has no other word of that script. Readers see a Latin word there. Mixed words are not
refused, since some are right, such as “β-carotene” and “IFN-γ”.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from confusable_homoglyphs.confusables import confusables_data

#: Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt): characters that are not displayed.
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_IGNORABLE = re.compile(f"[{IGNORABLE}]")
#: Devanagari letters and the signs joined to them, which `\w` leaves out. Without stops and digits.
DEVANAGARI = "\u0900-\u0963\u0971-\u097f"
#: Letters of a folded text and the marks joined to them. Without digits, stops, signs and pictures.
LETTERS = "a-z\u0100-\u0963\u0971-\u1fff\u2c00-\u2dff\u3040-\ud7ff"
APOSTROPHES = "'’‘‛`´′＇ʼʻʹ׳"

_SIGNS = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys("“”„‟«»″״〝〞", '"'),
    **dict.fromkeys("−⁃˗", "-"),
    # A dash between clauses, often without spaces around it.
    **dict.fromkeys("—―⸺⸻", " - "),
    **dict.fromkeys("\u0085\u2028\u2029", "\n"),
    **dict.fromkeys("\v\f\u2800", " "),
    # Marks after a word that do not belong to it: “painless™”, “painless¹”.
    **dict.fromkeys("™℠⁰¹²³⁴⁵⁶⁷⁸⁹", " "),
    "٪": "%",
    "؟": "?",
    "،": ",",
    "؛": ";",
    "۔": ".",
    "。": ".",
    "⁄": "/",
    # Forms of a letter that are typed in place of each other.
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ۃ": "ه",
    "ہ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "ک": "ك",
    "ـ": "",
    "\u0901": "\u0902",
    "\u0903": "",
    "\u090e": "\u090f",
    "\u0912": "\u0913",
    "\u0946": "\u0947",
    "\u094a": "\u094b",
}
#: Combining classes of marks that don't change the word: strokes through a letter, nuktas, Hebrew and Arabic vowels,
#: accents. Viramas and the marks of kana and Thai do.
_DROPPED = {1, 7, *range(10, 36), *range(200, 241)}
_LATIN = re.compile(r"(?:NEGATIVE (?:CIRCLED|SQUARED) )?LATIN (?:.*LETTER )(?:SMALL CAPITAL )?([A-Z])(?: WITH .*)?")

#: Equivalent spellings in Devanagari, applied after folding the letters.
_SPELLINGS = (
    # Vowels typed as sequences. The Unicode Standard says not to use these (table 12-1).
    *(
        (re.compile(written), meant)
        for written, meant in (
            ("\u0905\u093e", "\u0906"),
            ("\u0909\u0941", "\u090a"),
            ("\u090f\u0947", "\u0910"),
            ("\u0930\u094d\u0907", "\u0908"),
            ("[\u0905\u0906]\u094b|\u0906\u0947", "\u0913"),
            ("[\u0905\u0906]\u094c|\u0906\u0948", "\u0914"),
            ("\u0905\u0949|\u0906\u0945", "\u0911"),
            ("\u093e\u0947", "\u094b"),
            ("\u093e\u0948", "\u094c"),
            ("\u093e\u0945", "\u0949"),
        )
    ),
    # A nasal before a consonant of its class: “हिन्दी”, “हिंदी”; in English words before any consonant except nasals
    # and glides: “इन्जेक्शन”, “गारन्टी”, “लाइसेन्स”.
    (re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[क-घच-झट-ढत-धप-भशषस])|म्(?=[प-भ])"), "ं"),
    # A glide between vowels: “गये”, “गए”; “स्थायी”, “स्थाई”. Not at the beginning of a word, as in “ये”.
    (re.compile("(?<=[\u0902\u0904-\u0939\u093e-\u094c])यी"), "ई"),
    (re.compile("(?<=[\u0902\u0904-\u0939\u093e-\u094c])ये"), "ए"),
    # The plural after a long vowel: “दवाईयाँ”, “दवाइयाँ”.
    (re.compile("ी(?=या[ं]|यों)"), "ि"),
    (re.compile("ई(?=या[ं]|यों)"), "इ"),
    # A colon typed as a visarga is dropped: “दु:ख”, “पूर्णत: ”.
    (re.compile("(?<=दु):(?=ख)|(?<=त):(?=\\s)"), ""),
)
_DEVANAGARI = re.compile(f"[{DEVANAGARI}]")
#: A run of plain ASCII, which only needs lower case; or any other single letter.
_RUNS = re.compile(r"([\t\n\r\x20-\x5f\x61-\x7e]+)|.", re.DOTALL)
_WORDS = re.compile(rf"[\w\u0300-\u036f{IGNORABLE}]+")


@dataclass(frozen=True)
class Folded:
    """A folded text. `starts` and `ends`: the place of each letter in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def find_place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of the letters from `start` to `end`."""
        return self.starts[start], self.ends[end - 1]

    def replace(self, pattern: re.Pattern[str], meant: str) -> "Folded":
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for found in pattern.finditer(self.text):
            first, last = found.span()
            parts += [self.text[at:first], meant]
            starts += [*self.starts[at:first], *[self.starts[first]] * len(meant)]
            ends += [*self.ends[at:first], *[self.ends[last - 1]] * len(meant)]
            at = last
        if not parts:
            return self
        return Folded("".join([*parts, self.text[at:]]), [*starts, *self.starts[at:]], [*ends, *self.ends[at:]])


def fold(text: str) -> Folded:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUNS.finditer(unmask(text)):
        start, end = run.span()
        if run[1]:
            parts.append(run[1].lower())
            starts += range(start, end)
            ends += range(start + 1, end + 1)
            continue
        letters = _fold_letter(run[0])
        parts.append(letters)
        starts += [start] * len(letters)
        ends += [end] * len(letters)
        if not letters and ends and unicodedata.combining(run[0]):
            ends[-1] = end  # an accent belongs to its letter
    folded = Folded("".join(parts), starts, ends)
    if _DEVANAGARI.search(folded.text):
        for pattern, meant in _SPELLINGS:
            folded = folded.replace(pattern, meant)
    return folded


def tidy(text: str) -> str:
    """The text without invisible characters. Joiners stay: they shape the letters next to them."""
    return unicodedata.normalize("NFC", re.sub(f"(?![\u200c\u200d])[{IGNORABLE}]", "", text))


def fold_pattern(pattern: str) -> str:
    """Folds the words of a regular expression, for use on folded text. Its syntax is ASCII and stays."""
    return re.sub(r"[^\x00-\x7f]+", lambda words: fold(words[0]).text, pattern)


@lru_cache(maxsize=10_000)
def _fold_letter(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if _IGNORABLE.match(letter):
        return ""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(_fold_part(part) for part in decomposed)


def _fold_part(part: str) -> str:
    """Folds a single letter, mark or sign that can't be decomposed."""
    category = unicodedata.category(part)
    if category in ("Cc", "Cf", "Me") or _IGNORABLE.match(part) or unicodedata.combining(part) in _DROPPED:
        return ""
    if part.isascii():
        return part
    if part in _SIGNS:
        return _SIGNS[part]
    if category == "Nd":
        return str(unicodedata.decimal(part))
    if category in ("Zs", "Pd"):
        return " " if category == "Zs" else "-"
    if latin := _LATIN.fullmatch(unicodedata.name(part, "")):
        return latin[1].lower()
    return _read_look_alikes().get(part, part) if _is_latin(part) else part


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ")


#: Besides Unicode's list of look-alikes: these are similar enough to be misread within a word.
_NEARLY_ALIKE = dict(zip("ӏкмтнвпεκτηωβ", "lkmthbnektnwb", strict=True))


@cache
def _read_look_alikes() -> dict[str, str]:
    """Letter -> the ASCII letter that it looks like, from Unicode's confusables.txt."""
    found = {}
    for letter, others in confusables_data.items():
        alike = [other["c"] for other in others if re.fullmatch("[A-Za-z]", other["c"])]
        if alike and not letter.isascii() and letter.isalpha() and not unicodedata.normalize("NFKD", letter).isascii():
            # A capital letter that looks like an l looks like a capital I.
            found[letter] = "I" if alike[0] == "l" and letter.isupper() else alike[0]
    return found | _NEARLY_ALIKE


def unmask(text: str) -> str:
    """The text with look-alikes replaced by Latin letters. Its length stays the same."""
    alike = _read_look_alikes()
    if text.isascii() or alike.keys().isdisjoint(text):
        return text
    words = [(found.start(), found[0]) for found in _WORDS.finditer(text) if not found[0].isascii()]
    at_home = {script for _start, word in words for script in _find_scripts(word)}
    letters = list(text)
    for start, word in words:
        for place, letter in _find_masked(word, at_home):
            letters[start + place] = letter
    return "".join(letters)


def _find_scripts(word: str) -> Iterator[str]:
    """The scripts that a word shows to be in real use: it has no Latin letters, and not only look-alikes."""
    foreign = [letter for letter in word if letter.isalpha() and not _is_latin(letter)]
    if foreign and all(letter.isalpha() and not _is_latin(letter) for letter in word if letter.isalpha()):
        yield from (_name_script(letter) for letter in foreign if letter not in _read_look_alikes())


def _find_masked(word: str, at_home: set[str]) -> Iterator[tuple[int, str]]:
    """The places of look-alikes to replace in a word, each with its Latin letter."""
    alike = _read_look_alikes()
    letters = [letter for letter in word if letter.isalpha()]
    is_mixed = any(_is_latin(letter) for letter in letters)
    if is_mixed or all(letter in alike and _name_script(letter) not in at_home for letter in letters):
        yield from ((n, alike[letter]) for n, letter in enumerate(word) if letter in alike and not _is_latin(letter))


def _name_script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]

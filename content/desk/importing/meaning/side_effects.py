"""Reads side effects: “Redness: common, gone within 2 days” -> the value of a block."""

import math
import re
from dataclasses import replace
from typing import Any

from content.desk.importing.facts.amounts import DAYS, find_amounts
from content.desk.importing.meaning.names import split_name
from content.model.polarity.denials import find_denials
from content.model.polarity.judging import Polarity, judge
from content.model.polarity.sentences import is_question
from content.model.polarity.spelling import ENDS, compile_words, fold_in_place
from content.model.side_effects import mentions_side_effect, names_side_effect

MAX_NAME = 80
_LISTS = re.compile(
    r"(?i)(?P<often>(?:\w+\s+){0,2})side[- ]effects?\s+(?:may |can )?(?P<verb>include"
    r"|are)(?:,?\s+but (?:are )?not limited to,?)?"
    r"\s+(?P<list>.+?)(?:,?\s+(?:which|that|and usually)\b|\.|$)"
)
_MEMBERS = re.compile(r",\s*(?:(?:and|or)\b\s*)?|\s+(?:and|or)\s+")
_OFTEN = re.compile(
    r"\b(?:(?P<comparing>less|more|most|least|as|how|equally|not|un)[\s-]+)?(?:(?P<very>very|extremely|exceptionally|exceedingly|vanishingly)"
    r"\s+)?(?P<word>common|uncommon|rare)\b(?! (?:question|misconception|concern|reason|sense|practice))"
)
_OFTEN_HINDI = compile_words(
    rf"(?P<comparing>(?:से|कम|ज़्यादा)\s+)?(?P<very>(?:बहुत|बेहद|अत्यंत)(?:\s+ही)?\s+)?(?P<word>आम|दुर्लभ){ENDS}(?!\s+(?:तौर|सवाल))"
)
_CODES = {"common": "common", "uncommon": "uncommon", "rare": "rare", "आम": "common", "दुर्लभ": "rare"}
#: Words that limit a frequency to some people, so that it is not the treatment's.
_AMONG = re.compile(
    r"\b(?:in|among|with|for)\s+(?:\w+\s+){0,2}?"
    r"(?:(?:people|those|patients|skin)\b(?!\s*(?:\.|,|$))"
    r"|(?:men|women|children|smokers|adults|adolescents|teenagers|babies|infants|athletes|pregnancy|the elderly"
    r"|families|summer|winter)\b)"
    r"|\bafter (?:surgery|an? (?!session|treatment|peel|visit)\w+|childbirth|pregnancy|sport|exercise|sun)\b"
)
_ODDS = re.compile(
    r"(?P<limit>\b(?:fewer|less|more) than |\bup to |\bover |\bunder |\bat (?:least|most) )?\b(?P<n>\d+"
    r"|one) (?:\w+ )?(?:in|out of) (?P<m>\d[\d,]*)\b"
)
#: The regulators' bands: (upper limit per thousand, code).
_BANDS = ((0.1, "very_rare"), (1, "rare"), (10, "uncommon"), (100, "common"), (1000, "very_common"))
_AFFECTED = re.compile(
    r"(?i)^(?:about |around |roughly )?(?:\d+|one) (?:\w+ )?(?:in|out of) [\d,]+(?: people| patients"
    r"| clients)? (?:will )?"
    r"(?:develops?|gets?|has|have|experiences?|notices?|sees?) (?P<name>[\w\s-]{3,50}?)(?: afterwards)?[.]?$"
)
_ENDING = compile_words(
    r"\b(?:resolv\w+|gone|settl\w+|pass(?:es)?|fad(?:e|es|ing)|disappear\w*|stop\w*|clear\w*|subsid\w+"
    r"|go(?:es)? (?:away|down)|heal\w*"
    r"|lasts?|eas(?:e|es))\b[^.,;]{0,25}?$"
)
#: Words that say that it may take longer than the stated days.
_LONGER = re.compile(
    r"^[^.;]*?\b(?:at (?:the )?(?:most|latest|longest)|up to|or (?:more|longer)|(?:can|may|might|could"
    r"|sometimes) \w+ longer|at times)\b"
)
_ENDING_HINDI = compile_words(r"^\s*(?:के\s+(?:अंदर|भीतर)|तक|में)\s+(?:\S+\s+)?(?:उतर|ठीक|चल|ख़त्म|खत्म|मिट|कम हो|गायब|ग़ायब)")
_SENTENCE = compile_words(
    r"^(?P<name>[^.,;:?]{3,50}?)\s+(?P<verb>is|are|can|may|might|could|will|fades?|settles?|resolves?|goes|clears?|pass(?:es)?|disappears?"
    r"|lasts?|occurs?|happens?|appears?|develops?|subsides?|eases?|stops?|usually|often|sometimes|normally|typically|generally)\b"
)
_SENTENCE_HINDI = compile_words(
    r"^(?P<name>[^।,;:?]{2,40}?)\s+(?:होना\s+)?(?:(?:बहुत|बेहद|अत्यंत)\s+(?:ही\s+)?)?(?:(?:आम|दुर्लभ)\s+(?:है|हैं)"
    r"|\S+\s+(?:दिन|हफ़्ते|हफ्ते|सप्ताह|घंटे)\s+(?:में|के|तक)|हो\s+सक)"
)
_FINITE = compile_words(
    r"\b(?:is|are|was|were|be|been|can|may|might|could|will|would|should|must|has|have|had|does|do|did|fades?|settles?|goes|occurs?"
    r"|happens?|appears?|develops?|it|they|we|you)\b|(?:है|हैं|हो|होता|होती|होते)(?=\s|$|।)"
)
_COMMAND = re.compile(
    r"^(?:use|apply|avoid|call|ring|take|keep|wash|drink|wear|tell|ask|do|please|contact|see|rest|cool|press|expect|stop|read|book|make|let"
    r"|try|put|seek|how|what|why|when|who|if|after|before|during)\b"
)
#: Beginnings of sentences that tell the reader what to do. Some of these words name side effects, too: “cool patches”.
_INSTRUCTION = re.compile(
    r"^\W*(?:(?:please|always|then|you (?:should|must))\s+)*"
    r"(?:(?:use(?! of\b)|apply|avoid|call|ring|phone|take|keep|drink|wear|tell|do|don['’]?t|never|contact|seek|put"
    r"|protect|inform|stay|moisturi[sz]e|let us)\b(?!-)"
    r"|(?:wash|rest|cool|press|stop|report|leave|cover|clean|return|wait|see|try|go|come|book)\s+"
    r"(?:the|an?|any|your|our|it|them|us|to|back|for|if|until|with|gently|well|taking|using|\w+s alone)\b)"
)
_INSTRUCTION_HINDI = re.compile(r"(?:एँ|एं|ें|िए|िये|ना चाहिए)[\s।.!]*$")
_ARTICLE = re.compile(r"(?i)^(?:an?|the|some|any|mild|slight)\s+(?=\w)")


def read_side_effect(text: str, *, known: bool = True) -> dict[str, Any] | None:
    """The side effect that a line states; None if it states none, or denies it.

    `known`: the heading says that these are side effects. A name with a text about it then counts. A bare name must be
    a known side effect even there, since “Zilch” is a name too.
    """
    if is_question(text) or is_instruction(text) or not (found := _find_name(text)):
        return None
    name, rest = found
    name = name.strip().rstrip(".")
    sure = (
        (known and rest)
        or mentions_side_effect(name)
        or bool(re.search(r"(?i)\bcomplications?\b|\bside[- ]effects?\b", rest))
    )
    if not sure or len(name) > MAX_NAME or len(name.split()) > 8 or not names_side_effect(name):
        return None
    if not known and _AMONG.search(fold_in_place(rest)):
        return None
    frequency, days = read_frequency(rest), read_resolves_within(rest)
    return {
        "name": name[:1].upper() + name[1:],
        "frequency": frequency,
        "resolves_within_days": days,
        "text": _p(rest),
    }


def is_instruction(text: str) -> bool:
    """Whether a line begins by telling the reader what to do: “Call us if it blisters”."""
    folded = fold_in_place(text)
    return bool(_INSTRUCTION.match(folded) or _INSTRUCTION_HINDI.search(re.split(r"[।.]", text)[0]))


def _find_name(text: str) -> tuple[str, str] | None:
    """(name, text about it) of a line: “Name: …”, a sentence about it, or the bare name. None if it has no name."""
    if named := split_name(text):
        name, rest = named
        first = re.split(r"[.;।]", rest)[0]
        return (
            None if _FINITE.search(fold_in_place(name)) or find_denials(first) or find_denials(name) else (name, rest)
        )
    if match := _AFFECTED.match(text):
        return _strip_article(match["name"]), text
    folded = fold_in_place(text)
    if match := _SENTENCE.match(folded) or _SENTENCE_HINDI.match(folded):
        name = text[match.start("name") : match.end("name")]
        affirmed = judge(text, *match.span("name")) is Polarity.AFFIRMED
        fine = (
            affirmed
            and not _COMMAND.match(folded)
            and not _FINITE.search(fold_in_place(name))
            and not find_denials(name)
        )
        return (_strip_article(re.sub(r"(?i)\s+(?:that|which)$", "", name)), text) if fine else None
    is_name = not (_FINITE.search(folded) or _COMMAND.match(folded) or find_denials(text))
    return (text, "") if is_name and len(text) <= MAX_NAME else None


def list_side_effects(text: str) -> list[dict[str, Any]]:
    """“Common side effects may include A, B or C, which…” -> a side effect for each of A, B and C that names one."""
    match = _LISTS.search(text)
    if not match or is_question(text) or judge(text, match.start("verb"), match.end("verb")) is not Polarity.AFFIRMED:
        return []
    frequency = read_frequency(match["often"] or "")
    # “Are” is followed by adjectives as often as by names: “usually mild”.
    counts = mentions_side_effect if match["verb"].lower() == "are" else names_side_effect
    names = [_strip_article(name) for name in _MEMBERS.split(match["list"])]
    return [
        {
            "name": name[:MAX_NAME].capitalize(),
            "frequency": frequency,
            "resolves_within_days": read_resolves_within(text),
            "text": "",
        }
        for name in names
        if 2 < len(name) <= MAX_NAME and counts(name) and names_side_effect(name) and not find_denials(name)
    ]


def read_frequency(text: str) -> str:
    """The frequency as a code of the vocabulary; `unknown` if none is stated outright."""
    folded = fold_in_place(text)
    if re.search(r"\bthan\b", folded) and not _ODDS.search(folded):
        return "unknown"
    found = [match for words in (_OFTEN, _OFTEN_HINDI) for match in words.finditer(folded)]
    if _AMONG.search(folded) or any(match["comparing"] for match in found):
        return "unknown"
    codes = {_code(match) for match in found if judge(text, *match.span()) is Polarity.AFFIRMED}
    if not found and (odds := _ODDS.search(folded)) and not odds["limit"]:
        return _band(1 if odds["n"] == "one" else int(odds["n"]), int(odds["m"].replace(",", "")))
    return codes.pop() if len(codes) == 1 and len(found) == 1 else "unknown"


def _code(match: re.Match[str]) -> str:
    code = _CODES[match["word"]]
    return f"very_{code}" if match["very"] and code in ("common", "rare") else code


def _band(count: int, among: int) -> str:
    share = 1000 * count / among if among else 0
    return next((code for most, code in _BANDS if share <= most and share > 0), "unknown")


def read_resolves_within(text: str) -> int | None:
    """Days, rounded up; None without a number, as in “a few days”."""
    folded = fold_in_place(text)
    for amount in find_amounts(text):
        before, after = folded[: amount.start], folded[amount.end :]
        minutes = amount.high_unit == "minute"
        if amount.high is None and re.search(r"\bover\s+$", before):
            amount = replace(amount, high=amount.low)  # in “fades over 48 hours”, “over” does not mean “more than”
        if amount.high is None or not (minutes or amount.high_unit in DAYS):
            continue
        stated = _ENDING.search(before) or _ENDING_HINDI.match(after)
        denied = judge(text, amount.start, amount.end) is not Polarity.AFFIRMED
        unsure = re.search(r"\b(?:if|may|might|can|could|some)\b", before) or re.match(r"\s+of\b|\s+later\b", after)
        if stated and not denied and not unsure:
            if _LONGER.search(after):
                return None  # “in 5 to 7 days, at most 10”
            days = 1 if minutes else math.ceil(amount.high * DAYS[amount.high_unit])
            return days if days <= 365 else None
    return None


def _strip_article(text: str) -> str:
    return _ARTICLE.sub("", text.strip(" ."))


def _p(text: str) -> str:
    return f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" if text else ""

"""Decides whether a sentence denies a claim. A denial counts only if it governs the claim, in the same clause.

“It is not painless” denies the claim. “Not only painless”, “no downtime and guaranteed results” and “no doubt it is
painless” do not. A doubtful denial does not count: the editor can rewrite the sentence, but a reader can't ask. The
importer's rule for denials (`content/model/polarity/`) has a third answer for doubt.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from content.approval.claims.denying_words import (
    ALTERNATIVES,
    ANSWERED_NO,
    ASKING_WHY,
    AUXILIARIES,
    AVOIDING,
    BORDERS,
    COMPARING,
    CONDITIONS,
    DENIED_BACK,
    ELSEWHERE,
    FILLERS,
    GIVING,
    HINDI_DOUBT,
    HINDI_ENDS,
    HINDI_FILLERS,
    HINDI_NOT,
    HINDI_ONLY,
    HINDI_SAYING,
    KINDS,
    NO,
    NOBODY,
    NOT,
    NOT_ONLY,
    OR_ELSE,
    PRONOUNS,
    PROOFS,
    PROVIDERS,
    QUALITIES,
    REFUSED,
    SAYING,
    SOME_OF,
    TURNING_ROUND,
    WANTING,
)
from content.model.folding import DEVANAGARI

#: The most words between a denial and the claim.
REACH = 10
_TOKEN = re.compile(rf"(?:[^\W_]|[{DEVANAGARI}])+(?:'[a-z]+)?|(?<=\s)-+(?=\s)|[^\s\w'\"-]")


class _Token(NamedTuple):
    word: str
    start: int


class Sentence:
    """The words of one sentence: the folded text from `start` to `end`."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.tokens = [_Token(found[0], found.start()) for found in _TOKEN.finditer(text, start, end)]
        self.starts = [token.start for token in self.tokens]
        is_question = text[end : end + 1] == "?"
        words = {token.word for token in self.tokens}
        is_answered = is_question and WANTING.isdisjoint(words)
        self.is_answered_no = is_answered and bool(ANSWERED_NO.match(text, end + 1))
        denied = DENIED_BACK.match(text, end + 1) if is_answered else None
        self.text, self.denied_back = text, denied[1] if denied else ""
        #: “Isn't it painless?” affirms the claim; “why isn't it painless?” denies it.
        self.asks_whether = is_question and not any(token.word in ASKING_WHY for token in self.tokens)

    def denies(self, start: int, end: int) -> bool:
        """Whether the sentence denies the claim from `start` to `end`."""
        if self.is_answered_no or self.text[start:end] in self.denied_back:
            return True
        before, after = self._read_before(start, end), self._read_after(end)
        if self.asks_whether or _is_condition(before) or not ELSEWHERE.isdisjoint(after[:4]):
            return False
        return _is_denied_before(before) or _is_denied_after(after) or _is_denied_in_hindi(before, after)

    def _read_before(self, start: int, end: int) -> list[str]:
        """The clause's words before the claim, within reach. A comma ends the clause, except in a list with “or”."""
        place = bisect_left(self.starts, start)
        is_list = _goes_on_in_list(self._read_after(end))
        words: list[str] = []
        for n in range(place - 1, max(place - REACH, 0) - 1, -1):
            word = self.tokens[n].word
            is_list = is_list or word in ALTERNATIVES
            if word == "but" and n and self.tokens[n - 1].word == "anything":
                return ["not", *words[::-1]]  # “anything but painless”
            if word in BORDERS or (word == "," and not is_list):
                break
            words.append(word)
        return words[::-1]

    def _read_after(self, end: int) -> list[str]:
        words: list[str] = []
        place = bisect_left(self.starts, end)
        for token in self.tokens[place : place + REACH]:
            if token.word in BORDERS or token.word == ",":
                break
            words.append(token.word)
        return words


def _goes_on_in_list(after: list[str]) -> bool:
    """Whether the claim is followed by an alternative: “painless or cheap”, but not “painless or we pay”."""
    place = next((place for place, word in enumerate(after[:3]) if word in ALTERNATIVES), None)
    return place is not None and after[place + 1 : place + 2] != [] and after[place + 1] not in OR_ELSE


def _is_condition(before: list[str]) -> bool:
    """Whether the claim is in a condition that is not denied.

    “If it isn't painless, you don't pay” affirms the claim; “we can't say if it is painless” does not.
    """
    place = next((place for place, word in enumerate(before) if word in CONDITIONS), None)
    return place is not None and not any(map(_is_denial, before[:place]))


def _is_denial(word: str) -> bool:
    return bool(NOT.fullmatch(word)) or word in NOBODY or word in NO


def _is_denied_before(before: list[str]) -> bool:
    """Whether one English denial before the claim governs it. Two cancel out: “not without guaranteed results”."""
    if before[-2:] == ["far", "from"]:
        return True
    places = [place for place in range(len(before)) if _governs(before, place)]
    governing = [before[place] for place in places]
    if places and _is_denied_itself(before[: places[-1]]):
        return False
    if "without" in governing and any(NOT.fullmatch(word) or word in NOBODY for word in before):
        return False
    alone = [denial for denial in governing if denial != "nor"]  # “neither … nor” is one denial
    return len(alone) == 1 or bool(governing and not alone)


def _is_denied_itself(before: list[str]) -> bool:
    """Whether the denial is denied: “no reason why it shouldn't”. Not in “we cannot and do not”, “neither … nor”."""
    last = max((place for place, word in enumerate(before) if _is_denial(word)), default=None)
    return last is not None and before[last] != "neither" and {"and", "or", "nor", "&", ","}.isdisjoint(before[last:])


def _governs(before: list[str], place: int) -> bool:
    """Whether the word at `place` is a denial that governs the claim after these words."""
    denial, between = before[place], _drop_alternatives(before[place + 1 :])
    if denial in (*NO, "without") and "," in before[place:] and ALTERNATIVES.isdisjoint(before[place:]):
        return False  # “no scars, painless or free”: “no” governs its noun alone
    if denial in NO and between[:1] == ["longer"]:
        denial, between = "not", between[1:]
    if denial in NO and between[:1] == ["one"]:
        denial, between = "nobody", between[1:]
    if not TURNING_ROUND.isdisjoint(between) or not _goes_on(between):
        return False
    if NOT.fullmatch(denial):
        return _denies_statement(before, place, between)
    if (denial in NOBODY or denial in NO) and between[-1:] and between[-1] in COMPARING:
        return False
    if denial in NOBODY:
        return _reaches([word for word in between if not KINDS.fullmatch(word)])
    if denial in NO or denial == "without":
        return _denies_thing(denial, between)
    return denial in AVOIDING and _reaches(between)


def _drop_alternatives(between: list[str]) -> list[str]:
    """Drop the words joined to the claim: “not quick, cheap or painless” denies each of them."""
    if between[-1:] and between[-1] in ALTERNATIVES:
        between = between[:-2]
    while between[-1:] == [","]:
        between = between[:-2]
    # In “does not promise quick and painless results” both are denied. “Is not quick and painless” leaves it open.
    if between[-1:] == ["and"] and between[-2:-1] and between[-2] in QUALITIES and any(map(_is_verb, between[:-2])):
        between = between[:-2]
    while between and between[-1] in QUALITIES:
        between = between[:-1]
    return between


def _goes_on(between: list[str]) -> bool:
    """False if a new statement begins, as in “no downtime and …” or “does not hurt, with …”."""
    if not {"and", "&", "+", "plus", "then", "/", ","}.isdisjoint(between):
        return False
    if "with" not in between:
        return True
    joined = between[between.index("with") - 1] if between[0] != "with" else ""
    return bool(KINDS.fullmatch(joined)) or joined in ("come", "comes", "came", "work", "works")


def _denies_statement(before: list[str], place: int, between: list[str]) -> bool:
    if before[place] == "never" and "such" in between:
        return False  # “you have never seen such …” is praise
    if between[:1] and between[0] in SOME_OF and any(PROVIDERS.fullmatch(word) for word in between):
        return False  # “not many clinics …” implies that this one does
    if place and before[place - 1] == "why" and before[place] == "not":
        return False
    return not (between and between[0] in NOT_ONLY) and _reaches(between)


def _denies_thing(denial: str, between: list[str]) -> bool:
    """Whether “no” or “without” governs the claim: its noun is the claim, a kind of thing, or a proof of the claim."""
    named = _skip(between, (FILLERS | QUALITIES) - AUXILIARIES - {"in", "by", "on", "at", "to", "from"})
    if not named:
        return True
    if PROOFS.fullmatch(named[0]):
        return "that" in named or _is_open(named[1:])
    if denial == "without":
        return bool(SAYING.fullmatch(named[0])) or (bool(GIVING.fullmatch(named[0])) and _is_open(named[1:]))
    return bool(KINDS.fullmatch(named[0]))


def _reaches(between: list[str]) -> bool:
    """Whether the denial of the first of these words also covers the claim."""
    named = _skip(between, FILLERS)
    if not named or SAYING.fullmatch(named[0]) or KINDS.fullmatch(named[0]):
        return True
    return bool(GIVING.fullmatch(named[0])) and _is_open(named[2 if named[1:2] == ["with"] else 1 :])


def _skip(words: list[str], fillers: frozenset[str]) -> list[str]:
    place = 0
    while place < len(words) and (words[place] in fillers or _is_adverb(words[place])):
        place += 1
    return words[place:]


def _is_open(words: list[str]) -> bool:
    """Whether the denial passes over all these words to the claim: none of them ends it."""
    return all(
        word in FILLERS or word in QUALITIES or _is_adverb(word) or KINDS.fullmatch(word) or _is_verb(word)
        for word in words
    )


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in NOT_ONLY


def _is_verb(word: str) -> bool:
    return bool(SAYING.fullmatch(word) or GIVING.fullmatch(word))


def _is_denied_after(after: list[str]) -> bool:
    """Whether an English denial follows the claim: “guaranteed results do not exist”, “painless it is not”."""
    for place in range(min(3, len(after))):
        word, rest = after[place], after[place + 1 :]
        if word in AUXILIARIES and rest[:1] and rest[0] in ("not", "never"):
            rest = rest[1:]
        elif not (NOT.fullmatch(word) and word not in ("not", "never", "nor", "neither")):
            continue
        if not rest:
            return True
        named = _skip(rest, FILLERS)
        is_said_of_it = PRONOUNS.isdisjoint(after[:place])
        return is_said_of_it and rest[0] not in NOT_ONLY and bool(named) and named[0] in REFUSED
    return False


def _is_denied_in_hindi(before: list[str], after: list[str]) -> bool:
    if not HINDI_ONLY.isdisjoint(before):
        return False  # “केवल दर्द रहित नहीं, …”: “not only”
    return _is_denied_after_in_hindi(after) or _is_denied_before_in_hindi(before)


def _is_denied_after_in_hindi(after: list[str]) -> bool:
    """Whether a Hindi denial follows the claim: “दर्द रहित नहीं है”, “गारंटी के बिना”."""
    if after[1:2] == ["बिना"] and after[0] in ("के", "की"):
        return True
    for place, word in enumerate(after):
        if word in HINDI_NOT:
            return after[place + 1 : place + 2] != ["तो"]  # “नहीं तो” means “or else”
        if word in HINDI_ENDS or word in HINDI_ONLY or HINDI_DOUBT.match(word):
            return False
    return False


def _is_denied_before_in_hindi(before: list[str]) -> bool:
    """Whether a Hindi denial precedes the claim: “बिना गारंटी के”, “न तो दर्द रहित”, “नहीं कहा जा सकता कि …”."""
    near = [*before]
    while near and near[-1] in HINDI_FILLERS:
        near.pop()
    if near and near[-1] in ("बिना", "न"):
        return True
    if "कि" not in before:
        return False
    said = before[: before.index("कि")]
    is_about_saying = any(HINDI_SAYING.match(word) for word in said)
    return is_about_saying and not HINDI_NOT.isdisjoint(said) and not any(HINDI_DOUBT.match(word) for word in said)

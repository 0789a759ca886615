"""Judges a list's lead (“You should not have it if:”) and its children, the lines under it, which always stay together.

If the lead says clearly what its children are, they are placed so. Otherwise lead and children stay unplaced, for a
person to place.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from content.desk.importing.facts.sentences import is_fragment
from content.desk.importing.meaning.combinations import is_caution
from content.desk.importing.meaning.headings import find_role, find_section, forbids, is_closed
from content.desk.importing.meaning.roles import SAFETY_ROLES, Role
from content.desk.importing.meaning.safety import fits
from content.desk.importing.outline import Line, LineKind
from content.model.polarity.judging import Polarity, read_polarity
from content.model.side_effects import mentions_side_effect
from content.model.vocabulary import SectionKey

MAX_LENGTH = 120
#: A lead about some people that does not say whether the treatment suits them.
_OF_PEOPLE = re.compile(
    r"(?i)\b(?:people|patients|women|men|those|anyone|anybody|children)\b.*\b(?:who|with|should|must)\b|\bif you\W*$"
)
#: A lead for one case: “For small areas:”, “With a laser”; not “For most people”, “For your comfort”.
_CASE = re.compile(
    r"(?i)^\W*(?:(?:for|with|if|when|where)\b(?! (?:most|you|your|every|everybody|everyone|all|us)\b)|in case\b"
    r"|(?:अगर|यदि)(?=\s))"
)
#: A lead of only these words presents what is done. Other leads may mean anything: “Give these a miss:”.
_PRESENTING = re.compile(
    r"(?i)(?:\W*(?:\d+|an?|the|this|these|that|it|each|every|your|our|you|we|i|they|he|she|is|are|be|will|does?|to|of|on|in|at|for|by|and"
    r"|then|so|us|please|first|second|third|next|last|finally|one|two|three|four|five|six|main|usual(?:ly)?|typical(?:ly)?|normal(?:ly)?"
    r"|usually|most|people|what|how|when|here|happens?|happening|expect|done|works?|goes|steps?|stages?|phases?|parts?|order|plan|as"
    r"|follows?|following|below|procedure|process|session|visit|appointment|treatments?|method|technique|clinic|room|day|days|hours?|weeks?"
    r"|minutes|morning|evening|night|today|before|during|after|afterwards|beforehand|while|includes?|including|involves?|consists?|have"
    r"|nurse|doctor|therapist|clinician|specialist|team|arrive|arrival|start|begin|end|beginning)\b)+\W*"
)
_PRESENTING_HINDI = re.compile(
    r"चरण|क़दम|कदम|प्रक्रिया|क्रम|इस तरह|इस प्रकार|कैसे|क्या (?:होता|होगा|करते|किया)|(?:किया|की|किए) जाए?(?:गा|गी|ता|ती|ते)|दौरान"
)
#: Words with which no clause ends.
_BREAKS_OFF = re.compile(
    r"(?i)\b(?:for|if|with|without|who|whose|to|from|unless|except|of|is|are|was|has|have|had|you|and|or|but|than|because|when|while|the)$"
)
_EFFECTS = re.compile(
    r"(?i)\b(?:side[- ]effects?|effects?|reactions?|risks?|complications?|common|uncommon|rare(?:ly)?|often|sometimes"
    r"|occasional(?:ly)?"
    r"|possibl[ey]|serious|mild|severe|temporary|report(?:s|ed)?|notice|feel|experience|happens?|occurs?|expected"
    r"|may (?:have|see|get))\b"
    r"|दुष्प्रभाव|साइड|असर|जोखिम|समस्या|परेशानी|दिक़्क़त|दिक्कत|जटिलता|हो\s+सक|आम|दुर्लभ|कभी|गंभीर|गम्भीर|हल्क"
)
_COMBINED = re.compile(
    r"(?i)\b(?:combin\w*|with|together|pair\w*|alongside|complement\w*|therap\w+|treatments?|options|medicines?|medication|drugs"
    r"|topicals?|oral|tablets?|creams?|devices?|lasers?|light|surg\w+|injections?|at home|popular|partners?)\b"
    r"|साथ|मिला|जोड़|थेरेपी|थैरेपी|इलाज|उपचार|दवा|लेज़र|लेजर|सर्जरी"
)


class Mode(StrEnum):
    EACH = "each"  # each child is a block of the lead's role
    TOGETHER = "together"  # lead and children are one block of the role
    UNPLACED = "unplaced"


@dataclass
class Lead:
    line: Line
    mode: Mode
    role: Role | None = None
    children: list[Line] = field(default_factory=list)
    #: The role to restore after the lead's children.
    outer_role: Role | None = None

    def covers(self, line: Line) -> bool:
        """Whether a line belongs to the lead: an item, or the first paragraph and fragments after it."""
        if line.kind in (LineKind.HEADING, LineKind.ROW) or line.detached:
            return False
        if self.line.kind == LineKind.HEADING:
            return True
        if line.kind == LineKind.ITEM:
            return self.line.kind != LineKind.ITEM or line.level > self.line.level
        only_texts = all(child.kind == LineKind.PARAGRAPH for child in self.children)
        return self.line.kind == LineKind.PARAGRAPH and only_texts and (not self.children or is_fragment(line.text))


def is_lead(line: Line, following: Line | None) -> bool:
    """Whether a line is a lead, which the next line completes.

    It ends with a colon; or it is a fragment, and a list follows, or it denies or limits something, opens a part of a
    section, or breaks off within a clause.
    """
    if line.kind not in (LineKind.PARAGRAPH, LineKind.ITEM) or following is None or len(line.text) > MAX_LENGTH:
        return False
    if following.kind not in (LineKind.PARAGRAPH, LineKind.ITEM) or following.detached:
        return False
    if line.kind == LineKind.ITEM and (following.kind != LineKind.ITEM or following.level <= line.level):
        return False
    text = line.text.rstrip()
    return text.endswith((":", ":-", "…")) or (
        is_fragment(text)
        and (following.kind == LineKind.ITEM or is_closed(text) or bool(find_role(text) or _BREAKS_OFF.search(text)))
    )


def is_case(line: Line) -> bool:
    """Whether the lines under this one apply only in one case: “For small areas:”."""
    return bool(_CASE.match(line.text))


def tells_what_is_done(line: Line) -> bool:
    """Whether a heading or lead presents its children as things that are done."""
    if line.kind == LineKind.HEADING and (find_section(line.text) or find_role(line.text)):
        return True
    return bool(_PRESENTING.fullmatch(line.text) or _PRESENTING_HINDI.search(line.text))


def tells_of_effects(line: Line) -> bool:
    """Whether a lead among side effects presents side effects."""
    return bool(_PRESENTING.fullmatch(line.text) or _EFFECTS.search(line.text) or mentions_side_effect(line.text))


def tells_of_combinations(line: Line) -> bool:
    """Whether a heading or lead presents recommended combinations: not “Ditch:” or “Wait before:”."""
    if line.kind == LineKind.HEADING and line.level <= 2:
        return True  # the heading of the section, or one above it
    told = _PRESENTING.fullmatch(line.text) or _COMBINED.search(line.text)
    return bool(told) and not (is_caution(line.text) or re.search(r"(?i)\btoo\b", line.text))


def read_lead(line: Line, section: SectionKey, role: Role | None) -> Lead | None:
    """How to place a lead and its children, in a section and role. None if the lead changes nothing."""
    own = find_role(line.text)
    if own in SAFETY_ROLES and own is not Role.AFTERCARE:
        clear = section == SectionKey.SAFETY
        return Lead(line, Mode.EACH if clear else Mode.UNPLACED, own)
    afterwards = Role.AFTERCARE in (own, role) or (role is Role.AFTER and forbids(line.text))
    if afterwards and section == SectionKey.SAFETY:
        clear = read_polarity(line.text) is not Polarity.UNCLEAR and fits(Role.AFTERCARE, line.text)
        return Lead(line, Mode.TOGETHER if clear else Mode.UNPLACED, Role.AFTERCARE)
    if is_closed(line.text) or read_polarity(line.text) is not Polarity.AFFIRMED:
        return Lead(line, Mode.UNPLACED)
    if role not in SAFETY_ROLES and _OF_PEOPLE.search(line.text):
        return Lead(line, Mode.UNPLACED)
    if role is Role.SIDE_EFFECT:
        return Lead(line, Mode.EACH, role)
    return Lead(line, Mode.TOGETHER, role) if role in SAFETY_ROLES else None

"""The English words of denials, limits and questions, as patterns for folded text."""

import re

from content.model.polarity.denial_kinds import DenialKind

#: Phrases that only look like a denial: limits of a number, “not only … but also”, idioms.
HARMLESS = (
    r"(?:\bnot|n't) (?:only|just|merely|simply|to mention|surprisingly|yet another)\b|\bno (?:doubt|wonder"
    r"|matter|later than|sooner)\b"
    r"|\b(?:not|no|never) (?:fewer|less|more|longer|sooner|later|earlier) than\b|\bno\.\s?\d"
    r"|\b(?:never fails?|not fail|cannot but|can't but|nothing but|none other than|nothing short of) "
    r"|\bwhether or not\b"
    r"|\b(?:don't|do not|never) (?:hesitate|forget|worry)\b|\bwithout (?:delay|fail|doubt|question|hesitation)\b"
    r"|\bif not\b|\b(?:stops?|stopped) (?:within|in|after|on (?:its|their) own)\b|\bnon-?stop\b|\bstop by "
    r"|\b(?:may|might|should|can) not only\b"
)
_NEED_NOUNS = (
    r"need|reason|guarantee|evidence|proof|promise|chance|hope|way|question|certainty|sign|claim|plan|obligation"
)
#: The first match at a place counts.
DENIALS: tuple[tuple[DenialKind, str], ...] = (
    (
        DenialKind.CLAUSE,
        rf"\b(?:no|little|without(?: any)?|not enough|hardly any) (?:\w+ ){{0,2}}?(?:{_NEED_NOUNS})s?\b",
    ),
    (
        DenialKind.CLAUSE,
        r"\b(?:myths?|misconceptions?|misunderstandings?|untrue|false(?:ly)?|wrongly|fallac(?:y|ies))\b",
    ),
    (DenialKind.CLAUSE, r"\b(?:nobody|no one|no-one|none|nothing|neither|nor|nowhere|nil|nada|nix|zilch|n/a)\b"),
    (
        DenialKind.CLAUSE,
        r"\b(?:far from|unable to|fails? to|refuses? to|ceases? to|used to|rather than|instead of)\b"
        r"|\b(?:under|in|at|on|by|for) no"
        r" (?:circumstances?|case|event|time|point|stage|account|condition|means|reason)\b",
    ),
    (DenialKind.CLAUSE, r"(?<!\ba )\bfew(?:er)? (?:people|patients|clients|adults|women|men|of)\b"),
    (
        DenialKind.VERB,
        r"\b(?:not|never|cannot|no longer|hardly|rarely|seldom|scarcely|barely|unlikely|impossible)\b|n't\b",
    ),
    (DenialKind.NOUN, r"\b(?:no|without|lacks?|lacking|zero|free(?:dom)? (?:of|from)|minus)\b"),
    (
        DenialKind.OBJECT,
        r"\b(?:avoid(?:s|ed|ing|ance)?|stop(?:s|ped|ping)?|refrain(?:s|ing)?|abstain(?:s|ing)?|skip(?:ping)?|forbid(?:den|s)?"
        r"|prohibit(?:ed|s)?|don'?ts|(?:stay(?:ing)?|keep(?:ing)?) (?:away|clear|off|out)|steer clear|give up|cut out"
        r"|(?:come|leave|lay) off|leave out|do without|hold off|put off|banned|off limits|discontinu(?:e|ed"
        r"|ing)|withh[eo]ld|withholding|paus(?:e|ed|ing)|suspend(?:ed)?"
        r"|quit|omit(?:ted)?|declin(?:e|ed)|turn(?:ed)? away|(?:advis|recommend|warn|decid)\w* against"
        r"|think (?:twice|again)|giv(?:e|es|ing) (?:\w+ ){1,3}a (?:miss|rest|wide berth|break))\b|[✘✗❌✕✖🚫⛔]",
    ),
)
#: The statement holds only within limits, is somebody else's, or is called a mistake.
LIMITS = (
    r"\b(?:unless|except(?:ing|ion|ions)?|excluding|other than|apart from|aside from|but for|save for"
    r"|only (?:if|when|after|once|where|for|with|by|suitable|recommended|in|a|those|people|adults)|only\s*:|if at all"
    r"|provided|as long as|depends?|whether|(?:everyone|everybody|anyone|anybody|all|anything|everything) (?:but|bar"
    r"|barring|minus|save))\b"
    r"|\b(?:mistakes?|mistaken(?:ly)?|in error|wrong (?:to|in|about)|pitfalls)\b"
    r"|\b(?:get(?:s|ting)? (?:it |this |that )?wrong)\b"
    r"|\b(?:people|some|many|others?|clinics|adverts|friends|forums|you (?:may|might) have) (?:\w+ )?(?:says?|said"
    r"|claims?|think|thinks"
    r"|believes?|heard|read)\b"
    r"|\bnot (?:everyone|everybody|all|every|always|necessarily|quite)\b|\b(?:said|thought|believed|rumoured"
    r"|claimed|supposed) to\b"
    r"|(?:\bnot|n't)\s+(?:yet\s+)?(?:been\s+)?(?:shown|proven|proved|known|certain|clear|sure|established|tested|studied)\b"
    r"|\bonly\b(?=[^.;]*\b(?:if|when)\b)"
)
#: “There is no need to …”.
NEEDLESS = (
    r"\bneed(?:s|ed)?(?: not|n't)\b|(?:\b(?:not|never|nor|nothing|nobody|no|without)|n't)\b[^.;:]{0,40}?"
    r"\b(?:need(?:s|ed)?|necessary|required?|requires|have to|has to|called for|obliged|compulsory|mandatory"
    r"|essential)\b"
)
#: Words that always end a clause.
BORDERS = r"\b(?:but|yet|however|although|though|whereas|because|while|since)\b"
#: Words that join words or clauses.
JOINTS = r"and|or|nor|then|so|with"
#: Beginnings of questions for yes or no, and of leads like them: “Is it for you if:”.
YES_OR_NO = (
    r"(?:is|are|am|was|were|do|does|did|has|have|can|could|will|would|shall|should|may|might|must|need)(?:n't)?\s"
    r"[^?]*\?|[^?]*\?\s*$"
    r"|(?:is|are|can|could|may|should|will|does|has|have)(?:n't)? (?:it|i|you|we|they|the|this|that|there|an?"
    r"|my|your)\b[^?]*:\s*$"
)
#: Beginnings of questions that presume that something exists.
ASKING_FOR = r"who|whom|whose|what|when|where|which|how|why|for whom"

_FINITE = (
    r"(?:is|are|was|were|am|be|been|does|do|did|has|have|had|can|could|will|would|shall|should|may|might|must|cannot"
    r"|it's|that's|there's|you'll|we'll|they're|you're|we're|gives?|makes?|takes?|lasts?|works?|helps?|needs?|shows?|leaves?"
    r"|brings?|offers?|sees?|gets?|goes|comes?|stays?|looks?|feels?|heals?|fades?|lets?|guarantees?|removes?|restores?)"
)
#: A finite verb.
FINITE_VERB = re.compile(rf"(?:\b{_FINITE}|'(?:s|re|ll|ve))\b")
#: A relative clause that has not ended yet.
RELATIVE = re.compile(r"\b(?:who|whom|which|whose|that|where|when|if|whenever|once|unless)\b[^,;]{0,30}$")
#: A label that denies the text after its colon.
MYTH = re.compile(r"\W*(?:\w+\s+)?(?:myths?|misconceptions?|fiction|false|untrue|wrong)\b[^:.]{0,20}:")
#: A denied comparison, which is praise: “You could not wish for a better one”, “nothing is safer”.
PRAISE = re.compile(
    r"\b(?:could|can|would)(?:n't| ?not| never)\b[^.;:,]{0,40}\b(?:better|more|easier|simpler|safer|gentler|happier)\b"
    r"|\b(?:no|nothing|nobody|never|none)\b (?:\w+ ){0,3}?(?:better|safer|easier|simpler|gentler|happier)\b"
)
#: Both at once: “Is and isn't”, “do's and don'ts”.
BOTH = re.compile(
    r"\b(is|are|can|should|does|do|will|may|might)\s*(?:,|and|or|/|&)\s*(?:\1n't|\1 not|cannot|not)\b"
    r"|\bdo'?s\s*(?:and|&|/)\s*don'?t'?s\b"
    r"|[✔✓✅]\s*/?\s*[✘✗❌✕✖]|\bor not\b"
)

"""Word lists for `denials`, in the form of a folded text."""

import re

from content.model.folding import DEVANAGARI


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _inflected(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(text.split())})(?:e|es|s|ed|d|ing|eing|n|en|y|ies|ied)?")


#: Ends a clause: a denial governs nothing beyond it.
BORDERS = _words(
    "; : ( ) [ ] | - -- but yet however although though because whereas while so hence thus therefore instead since "
    "लेकिन पर परंतु किंतु मगर बल्कि क्योंकि जबकि इसलिए"
)
ALTERNATIVES = _words("or nor")
#: After “or”, these begin a promise, not an alternative: “painless or we pay”, “guaranteed or your money back”.
OR_ELSE = _words("we you i your our a an the it free otherwise else money refund get pay nothing not")
#: “Not many clinics …”, “hardly any doctor …” imply that one does.
SOME_OF = _words("many every all any most just")
PROVIDERS = _inflected(
    "clinic doctor surgeon dermatologist clinician practitioner provider hospital place expert specialist"
)

# Words that deny.
NOT = re.compile(
    r"not|never|cannot|unlikely|rarely|seldom|hardly|scarcely|nor|unable|impossible|refuse[sd]?"
    r"|(?:is|are|was|were|do|does|did|ca|could|wo|would|should|has|have|had|must|might|need)n'?t"
)
NOBODY = _words("nobody none noone nothing neither")
NO = _words("no zero")
AVOIDING = _words("avoid avoids avoiding")

#: Right after “not”, these make it no denial: “not only”, “not surprisingly”.
NOT_ONLY = _words("only just merely simply solely purely alone least surprisingly surprising")
#: With these, a denial affirms: “no doubt”, “don't miss”, “no other clinic”.
TURNING_ROUND = _words(
    "doubt doubts deny denying hesitate hesitates worry worrying fear miss forget wait regret until unless except "
    "enough like else elsewhere other more less better easier simpler safer faster quicker gentler needed necessary "
    "required need needs matter wonder secret question fail fails failed without hide lose beat beats how than"
)
ELSEWHERE = _words("else elsewhere")
#: May come between a denial and the claim.
FILLERS = _words(
    "a an the any all some every each either both our your their his her my its this that these those it they we you "
    "he she i there here one who which what whom whose whether if be been being is are was were am do does did has "
    "have had having can could will would shall should may might must to of for in on at by from as about very too "
    "quite always ever yet still even most much many own kind sort single real known such certain or nor us them him "
    "often again"
)
AUXILIARIES = _words("is are was were do does did can could will would has have had")
PRONOUNS = _words("i you we they he she it")
#: Qualities that may be joined to a claim.
QUALITIES = _words(
    "quick fast easy simple safe lasting immediate complete perfect full visible dramatic instant good great cheap "
    "painless permanent guaranteed certain honest serious responsible reputable registered qualified"
)
#: Verbs and adjectives of which a denial covers the whole complement: “do not promise that …”, “not true that …”.
SAYING = _inflected(
    "say said tell told claim promis guarante assur ensur warrant expect mean meant impli imply suggest think thought "
    "consider call describ advertis know known trust pretend stat pledg prov proven show shown demonstrat establish "
    "confirm vouch able possibl allow permit true right correct clear sure likel likely design intend suppos realistic "
    "honest fair undertak commit rel rely count believ"
)
#: Verbs of which a denial covers only the object: “does not give you …”.
GIVING = _inflected(
    "giv gave mak made provid offer bring brought deliver produc caus creat get got receiv see seen find found feel "
    "felt look seem appear becom remain stay last lead led result achiev com came work fall treat cur revers remov "
    "restor heal stop end grow suit sell us aim tri try"
)
#: People and things of which a claim may be denied: “no clinic can …”, “not every patient …”.
KINDS = _inflected(
    "treatment clinic doctor surgeon dermatologist clinician practitioner nurse therapist specialist expert procedure "
    "method techniqu therap medicin medication drug tablet product device laser peel session cours operation option "
    "approach person patient people client customer man men woman women bod anyon anybod everyon everybod technolog "
    "machine formula compan hospital provider websit advert life thing"
)
#: Proofs and ways, without which the claim does not hold: “no guarantee that …”, “by no means”.
PROOFS = _inflected(
    "guarante promis proof evidenc claim certaint assuranc cur way chanc hop basis reason stud data possibilit "
    "suggestion prospect sign hint indication mean account circumstanc point"
)
#: What may be denied of a claim after it is named: “guaranteed results do not exist”.
REFUSED = _words(
    "exist possible promised guaranteed offered claimed expected true realistic available known proven something what "
    "given assured advertised allowed permitted likely certain made"
)
ASKING_WHY = _words("why what how when where which who if क्यों")
#: Words of questions that advertise: “Looking for guaranteed results? No, you aren't dreaming.”
WANTING = _words(
    "looking want wanting wish wishing need needing ready tired dreaming dream interested searching hoping"
)
_DENYING_BACK = r"(?:it|they|that|we) (?:(?:is|are|does|do|can|will) ?not|(?:is|are|does|do|ca|wo)n't)\b"
#: An answer that repeats and denies the claim: “Is it painless? It isn't painless”, but not “It isn't expensive”.
DENIED_BACK = re.compile(rf"\s*{_DENYING_BACK}([^.!?;,]*)")
ANSWERED_NO = re.compile(
    r"\s*(?:"
    r"(?:no|nope)(?=\s*(?:[,.!;:-]|$|it\b|they\b|we\b|you\b|there\b))"
    r"|never(?=\s*(?:[,.!]|$))"
    r"|(?:unfortunately|sadly|certainly|probably) not\b"
    r"|not (?:at all|quite|always|really|entirely|yet|necessarily|for everyone)\b"
    rf"|{_DENYING_BACK}(?=\s*(?:[,.!;]|$)|\s+(?:always|really|entirely|so|{SAYING.pattern})\b)"
    rf"|(?:जी )?(?:नहीं|ना)(?![{DEVANAGARI}])"
    r")"
)

CONDITIONS = _words("if unless अगर यदि")
#: “Nothing is as …”, “no laser is so …” are superlatives, not denials.
COMPARING = _words("as so")

# Hindi: the verb comes last, and the denial with it.
HINDI_NOT = _words("नहीं नही नहि न ना मत")
HINDI_ENDS = _words("है हैं था थे थी होगा होगी होंगे और तथा एवं व कि कोई से साथ बिना कम कमी")
HINDI_ONLY = _words("केवल सिर्फ मात्र महज ही")
HINDI_FILLERS = _words("किसी भी कोई ऐसी ऐसे तो यह ये वह तरह की के")
HINDI_SAYING = re.compile("कह|मान|दाव|वाद|गारंटी|साबित|सिद्ध|जरूर|सच|सही|संभव|मुमकिन|तय|निश्चित|प्रमाण|सबूत")
HINDI_DOUBT = re.compile("शक|संदेह|शंका|राय|सवाल")

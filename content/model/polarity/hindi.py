"""The Hindi words of denials, limits and questions, as patterns for folded text."""

from content.model.polarity.denial_kinds import DenialKind
from content.model.polarity.spelling import ENDS, STARTS

#: Phrases that only look like a denial: “न केवल”, “ही नहीं,”.
HARMLESS = r"न\s+(?:केवल|सिर्फ़|सिर्फ)|ही\s+नहीं\s*,"
DENIALS: tuple[tuple[DenialKind, str], ...] = (
    (DenialKind.BESIDE, rf"{STARTS}(?:बिना|बग़ैर|बगैर){ENDS}"),
    (
        DenialKind.HINDI,
        rf"{STARTS}(?:नहीं|नही|न|ना|मत|मना|वर्जित|निषेध|निषिद्ध|परहेज़|परहेज|बचें|बचना|बचिए|बचाव|असंभव|भ्रम|मिथक|"
        rf"ग़लतफ़हमी|ग़लत|झूठ|गलतफहमी|शायद ही|बंद|दूर\s+रहें|दूर\s+रहना|छोड़\s+दें|रोक\s+दें){ENDS}",
    ),
)
#: The statement holds only within limits.
LIMITS = (
    r"(?:हर\s+किसी|सब|सबके|सभी)\s[^।]{0,40}(?:नहीं|नही)"
    rf"|{STARTS}(?:तभी|सिवाय|सिवा|छोड़कर|अलावा|जब तक|केवल तब|सिर्फ़ तब|बशर्ते){ENDS}"
)
#: “There is no need to …”: “… की ज़रूरत नहीं”.
NEEDLESS = rf"(?:ज़रूरत|जरूरत|आवश्यकता|ज़रूरी|जरूरी|आवश्यक|अनिवार्य)[^।.;]{{0,12}}(?:नहीं|नही){ENDS}"
#: Words that always end a clause.
BORDERS = rf"{STARTS}(?:लेकिन|मगर|किंतु|परंतु|बल्कि|क्योंकि|जबकि){ENDS}"
#: Words that join words or clauses.
JOINTS = r"और|तथा|एवं"
#: The beginning of questions for yes or no.
YES_OR_NO = rf"क्या{ENDS}"
#: Beginnings of questions that presume that something exists.
ASKING_FOR = r"किसे|किसको|किसके|किन|कब|कैसे|कितने"

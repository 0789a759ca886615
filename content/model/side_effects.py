"""Tells names of side effects, such as “swelling”, from words about frequency or severity: “usually mild”."""

import re

from content.model.polarity.denials import find_denials
from content.model.polarity.spelling import ENDS, STARTS, compile_words, fold_in_place

#: Known side effects, needed only where nothing else says that a side effect is meant.
_EFFECTS = compile_words(
    r"\b(?:red(?:ness|dening)|flush\w*|erythema|swell\w*|oedema|edema|puffiness|bruis\w+|h(?:a)?ematoma\w*|pain|ach(?:e|es|ing)"
    r"|sore(?:ness|s)?|tenderness|itch(?:ing|iness)?|burn(?:s|ing)?|sting(?:ing)?|tingling|prickling"
    r"|bleed(?:ing|s)?|blood spots?"
    r"|blister(?:s|ing)?|scab(?:s|bing)?|crust(?:s|ing)?|peeling|flak(?:es|ing|iness)|dryness|tightness|numbness|infections?"
    r"|inflammation|folliculitis|scar(?:s|ring)?|keloids?|(?:hyper|hypo)?-?pigmentation|darkening|lightening|discolou?ration"
    r"|rash(?:es)?|hives|allerg(?:y|ies|ic)|anaphylaxis|headaches?|nausea|vomiting|dizziness|faint(?:ing|ness)|fever|fatigue"
    r"|tiredness|shedding|lumps?|bumps?|nodules?|granulomas?|cysts?|abscess(?:es)?|necrosis|clots?|embol\w+|thrombosis|stroke"
    r"|dry (?:mouth|eyes?|lips|skin)|cramps?|spasms?|stiffness|chills|diarrhoea|constipation|bloating"
    r"|nerve (?:damage|injury)|droop(?:ing|s)?|ptosis|asymmetry|unevenness|blindness|sight|vision|ulcer\w*"
    r"|milia|breakouts?"
    r"|cold sores?|herpes|sensitivity|discomfort|irritation|warmth|we(?:a|e)?ls?|wheals?|oozing|weeping"
    r"|palpitations|dents?"
    r"|marks|spots|reactions?|complications?|damage|injury"
    r"|loss of (?:sight|vision|hair|feeling|sensation))\b"
    r"|लालिमा|लाली|सूजन|दर्द|खुजली|जलन|नील|ख़ून|खून|रक्तस्राव|संक्रमण|निशान|दाग|छाले|पपड़ी|सिरदर्द|मितली|चक्कर|बुखार"
    r"|बुख़ार|एलर्जी|गाँठ|गांठ|कालापन|रूखापन|सुन्नपन|चोट|झुनझुनी|थकान"
)
#: Words for how, how often and in whom, and words for side effects in general.
_QUALIFIERS = compile_words(
    rf"{STARTS}(?:a|an|the|any|all|some|few|most|many|more|other|these|those|such|this|that|they|it|and|or|but|of|in|to|for|as|at"
    r"|if|with|by|on|are|is|be|can|may|will|usually|generally|normally|typically|often|sometimes|mostly|mainly|only|very|quite"
    r"|rather|fairly|extremely|relatively|almost|always|rarely|seldom|occasionally|well|largely|highly|self|short|long|term"
    r"|lived|lasting|limiting|limited|resolving|mild|minor|slight|small|low|light|gentle|moderate|severe|serious|major|rare"
    r"|uncommon|common|usual|normal|possible|likely|unlikely|temporary|brief|passing|transient|minimal|manageable|tolerated"
    r"|tolerable|bearable|harmless|safe|reversible|permanent|expected|known|reported|seen|local|locali[sz]ed|superficial"
    r"|unpleasant|uncomfortable|individual|different|various|variable|negligible|none|no|nil|\d+|one|two|three|four|five|six|seven|ten|not|never|n/?a|applicable|nothing"
    r"|minutes?|hours?|days?|weeks?|people|patients|clients|everyone|cases|persons?|side[- ]?effects?|effects?|risks?|"
    # Phrases instead of a name: how side effects pass, and whom to ask.
    r"ones?|typical|standard|var(?:y|ies|ied|ying)|depend(?:s|ing|ent)?|go(?:es)?|gone|away|resolves?|settles?|fades?|pass(?:es)?|clears?|up"
    r"|disappears?|subsides?|eases?|within|after|during|from|soon|quick|fast|rapid|later|to|confirm(?:ed)?|tb[acd]|see|read|refer|below|above"
    r"|leaflet|on|skin types?|ask|your|you|our|us|doctor|clinician|clinic|discuss(?:ed)?|consult(?:ation)?|results?"
    r"|types?|nada|zero|"
    r"complications?|downtime|recovery|treatments?|sessions?|problems?|events?|adverse|reactions?|issues|downsides?|unknown|"
    r"हल्के|हल्का|हल्की|अस्थायी|मामूली|कम|आम|दुर्लभ|गंभीर|बहुत|होते|होता|होती|हैं|है|और|या|कोई|नहीं|दुष्प्रभाव|साइड|इफ़ेक्ट|"
    r"कुछ|सुरक्षित|ठीक|जल्दी|ही|जाते|जाता|जाती|"
    rf"इफेक्ट|आमतौर|पर|सामान्य|थोड़े|समय|के|में){ENDS}"
)
#: Endings of adjectives. Nouns for side effects end in another way.
_ADJECTIVE = re.compile(r"\w{3,}(?:able|ible|ous|ful|less|ary|ive|ient|ial|cal|ly|ened|erated|pected|ported|ted)$")
_WORD = re.compile(r"[\w\u0900-\u097f'/]+")


def mentions_side_effect(text: str) -> bool:
    """Whether a text contains the name of a known side effect."""
    return bool(_EFFECTS.search(fold_in_place(text)))


def names_side_effect(name: str) -> bool:
    """Whether a block's name can be a side effect: it begins with no denial, and has words other than adjectives.

    In doubt it can: the list of known side effects is not complete.
    """
    folded = fold_in_place(name)
    if any(denial.start <= 2 for denial in find_denials(name)):
        return False
    words = _WORD.findall(_QUALIFIERS.sub(" ", folded))
    return any(not _ADJECTIVE.fullmatch(word) for word in words)

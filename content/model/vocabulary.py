"""The enumerations of the content model: the codes that the API serves, with labels to translate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SectionKey(TextChoices):
    MECHANISM = "mechanism", _("How it works")
    PROCESS = "process", _("What happens")
    SESSIONS = "sessions", _("Sessions and results")
    SAFETY = "safety", _("Is it right for you?")
    COMBINATIONS = "combinations", _("Combining treatments")


#: The part outside the sections: title, other names, summary, questions.
OVERVIEW = "overview"
#: The parts that are signed and searched on their own, in the order of reading.
PARTS = (OVERVIEW, *SectionKey.values)

#: Words by which people ask for a section, besides its heading. They are searched, but never shown.
ASKED_AS = {
    SectionKey.MECHANISM: _(
        "how does it work, what does it do, what is it, why, science, evidence, proof, ingredients"
    ),
    SectionKey.PROCESS: _(
        "what happens on the day, procedure, steps, how long does it take, minutes, hurt, pain, painful, numbing, "
        "needles, anaesthetic, downtime, recovery, time off work, before and after the appointment, prepare"
    ),
    SectionKey.SESSIONS: _(
        "how many times, how often, number of sessions, visits, appointments, course, weeks between, when will I see "
        "results, how soon, how long until it works, how long does it last, permanent, maintenance, top up"
    ),
    SectionKey.SAFETY: _(
        "is it safe, side effects, risks, danger, dangerous, complications, infection, allergy, pregnant, pregnancy, "
        "breastfeeding, blood thinners, diabetes, who can have it, who should not, suitable, contraindications, "
        "aftercare, when to call a doctor"
    ),
    SectionKey.COMBINATIONS: _("together with, alongside, combine, mix, add, at the same time, other treatments, plan"),
}


class BodyArea(TextChoices):
    SCALP = "scalp", _("Scalp and hair")
    FACE = "face", _("Face")
    NECK = "neck", _("Neck")
    BODY = "body", _("Body")
    HANDS = "hands", _("Hands")


class Anaesthesia(TextChoices):
    NONE = "none", _("None needed")
    TOPICAL = "topical", _("Numbing cream")
    LOCAL = "local", _("Local injection")
    SEDATION = "sedation", _("Sedation")


class Discomfort(TextChoices):
    NONE = "none", _("None expected")
    MILD = "mild", _("Mild")
    MODERATE = "moderate", _("Moderate")
    STRONG = "strong", _("Strong")


class Phase(TextChoices):
    BEFORE = "before", _("Before")
    DURING = "during", _("During")
    AFTER = "after", _("After")


#: How severe a concern may be for the treatment to suit. The API calls it `Severity`.
class ConcernSeverity(TextChoices):
    MILD = "mild", _("Mild")
    MODERATE = "moderate", _("Moderate")
    ADVANCED = "advanced", _("Advanced")


class ContraindicationKind(TextChoices):
    ABSOLUTE = "absolute", _("Must not have it")
    RELATIVE = "relative", _("Only after a clinician agrees")


class Frequency(TextChoices):
    """EU guideline on the summary of product characteristics (2009): 1 in 10, in 100, in 1,000, in 10,000."""

    VERY_COMMON = "very_common", _("Very common (1 in 10 or more)")
    COMMON = "common", _("Common (up to 1 in 10)")
    UNCOMMON = "uncommon", _("Uncommon (up to 1 in 100)")
    RARE = "rare", _("Rare (up to 1 in 1,000)")
    VERY_RARE = "very_rare", _("Very rare (up to 1 in 10,000)")
    UNKNOWN = "unknown", _("How often is not known")


class CombinationKind(TextChoices):
    TOPICAL = "topical", _("Applied to the skin")
    ORAL = "oral", _("Taken by mouth")
    DEVICE = "device", _("Device")
    SURGICAL = "surgical", _("Surgery")
    INJECTABLE = "injectable", _("Injection")


class CalloutTone(TextChoices):
    NOTE = "note", _("Good to know")
    IMPORTANT = "important", _("Important")
    WARNING = "warning", _("Warning")


class EvidenceLevel(TextChoices):
    """Simplified from the Oxford CEBM levels of evidence (2011)."""

    REVIEW = "review", _("Systematic review")
    TRIAL = "trial", _("Randomised trial")
    COHORT = "cohort", _("Cohort or case-control study")
    SERIES = "series", _("Case series")
    EXPERT = "expert", _("Guideline or expert opinion")


class RecallSeverity(TextChoices):
    """After the three classes of recalls that medicines regulators use (MHRA, FDA), most serious first."""

    CRITICAL = "critical", _("May seriously harm: stop now")
    SERIOUS = "serious", _("May harm")
    PRECAUTION = "precaution", _("As a precaution")


class Day(TextChoices):
    MONDAY = "monday", _("Monday")
    TUESDAY = "tuesday", _("Tuesday")
    WEDNESDAY = "wednesday", _("Wednesday")
    THURSDAY = "thursday", _("Thursday")
    FRIDAY = "friday", _("Friday")
    SATURDAY = "saturday", _("Saturday")
    SUNDAY = "sunday", _("Sunday")


class Currency(TextChoices):
    AED = "AED", _("UAE dirham")
    EUR = "EUR", _("Euro")
    GBP = "GBP", _("Pound sterling")
    INR = "INR", _("Indian rupee")
    USD = "USD", _("US dollar")


class Country(TextChoices):
    AE = "AE", _("United Arab Emirates")
    GB = "GB", _("United Kingdom")
    IN = "IN", _("India")
    US = "US", _("United States")


class Font(TextChoices):
    """Letters that every device has, so that nothing is loaded."""

    INHERIT = "inherit", _("Same as the website")
    SANS = "sans", _("Sans serif")
    SERIF = "serif", _("Serif")
    ROUNDED = "rounded", _("Rounded")


class ColourScheme(TextChoices):
    AUTO = "auto", _("Same as the page")
    LIGHT = "light", _("Always light")
    DARK = "dark", _("Always dark")


class Kind(TextChoices):
    """What is public: each has documents of its own."""

    GUIDE = "guide", _("Guide")
    BRANCH = "branch", _("Branch")
    OFFERING = "offering", _("Offering")
    GROUP = "group", _("Group")
    VOCABULARY = "vocabulary", _("Vocabulary")
    RECALLS = "recalls", _("Recalls")


class State(TextChoices):
    """Of what is or was public."""

    LIVE = "live", _("Live")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RECALLED = "recalled", _("Recalled")


ENUMERATIONS: dict[str, type[TextChoices]] = {
    "section": SectionKey,
    "body_area": BodyArea,
    "anaesthesia": Anaesthesia,
    "discomfort": Discomfort,
    "phase": Phase,
    "severity": ConcernSeverity,
    "contraindication_kind": ContraindicationKind,
    "frequency": Frequency,
    "combination_kind": CombinationKind,
    "callout_tone": CalloutTone,
    "evidence_level": EvidenceLevel,
    "recall_severity": RecallSeverity,
    "day": Day,
    "currency": Currency,
    "country": Country,
}

"""What those who judge health texts ask for, and whether a draft meets it: PIF TICK's criteria and the NHS's rules.

PIF TICK: the ten criteria of 2022, piftick.org.uk. NHS: the service manual's content guide and standard for creating
health content, service-manual.nhs.uk. In our own words. A criterion is met if none of its concerns was found; some are
about how a group works, which no draft can show.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from content.desk.readiness.concern import Concern


@dataclass(frozen=True)
class Criterion:
    """`codes`: of the concerns that speak against it, perhaps with their field, also as beginnings (“claim_”).

    None: for the group to show.
    """

    source: str
    title: Any
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    criterion: Criterion
    #: None: not checked.
    is_met: bool | None
    concerns: tuple[Concern, ...]


PIF, NHS = "PIF TICK", "NHS"
_COMPLETE = ("lead_missing", "section_missing", "fact_missing", "summary_missing", "prompt_left")
#: An empty section says nothing against itself.
_NO_SAFETY = "section_missing safety_blocks"
_RISKS = (_NO_SAFETY, "side_effects_missing", "contraindications_missing", "partner_contraindicates")
CRITERIA = (
    Criterion(f"{PIF} 1", _("A named clinician reviewed and signed it"), ("reviewer_missing", "unsigned")),
    Criterion(f"{PIF} 1", _("It says when it is reviewed next, within three years"), ("next_review_",)),
    Criterion(f"{PIF} 2", _("Whoever writes is trained")),
    Criterion(f"{PIF} 3", _("Patients need it")),
    Criterion(f"{PIF} 4", _("It names its sources, and they can be read"), ("sources_missing", "citation_dead")),
    Criterion(
        f"{PIF} 4", _("Its promises are fair, and its numbers agree"), ("claim_", "sessions_differ", "minutes_differ")
    ),
    Criterion(f"{PIF} 5", _("Patients took part in making it")),
    Criterion(f"{PIF} 6", _("The reading age is 14 or younger"), ("reading_age_high",)),
    Criterion(
        f"{PIF} 6", _("Pictures are described, and texts are in the page's language"), ("alt_missing", "not_translated")
    ),
    Criterion(f"{PIF} 7", _("Every section is complete"), _COMPLETE),
    Criterion(f"{PIF} 8", _("Readers can say what is wrong, and somebody answers")),
    Criterion(f"{PIF} 9", _("Those who need it find it"), ("category_missing", "body_area_missing")),
    Criterion(f"{PIF} 10", _("Its effect is measured")),
    Criterion(NHS, _("Sentences are short"), ("sentences_long",)),
    Criterion(NHS, _("Medical words are plain or explained"), ("jargon",)),
    Criterion(NHS, _("Risks stand beside benefits: side effects, and who should not have it"), _RISKS),
    Criterion(
        NHS, _("Side effects say how common they are, in words and numbers that agree"), (_NO_SAFETY, "frequencies_")
    ),
    Criterion(
        NHS,
        _("It says when to get help, and how to look after oneself"),
        (_NO_SAFETY, "seek_help_missing", "aftercare_missing"),
    ),
    Criterion(NHS, _("Links work, and lead to what is public"), ("link_not_public", "partner_not_public")),
)


def judge_criteria(concerns: list[Concern], unchecked: set[str]) -> list[Verdict]:
    """`unchecked`: codes of concerns that can't be found in this draft."""
    return [_judge(criterion, concerns, unchecked) for criterion in CRITERIA]


def _judge(criterion: Criterion, concerns: list[Concern], unchecked: set[str]) -> Verdict:
    if not criterion.codes or unchecked.issuperset(criterion.codes):
        return Verdict(criterion, None, ())
    against = tuple(one for one in concerns if f"{one.code} {one.field}".startswith(criterion.codes))
    return Verdict(criterion, not against, against)

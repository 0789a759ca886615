"""Describes a guide for search engines: JSON-LD with terms of schema.org only."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from content.model.vocabulary import SectionKey

Document = dict[str, Any]
#: Section -> member of HealthAspectEnumeration (https://schema.org/HealthAspectEnumeration).
ASPECTS = {
    SectionKey.MECHANISM: "HowItWorksHealthAspect",
    SectionKey.PROCESS: "UsageOrScheduleHealthAspect",
    SectionKey.SESSIONS: "EffectivenessHealthAspect",
    SectionKey.SAFETY: "SafetyHealthAspect",
    SectionKey.COMBINATIONS: "TreatmentsHealthAspect",
}
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def build_json_ld(guide: Document, section: str | None, *, title: str, web: str, group: Document) -> Document:
    """A MedicalWebPage. Its subject is a MedicalProcedure and MedicalTherapy; its parts are the shown sections."""
    review = guide["review"]
    reviewer = review["reviewed_by"]
    sections = [part for part in guide["sections"] if section in (None, part["key"])]
    page: Document = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": web,
        "url": web,
        "name": title,
        "description": guide["summary"],
        "inLanguage": guide["locale"],
        "dateModified": guide["updated_at"],
        "datePublished": guide["published_at"],
        "audience": {"@type": "Patient"},
        "publisher": {"@type": "MedicalOrganization", "name": group["name"], "url": settings.BASE_URL},
        "mainEntity": _build_treatment(guide),
        "hasPart": [_build_part(guide, part) for part in sections],
    }
    if review["last_reviewed"]:
        page["lastReviewed"] = review["last_reviewed"]
    if reviewer:
        page["reviewedBy"] = {
            "@type": "Person",
            "name": reviewer["name"],
            "jobTitle": reviewer["role"],
            "identifier": f"{reviewer['registration_body']} {reviewer['registration_number']}",
        }
    if guide["citations"]:
        page["citation"] = [
            {"@type": "CreativeWork", "name": citation["title"], "url": citation["url"]}
            for citation in guide["citations"]
        ]
    return page


def _build_treatment(guide: Document) -> Document:
    sections = {part["key"]: part for part in guide["sections"]}
    safety, process = sections.get(SectionKey.SAFETY), sections.get(SectionKey.PROCESS)
    treatment: Document = {
        "@type": ["MedicalProcedure", "MedicalTherapy"],
        "name": guide["title"],
        "description": guide["summary"],
    }
    if guide["also_known_as"]:
        treatment["alternateName"] = guide["also_known_as"]
    for kind, (term, of_type) in _SAFETY.items():
        blocks = [block["value"] for block in safety["blocks"] if block["type"] == kind] if safety else []
        if names := [value["name"] for value in blocks if "name" in value]:
            treatment[term] = [{"@type": of_type, "name": name} for name in names]
    if process and process["lead"]:
        treatment["howPerformed"] = process["lead"]
    if guide["hero"]:
        treatment["image"] = settings.BASE_URL + guide["hero"]["sources"][-1]["srcset"][-1]["url"]
    return treatment


#: Block of the safety section -> property of MedicalTherapy and type of its values.
_SAFETY = {
    "contraindication": ("contraindication", "MedicalContraindication"),
    "side_effect": ("adverseOutcome", "MedicalSignOrSymptom"),
}


def _build_part(guide: Document, section: Document) -> Document:
    part = {
        "@type": "HealthTopicContent",
        "headline": section["heading"],
        "abstract": section["lead"],
        "url": f"{settings.BASE_URL}{guide['links']['web']}#{section['key']}",
        "inLanguage": guide["locale"],
    }
    if aspect := ASPECTS.get(section["key"]):  # an older edition may have a section that the code no longer has
        part["hasHealthAspect"] = f"https://schema.org/{aspect}"
    return part


def render_json_ld(document: Document) -> SafeString:
    """A script element that runs nothing. `<` is escaped, so its content can't end it."""
    text = json.dumps(document, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')

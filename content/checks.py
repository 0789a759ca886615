"""System checks: a section or block that lacks a piece is refused at start, with what to add."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from content.guides.models import GuidePage
from content.sections import SECTIONS
from content.vocabulary import SectionKey


@register()
def check_sections(**kwargs: Any) -> list[Error]:
    errors = []
    if [section.key for section in SECTIONS] != list(SectionKey):
        errors.append(Error("SECTIONS and SectionKey differ.", hint="List the same keys in order.", id="content.E001"))
    for section in SECTIONS:
        if not issubclass(GuidePage, section.mixin):
            hint = f"Add {section.mixin.__name__} to the bases of GuidePage."
            errors.append(Error(f"GuidePage lacks the section {section.key}.", hint=hint, id="content.E002"))
        errors += _check_template(f"components/sections/{section.key}.html", "content.E003")
        for block in section.all_blocks:
            errors += _check_template(block.template_name(), "content.E004")
            missing = set(block.base_blocks) - set(block.Value().fields)
            if missing:
                names = ", ".join(sorted(missing))
                hint = f"Declare them in {block.Value.__name__}, or nobody is ever shown them."
                errors.append(Error(f"{block.__name__} has unserved fields: {names}.", hint=hint, id="content.E005"))
    return errors


def _check_template(name: str, id: str) -> list[Error]:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return [Error(f"The template {name} is missing.", hint="Add it under templates/.", id=id)]
    return []


@register()
def check_signers(**kwargs: Any) -> list[CheckMessage]:
    if not settings.AUTHORS_MAY_SIGN:
        return []
    hint = "Leave AUTHORS_MAY_SIGN unset, and give a second clinician an account: each signs what the other wrote."
    return [Warning("Whoever writes a part of a guide may sign it, too.", hint=hint, id="content.W006")]

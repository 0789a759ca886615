"""System checks: a section or block that lacks a piece is refused at start, with what to add."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from content.model.sections import SECTIONS
from content.model.vocabulary import SectionKey


@register()
def check_sections(**kwargs: Any) -> list[Error]:
    errors = []
    if [section.key for section in SECTIONS] != list(SectionKey):
        errors.append(Error("SECTIONS and SectionKey differ.", hint="List the same keys in order.", id="content.E001"))
    for section in SECTIONS:
        errors += _check_template(f"components/sections/{section.key}.html", "content.E003")
        for block in section.all_blocks:
            errors += _check_template(block.template_name(), "content.E004")
            missing = set(block.base_blocks) - set(block.Value().fields)
            if missing:
                names = ", ".join(sorted(missing))
                hint = f"Declare them in {block.Value.__name__}, or nobody is ever shown them."
                errors.append(Error(f"{block.__name__} has unserved fields: {names}.", hint=hint, id="content.E005"))
    return errors


@register(Tags.security)
def check_places_of_files(**kwargs: Any) -> list[Error]:
    """Nothing private lies in a tree or bucket that is served."""
    errors = []
    if settings.PUBLIC_BUCKET and settings.PUBLIC_BUCKET == settings.PRIVATE_BUCKET:
        hint = "Name two: originals and documents must not lie beside what everybody is given."
        errors.append(Error("PUBLIC_BUCKET and PRIVATE_BUCKET are the same.", hint=hint, id="content.E006"))
    private = [Path(settings.DATA_DIR) / "secret_key", Path(settings.MEDIA_ROOT)]
    for name in ("STATIC_ROOT", "PUBLIC_ROOT"):
        served = Path(getattr(settings, name)).resolve()
        if any(served == path.resolve() or served in path.resolve().parents for path in private):
            hint = "Name a folder of its own: everything in it is served."
            errors.append(Error(f"{name} holds private files ({served}).", hint=hint, id="content.E007"))
        if Path(settings.MEDIA_ROOT).resolve() in served.parents:
            errors.append(Error(f"{name} lies among private files.", hint="Name another folder.", id="content.E007"))
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

"""System checks of settings: where files are kept, and who may sign."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


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


@register()
def check_signers(**kwargs: Any) -> list[CheckMessage]:
    if not settings.AUTHORS_MAY_SIGN:
        return []
    hint = "Leave AUTHORS_MAY_SIGN unset, and give a second clinician an account: each signs what the other wrote."
    return [Warning("Whoever writes a part of a guide may sign it, too.", hint=hint, id="content.W006")]

"""The references by which documents name our rows: a kind and a public id."""

from typing import Any

from content.model.branches.models import BranchPage, Offering
from content.model.compilation import Reference
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.snippets.models import Category, Citation, Clinician, Therapy

#: Model -> the kind of reference, and the attribute that is its public id.
REFERRED = {
    GuidePage: ("guide", "translation_key"),
    BranchPage: ("branch", "translation_key"),
    Offering: ("offering", "pk"),
    Category: ("category", "translation_key"),
    Therapy: ("therapy", "translation_key"),
    Clinician: ("clinician", "public_id"),
    Citation: ("citation", "public_id"),
    GuideImage: ("image", "public_id"),
}


def find_reference(instance: Any, model: Any) -> Reference | None:
    """None if documents never name it. `model` is the instance's real class: Wagtail saves some pages as `Page`."""
    if model not in REFERRED:
        return None
    kind, attribute = REFERRED[model]
    return Reference(kind, str(getattr(instance, attribute)))

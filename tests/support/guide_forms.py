"""The form of a guide, as the editor's browser sends it."""

from django.db import transaction
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.model.guides.models import GuidePage
from tests.support import signing


def form_data(page: GuidePage, **changes) -> dict:
    """What the editor's form would send for a page with one block a section."""
    facts = {name: getattr(page, name) for name in ("minutes_min", "minutes_max", "sessions_min", "sessions_max")}
    block = {
        "mechanism": ("paragraph", {"text": rich_text("<p>How.</p>")}),
        "process": ("step", {"phase": "during", "title": "Step", "text": rich_text("")}),
        "sessions": ("milestone", {"when": "Week 1", "text": rich_text("<p>Less.</p>")}),
        "safety": ("side_effect", {"name": "Redness", "frequency": "common", "text": rich_text("<p>Cool.</p>")}),
        "combinations": ("paragraph", {"text": rich_text("<p>With.</p>")}),
    }
    data = {
        "title": page.title,
        "slug": page.slug,
        "shown": "{}",  # nothing that others could have changed
        "summary": page.summary,
        "category": page.category_id,
        "body_area": page.body_area,
        "also_known_as": page.also_known_as,
        "faqs": streamfield([]),
        "guide_citations": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        **{f"{key}_lead": getattr(page, f"{key}_lead") for key in block},
        **{f"{key}_blocks": streamfield([given]) for key, given in block.items()},
        **{name: value for name, value in facts.items() if value is not None},
    }
    return nested_form_data({**data, **changes})


def draft_of(page: GuidePage) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def edit(client, page: GuidePage, button: str = "action-publish", signed: bool = True, **changes):
    """Post the form of a guide; before it is published, a clinician signs what is typed."""
    address, data = reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(page, **changes)
    if button == "action-publish" and signed:
        with transaction.atomic():
            client.post(address, {**data, "save": "1"})
            typed = draft_of(page)
            transaction.set_rollback(True)
        signing.sign(typed)
    return client.post(address, {**data, button: "1"})

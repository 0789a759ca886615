"""Labels of fields, blocks and models that have none of their own: their names, in the reader's language.

Given to all of them once, when Django starts. A migration knows nothing of it, since no model says it itself.
"""

from typing import Any

from django.apps import apps
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from wagtail.fields import StreamField

#: A permission to publish shared things, as Wagtail's groups show it.
PERMISSION = _("Can publish")
#: What forms, lists and permissions show. Here translators find them.
NAMES = {
    *(_("Account"), _("Address"), _("Also known as"), _("Anaesthesia"), _("Answer"), _("Available"), _("Benefit")),
    *(_("Body area"), _("Branch"), _("Caption"), _("Category"), _("Caution"), _("Citation"), _("Citations")),
    *(_("Clinic name"), _("Comment"), _("Contact label"), _("Country"), _("Currency"), _("Discomfort"), _("Done at")),
    *(_("Edition"), _("Email"), _("Emergency publication"), _("Evidence level"), _("Focal point height")),
    *(_("Focal point width"), _("Focal point x"), _("Focal point y"), _("Frequency"), _("Guide"), _("Hero")),
    *(_("Image"), _("Is sample"), _("Kind"), _("Last reviewed"), _("Locale"), _("Minutes max"), _("Name")),
    *(_("Note"), _("Offering"), _("Overrule"), _("Phase"), _("Phone"), _("Practitioner"), _("Price from")),
    *(_("Question"), _("Recall"), _("Registered until"), _("Registration body"), _("Registration number")),
    *(_("Resolves within days"), _("Reviewer"), _("Role"), _("Section"), _("Sessions max"), _("Sign off")),
    *(_("Slug"), _("Source"), _("State"), _("Summary"), _("Text"), _("Therapy"), _("Time zone"), _("Title")),
    *(_("Tone"), _("Website origins"), _("When"), _("Withdrawal"), _("Year")),
}


def translate_name(name: str) -> str:
    """“body area” by the translation of “Body area”. As it is where there is none."""
    whole = capfirst(name)
    translated = gettext(whole)
    return name if translated == whole else translated


_translated = lazy(translate_name, str)


def label_all() -> None:
    for model in apps.get_app_config("content").get_models():
        if "verbose_name" not in model._meta.original_attrs:
            model._meta.verbose_name = _translated(str(model._meta.verbose_name))
        for field in find_fields(model):
            field.verbose_name = _translated(field.name.replace("_", " "))
        for block in find_blocks(model):
            block.label = _translated(block.name.replace("_", " ").capitalize())


def find_fields(model: Any) -> list[Any]:
    fields: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if field._verbose_name is None]


def find_blocks(model: Any) -> list[Any]:
    """Those within the blocks of its streams."""
    streams = [field.stream_block for field in model._meta.local_fields if isinstance(field, StreamField)]
    return [block for stream in streams for block in _walk(stream) if not block.meta.label]


def _walk(block: Any) -> list[Any]:
    children = [*getattr(block, "child_blocks", {}).values()]
    if hasattr(block, "child_block"):  # of a list, which names it
        return _walk(block.child_block)
    return [found for child in children for found in (child, *_walk(child))]

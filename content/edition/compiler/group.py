"""Compiles the clinic group."""

from content.edition import documents
from content.edition.compiler.compiled import Compiled, make_plain
from content.model.branches import theming
from content.model.compilation import represent
from content.model.group.models import GroupSettings
from content.model.vocabulary import Kind

GROUP_SUBJECT = "00000000-0000-5000-8000-000000000001"


def compile_group(group: GroupSettings) -> Compiled:
    content = {
        "id": GROUP_SUBJECT,
        "type": "group",
        "name": group.clinic_name,
        "purpose": group.purpose,
        "attribution": group.attribution,
        "contact": {"label": group.contact_label, "url": group.contact_url},
        "default_locale": group.default_locale,
        "theme": theming.build_theme(),
    }
    return Compiled(
        kind=Kind.GROUP,
        subject=GROUP_SUBJECT,
        locale="",
        slug="",
        content=make_plain(represent(documents.GroupContent, content)),
        references=frozenset(),
    )

"""Compiles a branch."""

from typing import Any

from content.edition import documents
from content.edition.compiler.compiled import Compiled, make_plain, serialise
from content.edition.compiler.group import GROUP_SUBJECT
from content.model.branches.countries import COUNTRY_INSERTS
from content.model.branches.models import BranchPage
from content.model.compilation import Reference, represent
from content.model.group.models import GroupSettings
from content.model.vocabulary import Country, Kind

#: Every branch refers to the group, whose contact it shows if it has none.
GROUP = Reference("group", GROUP_SUBJECT)


def compile_branch(page: BranchPage) -> Compiled:
    group = GroupSettings.objects.first() or GroupSettings()
    return Compiled(
        kind=Kind.BRANCH,
        subject=str(page.translation_key),
        locale=page.locale.language_code,
        slug=page.slug,
        content=make_plain(represent(documents.BranchContent, _build_content(page, group))),
        references=frozenset({GROUP}),
        revision=page.live_revision_id,
        source=serialise(page),
        borrowed={} if page.contact_label else {"contact.label": GROUP},
    )


def _build_content(page: BranchPage, group: GroupSettings) -> dict[str, Any]:
    return {
        "id": str(page.translation_key),
        "type": "branch",
        "slug": page.slug,
        "locale": page.locale.language_code,
        "name": page.title,
        "address": {"lines": [line.strip() for line in page.address.splitlines()], "country": page.country},
        "time_zone": page.time_zone,
        "phone": page.phone,
        "email": page.email,
        "contact": {
            "label": page.contact_label or group.contact_label,
            "url": page.contact_url or group.contact_url,
        },
        "opening_hours": list(page.opening_hours.all()),
        "country_insert": COUNTRY_INSERTS[Country(page.country)],
        "websites": page.origins,
        "theme": page.theme,
        "links": _build_links(page),
    }


def _build_links(page: BranchPage) -> dict[str, str]:
    path, locale = f"branches/{page.translation_key}/", page.locale.language_code
    return {
        "self": f"/api/v1/{path}?locale={locale}",
        "guides": f"/api/v1/{path}guides/?locale={locale}",
        "web": page.web_path,
        "embed": f"/embed/frame/{path}?locale={locale}",
    }

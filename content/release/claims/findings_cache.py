"""A cache of the claims in each guide's newest draft, for lists.

It holds matches of all rules; countries and overrules are applied on each read.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, transaction

from content.approval.claims.checking import check_guide
from content.approval.claims.matching import VERSION, fold_phrase
from content.approval.claims.models import KeptFindings, Overrule
from content.approval.claims.rules import EVERYWHERE, FOLDER, Rule, Severity, find_rules
from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.days import today
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.vocabulary import Country, Kind, State

_EVERY_COUNTRY = frozenset(Country.values)


@dataclass(frozen=True)
class Standing:
    """A claim in a draft that is neither cited nor overruled."""

    rule: Rule
    phrase: str

    @property
    def blocks(self) -> bool:
        return self.rule.severity == Severity.BLOCK


def find_standing(pages: Iterable[GuidePage]) -> dict[int, list[Standing]]:
    """Page -> the claims that stand in its newest draft. A draft with a valid cache row is not read."""
    pages = list(pages)
    if not pages:
        return {}
    guides = {page.translation_key for page in pages}
    countries, overruled = _find_countries(guides), _find_overruled(guides)
    rules = {rule.id: rule for rule in find_rules(None)}
    return {
        page.pk: [
            Standing(rules[rule], phrase)
            for rule, phrase, is_cited in findings
            if rules[rule].jurisdiction in (EVERYWHERE, *countries[page.translation_key])
            and not is_cited
            and (page.translation_key, page.locale.language_code, rule, phrase) not in overruled
        ]
        for page, findings in _read_findings(pages)
    }


def _read_findings(pages: list[GuidePage]) -> list[tuple[GuidePage, list[Any]]]:
    kept = {row.page_id: row for row in KeptFindings.objects.filter(page__in=pages)}
    keys = _build_keys(pages)
    fresh = {
        page.pk: KeptFindings(page=page, key=keys[page.pk], findings=_look_at(page))
        for page in pages
        if page.pk not in kept or not keys[page.pk] or kept[page.pk].key != keys[page.pk]
    }
    if fresh:
        _keep(list(fresh.values()))
    return [(page, (fresh.get(page.pk) or kept[page.pk]).findings) for page in pages]


def _keep(rows: list[KeptFindings]) -> None:
    """Stores the findings. Skipped if the database can't be written now: this is only a cache."""
    with suppress(OperationalError), transaction.atomic():
        KeptFindings.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["page"], update_fields=["key", "findings"]
        )


def _look_at(page: GuidePage) -> list[Any]:
    draft = page.get_latest_revision_as_object()
    return [[f.claim.rule.id, f.claim.key, f.is_cited] for f in check_guide(draft, _EVERY_COUNTRY)]


def _build_keys(pages: list[GuidePage]) -> dict[int, str]:
    """Page -> digest of all that its findings depend on: its newest draft, what it shows, the rules, and the year.

    Empty if the page has no revision: its changes could not be noticed.
    """
    common = [_digest_rules(), _digest_shared(), today().year]
    drafts = GuidePage.objects.filter(pk__in=[page.pk for page in pages])
    rows = drafts.values_list("pk", "latest_revision", "latest_revision__created_at", "has_unpublished_changes")
    guides = {page.translation_key for page in pages}
    live = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE, subject__in=guides)
    public = {
        (subject, locale): edition for subject, locale, edition in live.values_list("subject", "locale", "edition")
    }
    of_page = {page.pk: public.get((page.translation_key, page.locale.language_code)) for page in pages}
    return {pk: _digest([*common, revision, *rest, of_page[pk]]) if revision else "" for pk, revision, *rest in rows}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, cls=DjangoJSONEncoder).encode()).hexdigest()


@cache
def _digest_rules() -> str:
    return _digest([VERSION, *(path.read_text() for path in sorted(FOLDER.glob("*.yaml")))])


def _digest_shared() -> str:
    """Digest of all shared things that a guide may show. One query for each of these small tables."""
    words: dict[Any, tuple[str, ...]] = {
        Category: ("pk", "live", "name"),
        Therapy: ("pk", "live", "name", "summary"),
        Clinician: ("pk", "name", "role", "registration_body"),
        Citation: ("pk", "live", "title", "source", "year"),
    }
    return _digest([list(model.objects.order_by("pk").values_list(*names)) for model, names in words.items()])


def _find_countries(guides: set[Any]) -> dict[Any, set[str]]:
    of_branch: dict[Any, set[str]] = defaultdict(set)
    for branch, country in BranchPage.objects.values_list("translation_key", "country"):
        of_branch[branch].add(country)
    offered = Offering.objects.filter(available=True, guide__translation_key__in=guides)
    pairs = offered.order_by().values_list("guide__translation_key", "branch__translation_key").distinct()
    countries: dict[Any, set[str]] = defaultdict(set)
    for guide, branch in pairs:
        countries[guide] |= of_branch[branch]
    return countries


def _find_overruled(guides: set[Any]) -> set[tuple[Any, ...]]:
    rows = Overrule.valid.filter(guide__in=guides).values_list("guide", "locale", "rule", "phrase")
    return {(*of, fold_phrase(phrase)) for *of, phrase in rows}

"""A machine that renames, swaps, translates, withdraws and publishes at random, and a ledger of whose each address is.

The ledger is kept by what pages are after each step, and knows nothing of editions or of how an address is looked up.
"""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.support import signing

#: A group's default, to which every other language falls back.
DEFAULT = "en"
LOCALES = ("en", "hi", "ar")
#: Few, so that they are taken from one another; some of them are words of the paths.
SLUGS = ("v1", "guides", "peel", "hair", "skin", "embed")
BRANCH_SLUGS = ("london", "branches", "marylebone", "api")
GUIDES = ("superficial-chemical-peel", "mesotherapy-for-hair", "microneedling-for-acne-scars")
#: Door -> address by slug and locale. What is said of a guide or branch has its mark in its words.
DOORS = {
    "guide": {
        "api": "/api/v1/guides/{slug}/?locale={locale}",
        "api section": "/api/v1/guides/{slug}/sections/safety/?locale={locale}",
        "web": "/guides/{slug}/?locale={locale}",
        "web section": "/guides/{slug}/process/?locale={locale}",
        "markdown": "/guides/{slug}.md?locale={locale}",
        "frame": "/embed/frame/guides/{slug}/?locale={locale}",
        "nodes": "/embed/nodes/guides/{slug}/?locale={locale}",
        "fragment": "/embed/fragment/guides/{slug}/process/?locale={locale}",
        "oembed": "/oembed/?url={page}",
    },
    "branch": {
        "api": "/api/v1/branches/{slug}/?locale={locale}",
        "web": "/branches/{slug}/?locale={locale}",
        "frame": "/embed/frame/branches/{slug}/?locale={locale}",
        "nodes": "/embed/nodes/branches/{slug}/?locale={locale}",
        "list": "/api/v1/branches/{slug}/guides/?locale={locale}",
    },
}
GONE = "gone"
#: The mark of the branch.
BRANCH = "MarkBx"
Key = tuple[str, str, str]


@dataclass
class Ledger:
    """What is public: (kind, mark, locale) -> slug. Marks are of guides and branches, the same in all languages."""

    slugs: dict[Key, str] = field(default_factory=dict)
    #: (kind, slug, locale) -> the mark of whoever had it last in that language.
    last: dict[Key, str] = field(default_factory=dict)
    #: All that was ever shown to somebody: (kind, slug, locale asked for).
    ever: set[Key] = field(default_factory=set)

    def observe(self, slugs: dict[Key, str]) -> None:
        self.slugs = slugs
        for (kind, mark, locale), slug in slugs.items():
            self.last[kind, slug, locale] = mark
            self.ever.add((kind, slug, locale))
            if locale == DEFAULT:
                self.ever |= {(kind, slug, other) for other in LOCALES if (kind, mark, other) not in slugs}

    def whose(self, kind: str, slug: str, locale: str) -> str:
        """The mark of who is to be shown there, or GONE."""
        for (of_kind, mark, of_locale), current in self.slugs.items():
            if (of_kind, of_locale, current) == (kind, locale, slug):
                return mark
        for (of_kind, mark, of_locale), current in self.slugs.items():
            if (of_kind, of_locale, current) == (kind, DEFAULT, slug) and (kind, mark, locale) not in self.slugs:
                return mark
        mark = next(self.last[kind, slug, one] for one in (locale, DEFAULT, *LOCALES) if (kind, slug, one) in self.last)
        is_there = any((kind, mark, one) in self.slugs for one in (locale, DEFAULT))
        return mark if is_there else GONE

    def copy(self) -> "Ledger":
        return Ledger(dict(self.slugs), dict(self.last), set(self.ever))


class Machine:
    """Changes pages at random, each in a transaction of its own, or several in one release."""

    def __init__(self, seed: int) -> None:
        from content.model.branches.models import BranchPage
        from content.model.guides.models import GuidePage

        self.chance, self.ledger = random.Random(seed), Ledger()
        sources = GuidePage.objects.filter(locale__language_code=DEFAULT, slug__in=GUIDES).order_by("slug")
        self.marks = {page.translation_key: f"Mark{number}x" for number, page in enumerate(sources)}
        self.branch = BranchPage.objects.get(slug="london").pk
        for key in self.marks:
            for page in GuidePage.objects.filter(translation_key=key).order_by("pk"):
                self.publish(page)
        self.rename_the_branch("london")
        self.observe()

    def pages(self) -> list:
        from content.model.guides.models import GuidePage

        return list(GuidePage.objects.filter(translation_key__in=self.marks).select_related("locale").order_by("pk"))

    def pick(self):
        return self.chance.choice(self.pages())

    def publish(self, page, slug: str | None = None) -> None:
        page.title = f"{self.marks[page.translation_key]} {page.locale.language_code}"
        page.slug = slug or page.slug
        signing.publish(page, clean=False)

    def is_free(self, page, slug: str) -> bool:
        return all(other.slug != slug for other in self.pages() if other.locale_id == page.locale_id)

    def step(self) -> str:
        """Its name. What is refused has changed nothing."""
        from content.model.publishing import Refused

        changes: list[Callable[[], None]] = [
            self.rename,
            self.rename,
            self.swap,
            self.swap_in_one_release,
            self.translate,
            self.withdraw,
            self.publish_again,
            self.rename_the_branch,
        ]
        change = self.chance.choice(changes)
        with suppress(Refused):
            change()
        self.observe()
        return change.__name__

    def rename(self) -> None:
        page, slug = self.pick(), self.chance.choice(SLUGS)
        if page.live and self.is_free(page, slug):
            self.publish(page, slug)

    def swap(self) -> None:
        from content.model.guides.models import GuidePage

        one = self.pick()
        others = [page for page in self.pages() if page.locale_id == one.locale_id and page.pk != one.pk and page.live]
        if not one.live or not others:
            return
        other = self.chance.choice(others)
        first, second = one.slug, other.slug
        for pk, slug in ((one.pk, "for-a-moment"), (other.pk, first), (one.pk, second)):
            self.publish(GuidePage.objects.get(pk=pk), slug)
            self.observe()

    def swap_in_one_release(self) -> None:
        from content.model.publishing import publishing

        observe, self.observe = self.observe, lambda: None  # nobody sees what is between
        try:
            with publishing():
                self.swap()
        finally:
            self.observe = observe

    def translate(self) -> None:
        from wagtail.models import Locale

        page, locale = self.pick(), Locale.objects.get(language_code=self.chance.choice(LOCALES))
        if page.is_source and page.live and not page.has_translation(locale):
            translation = page.copy_for_translation(locale)
            slug = self.chance.choice(SLUGS)
            self.publish(translation, slug if self.is_free(translation, slug) else None)

    def withdraw(self) -> None:
        self.pick().unpublish()

    def publish_again(self) -> None:
        if gone := [page for page in self.pages() if not page.live]:
            self.publish(self.chance.choice(gone))

    def rename_the_branch(self, slug: str | None = None) -> None:
        from content.model.branches.models import BranchPage

        branch = BranchPage.objects.get(pk=self.branch)
        branch.title, branch.slug = BRANCH, slug or self.chance.choice(BRANCH_SLUGS)
        branch.save_revision().publish()

    def observe(self) -> None:
        from content.model.branches.models import BranchPage

        public = {}
        for page in self.pages():
            if page.live and page.source_page.live:
                public["guide", self.marks[page.translation_key], page.locale.language_code] = page.slug
        public["branch", BRANCH, DEFAULT] = BranchPage.objects.get(pk=self.branch).slug
        self.ledger.observe(public)

    def addresses(self, most: int | None = None) -> Iterator[tuple[str, Key, str]]:
        """Door, whose it may be, and the address, of all that was ever public; or so many of them at random."""
        every = [(door, key, address_of(door, *key)) for key in sorted(self.ledger.ever) for door in DOORS[key[0]]]
        yield from every if most is None else self.chance.sample(every, min(most, len(every)))


def address_of(door: str, kind: str, slug: str, locale: str) -> str:
    page = quote(f"http://localhost:8000/guides/{slug}/?locale={locale}", safe="")
    return DOORS[kind][door].format(slug=slug, locale=locale, page=page)


def judge(door: str, status: int, text: str) -> str:
    """The mark of what is shown, GONE, or what is wrong. Lists of a branch name guides by their marks too."""
    if status == 410 or (door == "oembed" and status == 404) or (door == "nodes" and '"status":410' in text):
        return GONE
    if status != 200:
        return f"status {status}"
    if door == "list":
        return BRANCH
    found = re.findall(r"Mark\w+x", text)
    own = [mark for mark in found if mark == BRANCH] or found
    return own[0] if own else "no mark"

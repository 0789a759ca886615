"""Loads the sample content: our own sentences, made-up people and branches, all marked as samples.

data/*.yaml -> snippets, pictures, guides, translations, branches, offerings -> one release.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale

from content.approval.signoff.signing import sign_as
from content.model.branches.models import BranchIndexPage, BranchPage, Offering, OpeningHours
from content.model.group.models import GroupSettings
from content.model.guides.models import GuideCitation, GuideIndexPage, GuidePage
from content.model.images.models import GuideImage
from content.model.images.preparing import prepare
from content.model.publishing import publishing
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.vocabulary import SectionKey
from content.setup.roles import CLINICAL_REVIEWERS, MARKETING_EDITORS, PUBLISHERS, make_branch_group, make_roles
from content.setup.samples.accounts import MAIL_DOMAIN, keep_passwords, make_passwords
from content.setup.samples.pictures import PICTURES, draw_picture
from content.setup.site import ensure_site

DATA = Path(__file__).parent / "data"
GUIDES = (
    "mesotherapy-for-hair",
    "platelet-rich-plasma-for-hair",
    "microneedling-for-acne-scars",
    "superficial-chemical-peel",
)


def sample_id(name: str) -> UUID:
    """The same id on every machine, so that examples in the docs are true."""
    return uuid5(NAMESPACE_URL, f"https://treatment-guides.example/samples/{name}")


def load_samples(say: Callable[[str], None] = lambda text: None) -> dict[str, str]:
    """Load everything; the passwords of the accounts, which are kept in a file. ValueError where that may not be."""
    if GuidePage.objects.exists():
        raise ValueError("There are guides already: samples are loaded only into an empty site.")
    if not settings.IS_LOCAL:
        raise ValueError(f"Samples bring accounts for trying: not at {settings.BASE_URL}, only at a local address.")
    passwords = make_passwords()
    with publishing(actor="samples", reason="Sample content"):
        _Loader(say, passwords).load()
    keep_passwords(passwords)
    return passwords


class _Loader:
    def __init__(self, say: Callable[[str], None], passwords: dict[str, str]) -> None:
        self.say, self.passwords = say, passwords
        self.data: dict[str, Any] = yaml.safe_load((DATA / "group.yaml").read_text())
        self.locales: dict[str, Locale] = {}
        self.therapies: dict[str, Therapy] = {}
        self.clinicians: dict[str, Clinician] = {}
        self.citations: dict[str, Citation] = {}
        self.categories: dict[str, Category] = {}
        self.images: dict[str, GuideImage] = {}
        self.guides: dict[str, GuidePage] = {}

    def load(self) -> None:
        ensure_site()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        group = GroupSettings.objects.first() or GroupSettings()
        for name, value in self.data["group"].items():
            setattr(group, name, value)
        group.save()
        self.load_snippets()
        self.load_images()
        sources = {name: yaml.safe_load((DATA / f"{name}.yaml").read_text()) for name in GUIDES}
        for name, source in sources.items():
            self.say(f"guide {name}")
            self.guides[name] = self.make_page(name, source)
        # A second pass, since guides name each other.
        for name, source in sources.items():
            self.fill_and_publish(self.guides[name], source["en"])
            if "hi" in source:
                self.translate(name, source, "hi")
        self.load_branches()
        self.make_accounts()

    def load_snippets(self) -> None:
        for slug, names in self.data["categories"].items():
            for code, name in names.items():
                category = Category.objects.create(
                    locale=self.locales[code], translation_key=sample_id(slug), name=name, slug=slug
                )
                if code == "en":
                    self.categories[slug] = category
        for key, fields in self.data["therapies"].items():
            for code in fields.keys() & self.locales.keys():
                name, summary = fields[code]
                therapy = Therapy.objects.create(
                    locale=self.locales[code],
                    translation_key=sample_id(key),
                    kind=fields["kind"],
                    name=name,
                    summary=summary,
                )
                if code == "en":
                    self.therapies[key] = therapy
        for key, fields in self.data["clinicians"].items():
            self.clinicians[key] = Clinician.objects.create(public_id=sample_id(key), is_sample=True, **fields)
        for key, fields in self.data["citations"].items():
            self.citations[key] = Citation.objects.create(public_id=sample_id(f"cite-{key}"), **fields)

    def load_images(self) -> None:
        for name in PICTURES:
            self.say(f"picture {name}")
            title = name.replace("-", " ").capitalize()
            image = GuideImage(title=f"{title} (drawing)", public_id=sample_id(f"image-{name}"))
            image.file = draw_picture(name)
            image.save()
            prepare(image)
            self.images[name] = image

    def make_page(self, name: str, source: dict[str, Any]) -> GuidePage:
        index = GuideIndexPage.objects.get(locale=self.locales["en"])
        page = GuidePage(
            title=source["en"]["title"],
            slug=name,
            live=False,
            locale=self.locales["en"],
            translation_key=sample_id(name),
            category=self.categories[source["category"]],
            body_area=source["body_area"],
            hero=self.images[name],
            reviewer=self.clinicians[source["reviewer"]],
            last_reviewed=source["last_reviewed"],
            next_review=source["next_review"],
        )
        facts = dict(source["facts"])
        for name_of_range in ("minutes", "sessions", "weeks_between"):
            least, most = facts.pop(name_of_range)
            facts |= {f"{name_of_range}_min": least, f"{name_of_range}_max": most}
        for severity in facts.pop("severities"):
            facts[f"suits_{severity}"] = True
        for column, value in facts.items():
            setattr(page, column, value)
        page.guide_citations.set([GuideCitation(citation=self.citations[key]) for key in source["citations"]])
        return index.add_child(instance=page)

    def fill_and_publish(self, page: GuidePage, source: dict[str, Any]) -> None:
        page.title = source["title"]
        page.summary = source["summary"]
        page.also_known_as = "\n".join(source["also_known_as"])
        page.hero_alt = source["hero_alt"]
        for key in SectionKey.values:
            setattr(page, f"{key}_lead", source[key]["lead"])
            field: Any = page._meta.get_field(f"{key}_blocks")
            blocks = [self.build_block(page, key, i, block) for i, block in enumerate(source[key]["blocks"])]
            setattr(page, field.name, field.to_python(blocks))
        faqs = [
            {"type": "faq", "id": self.block_id(page, "faq", i), "value": faq} for i, faq in enumerate(source["faqs"])
        ]
        faq_field: Any = page._meta.get_field("faqs")
        page.faqs = faq_field.to_python(faqs)
        page.full_clean()
        assert page.last_reviewed
        noon = datetime.datetime.combine(page.last_reviewed, datetime.time(12), datetime.UTC)
        sign_as(self.clinicians["rao"], page, noon)
        page.save_revision().publish()

    def block_id(self, page: GuidePage, key: str, position: int) -> str:
        return str(sample_id(f"{page.translation_key}-{page.locale.language_code}-{key}-{position}"))

    def build_block(self, page: GuidePage, key: str, position: int, block: dict[str, Any]) -> dict[str, Any]:
        """A line of the data file as Wagtail stores it: names become primary keys."""
        ((type, given),) = block.items()
        value = {"text": given} if isinstance(given, str) else dict(given)
        if "image" in value:
            alt = page.hero_alt if value["image"] != "process" else _PROCESS_ALT[page.locale.language_code]
            value["image"] = {"image": self.images[value["image"]].pk, "alt_text": alt, "decorative": False}
        if "citations" in value:
            value["citations"] = [self.citations[name].pk for name in value["citations"]]
        if "therapy" in value:
            value["therapy"] = self.therapies[value["therapy"]].pk
        if "guide" in value:
            value["guide"] = self.guides[value["guide"]].pk
        return {"type": type, "id": self.block_id(page, key, position), "value": value}

    def translate(self, name: str, source: dict[str, Any], code: str) -> None:
        page = self.guides[name].copy_for_translation(self.locales[code])
        self.fill_and_publish(page, source[code])

    def load_branches(self) -> None:
        index = BranchIndexPage.objects.get(locale=self.locales["en"])
        for slug, given in self.data["branches"].items():
            self.say(f"branch {slug}")
            fields = dict(given)
            hours = fields.pop("hours")
            branch = BranchPage(
                slug=slug,
                live=False,
                locale=self.locales["en"],
                translation_key=sample_id(f"branch-{slug}"),
                **fields,
            )
            times = {name: datetime.time.fromisoformat(hours[name]) for name in ("opens", "closes")}
            branch.opening_hours.set([OpeningHours(day=day, **times) for day in hours["days"]])
            index.add_child(instance=branch)
            branch.save_revision().publish()
            for guide, offering in self.data["offerings"][slug].items():
                self.make_offering(branch, guide, dict(offering))

    def make_offering(self, branch: BranchPage, guide: str, fields: dict[str, Any]) -> None:
        if "price_from" in fields:
            fields["price_from"] = Decimal(fields["price_from"])
            fields["price_valid_from"] = datetime.date(2026, 10, 1)
            fields["booking_url"] = f"https://book.skinpheras.example/{branch.slug}/{guide}"
        if "practitioner" in fields:
            fields["practitioner"] = self.clinicians[fields["practitioner"]]
        id = sample_id(f"offering-{branch.slug}-{guide}")
        values = {"available": True, **fields}
        Offering.objects.create(id=id, branch=branch, guide=self.guides[guide], **values)

    def make_accounts(self) -> None:
        make_roles()
        users = get_user_model().objects
        for name, password in self.passwords.items():
            user = users.create_user(name, f"{name}@{MAIL_DOMAIN}", password, is_superuser=name == "admin")
            user.is_staff = name == "admin"
            user.save()
        for name, role in (
            ("editor", MARKETING_EDITORS),
            ("reviewer", CLINICAL_REVIEWERS),
            ("publisher", PUBLISHERS),
        ):
            users.get(username=name).groups.add(Group.objects.get(name=role))
        self.clinicians["rao"].account = users.get(username="reviewer")
        self.clinicians["rao"].save()
        users.get(username="mumbai").groups.add(make_branch_group(BranchPage.objects.get(slug="mumbai")))


_PROCESS_ALT = {
    "en": "Drawing of three syringes whose needles reach just under the skin",
    "hi": "तीन सिरिंज का चित्र जिनकी सुइयाँ त्वचा के ठीक नीचे तक जाती हैं",
}

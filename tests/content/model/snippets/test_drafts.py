"""What an editor writes of a shared thing waits as a draft, by every door; only a publisher changes what is public."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from content.desk.importing.drafting.undoing import undo_import
from content.desk.importing.models import ImportedDocument
from content.edition.models import Release
from content.model.group.models import GroupSettings
from content.model.guides.models import GuideCitation, GuidePage
from content.model.guides.refusals import find_refusals
from content.model.publishing import Refused
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from tests.support import signing
from tests.support.public import find_leaking_rows, find_leaks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]
CANARY = "CANARY-2d8e"


@dataclass(frozen=True)
class Kind:
    """A model with the fields of its form, one of which an editor fills with the canary."""

    model: Any
    name: str
    more: dict[str, str]

    def address(self, view: str, *args: Any) -> str:
        return reverse(f"wagtailsnippets_content_{self.model._meta.model_name}:{view}", args=args)

    def shown(self) -> Any:
        """One that readers are shown."""
        return self.model.objects.get(**{self.name: self.more["shown"]})

    def data(self, **changes: str) -> dict[str, str]:
        thing = self.shown()
        names = [panel for panel in self.more if panel != "shown"]
        typed = {name: getattr(thing, name) or "" for name in names}
        return typed | {self.name: CANARY, "shown": "{}"} | changes


KINDS = [
    Kind(Category, "name", {"shown": "Skin", "slug": ""}),
    Kind(Therapy, "name", {"shown": "Topical minoxidil", "kind": "", "summary": ""}),
    Kind(
        Citation,
        "title",
        {"shown": "Androgenetic alopecia"}
        | dict.fromkeys(["source", "year", "doi", "pmid", "url", "evidence_level"], ""),
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.model.__name__)


def save_draft(client: Any, kind: Kind) -> Any:
    client.post(kind.address("edit", kind.shown().pk), kind.data())
    return kind.shown()


def copy(client: Any, kind: Kind) -> None:
    """What is posted to Wagtail's view would be saved over the original."""
    address = kind.address("edit", kind.shown().pk).replace("/edit/", "/copy/")
    for button in ({}, {"action-publish": "1"}):
        assert client.post(address, kind.data(slug="another", **button)).status_code == 404


def revert(client: Any, kind: Kind) -> None:
    thing = save_draft(client, kind)
    data = kind.data(revision=str(thing.latest_revision_id), **{"action-publish": "1"})
    client.post(kind.address("revisions_revert", thing.pk, thing.latest_revision_id), data)


def schedule(client: Any, kind: Kind) -> None:
    moment = (timezone.now() - timezone.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    client.post(kind.address("edit", kind.shown().pk), kind.data(go_live_at=moment, **{"action-publish": "1"}))
    call_command("publish_scheduled", verbosity=0)


def compare(client: Any, kind: Kind) -> None:
    thing = save_draft(client, kind)
    answer = client.get(kind.address("revisions_compare", thing.pk, "live", thing.latest_revision_id))
    assert CANARY in answer.content.decode()


def unpublish(client: Any, kind: Kind) -> None:
    client.post(kind.address("unpublish", kind.shown().pk))
    assert kind.shown().live


def delete(client: Any, kind: Kind) -> None:
    client.post(kind.address("delete", kind.shown().pk))
    model = kind.model._meta
    bulk = reverse("wagtail_bulk_action", args=[model.app_label, model.model_name, "delete"])
    client.post(f"{bulk}?id={kind.shown().pk}")
    assert kind.shown().live


def create_in_a_chooser(client: Any, kind: Kind) -> None:
    """Only citations have such a form, which makes a draft; what is posted all the same makes nothing public."""
    client.raise_request_exception = False
    address = reverse(f"wagtailsnippetchoosers_content_{kind.model._meta.model_name}:choose")
    client.post(f"{address}create/", kind.data(slug="another"))
    assert not kind.model.objects.filter(**{kind.name: CANARY}, live=True).exists()


def translate(client: Any, kind: Kind) -> None:
    if kind.model is Citation:
        return
    thing = save_draft(client, kind)
    arabic = Locale.objects.get(language_code="ar")
    kind.model.objects.filter(translation_key=thing.translation_key, locale=arabic).update(translation_key=uuid4())
    name = kind.model._meta.model_name
    address = reverse("simple_translation:submit_snippet_translation", args=["content", name, thing.pk])
    client.post(address, {"locales": [arabic.pk]})
    copied = kind.model.objects.get(translation_key=thing.translation_key, locale=arabic)
    assert not copied.live
    assert getattr(copied, kind.name) == CANARY


DOORS: dict[str, Callable[[Any, Kind], Any]] = {
    "edit": save_draft,
    "edit with the publisher's button": lambda client, kind: client.post(
        kind.address("edit", kind.shown().pk), kind.data(**{"action-publish": "1"})
    ),
    "create": lambda client, kind: client.post(kind.address("add"), kind.data(slug="another")),
    "create with the publisher's button": lambda client, kind: client.post(
        kind.address("add"), kind.data(slug="another", **{"action-publish": "1"})
    ),
    "copy": copy,
    "revert": revert,
    "schedule": schedule,
    "compare": compare,
    "unpublish": unpublish,
    "delete": delete,
    "create in a chooser": create_in_a_chooser,
    "translate": translate,
}


@each_kind
@pytest.mark.parametrize("door", DOORS)
def test_nothing_that_an_editor_does_with_it_changes_what_is_public(as_user, client, kind, door):
    before = Release.objects.count()
    DOORS[door](as_user("editor"), kind)
    assert Release.objects.count() == before
    assert find_leaking_rows(CANARY) == []
    some = (list(DOORS).index(door) % 6, 6)  # all doors of a kind together read every address twice
    assert find_leaks(client, CANARY, some, locales=("en", "ar"), by=("slug",), embeds=False) == []


@each_kind
def test_an_editor_saves_a_draft_and_a_publisher_publishes_it(as_user, api, kind):
    thing = save_draft(as_user("editor"), kind)
    assert getattr(thing.get_latest_revision_as_object(), kind.name) == CANARY
    as_user("publisher").post(kind.address("edit", thing.pk), kind.data(**{"action-publish": "1"}))
    for page in GuidePage.objects.all():
        signing.sign(page)
    assert CANARY in api("vocabulary/").content.decode() + api("guides/mesotherapy-for-hair/").content.decode()


@each_kind
def test_what_a_public_guide_shows_is_neither_unpublished_nor_deleted_by_a_publisher(as_user, api, kind):
    thing, before = kind.shown(), Release.objects.count()
    as_user("publisher").post(kind.address("unpublish", thing.pk))
    with pytest.raises(Refused, match="Remove it there first"):
        thing.unpublish()
    with pytest.raises((Refused, ProtectedError)):
        kind.shown().delete()
    assert kind.shown().live
    assert Release.objects.count() == before


@pytest.mark.parametrize("kind", KINDS[:2], ids=lambda kind: kind.model.__name__)
def test_the_form_says_beside_the_field_which_words_may_not_be_public(as_user, kind):
    publisher, data = as_user("publisher"), kind.data(name="Guaranteed growth", **{"action-publish": "1"})
    answer = publisher.post(kind.address("edit", kind.shown().pk), data)
    assert "“Guaranteed” must not be published" in str(answer.context["form"].errors["name"])
    assert kind.shown()


def test_a_refusal_of_a_form_that_keeps_no_draft_is_told_and_changes_nothing(as_user, monkeypatch):
    """As when even the draft may not be saved."""

    def refuse(*args, **kwargs):
        raise Refused(["Not now."])

    monkeypatch.setattr(Therapy, "save_revision", refuse)
    publisher, kind = as_user("publisher"), KINDS[1]
    answer = publisher.post(kind.address("edit", kind.shown().pk), kind.data(**{"action-publish": "1"}))
    assert "Not now." in publisher.get(answer["Location"], follow=True).content.decode()


@pytest.mark.parametrize("role", ["editor", "reviewer", "mumbai"])
def test_clinicians_and_the_group_are_saved_by_publishers_alone(as_user, role):
    rao, group = Clinician.objects.get(name="Dr Asha Rao"), GroupSettings.objects.get()
    of_rao = reverse("wagtailsnippets_content_clinician:edit", args=[rao.pk])
    of_group = reverse("wagtailsettings:edit", args=["content", "groupsettings", group.pk])
    fields = {
        "name": "Dr A. Rao",
        "role": rao.role,
        "registration_body": "B",
        "registration_number": "1",
        "shown": "{}",
    }
    settings = {
        "shown": "{}",
        "clinic_name": "Ours",
        "contact_label": "Chat",
        "default_locale": "en",
        "review_months": "12",
    }
    for name, may in ((role, False), ("publisher", True)):
        client = as_user(name)
        client.post(of_rao, fields)
        client.post(reverse("wagtailsnippets_content_clinician:add"), fields | {"name": "Dr New"})
        client.post(of_group, settings)
        assert (Clinician.objects.get(pk=rao.pk).name == "Dr A. Rao") == may
        assert not Clinician.objects.filter(name="Dr New").exists(), "who is a clinician, an administrator says"
        assert (GroupSettings.objects.get().clinic_name == "Ours") == may


def test_a_guide_that_shows_a_draft_waits_for_it(mesotherapy, peel):
    citation = Citation.objects.create(title="New", source="J", pmid="1", evidence_level="trial", live=False)
    peel.guide_citations.add(GuideCitation(citation=citation))
    block = peel.combinations_blocks.stream_block.child_blocks["combination"]
    therapy = Therapy.objects.create(locale=peel.locale, name="New", kind="topical", live=False)
    raw = {
        "guide": None,
        "therapy": therapy.pk,
        "kind": "topical",
        "benefit": "<p>B.</p>",
        "caution": "",
        "citations": [],
    }
    peel.combinations_blocks.append(("combination", block.to_python(raw)))
    peel.category = Category.objects.create(locale=peel.locale, name="New", slug="new", live=False)
    found = [refusal for refusal in find_refusals(peel) if refusal.code == "shared_draft"]
    assert {refusal.field for refusal in found} == {"guide_citations", "combinations_blocks", "category"}
    with pytest.raises(Refused, match="“New” is only a draft"):
        signing.publish(peel)
    for thing in (citation, therapy, peel.category):
        thing.save_revision().publish()
    signing.publish(GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object())


def test_a_draft_of_a_translation_is_not_shown_in_place_of_the_source(mesotherapy, api):
    therapy = Therapy.objects.get(name="Topical minoxidil")
    hindi = Therapy.objects.get(translation_key=therapy.translation_key, locale__language_code="hi")
    Therapy.objects.filter(pk=hindi.pk).update(live=False, name=CANARY)
    page = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    signing.publish(page)
    document = api("guides/mesotherapy-for-hair/", locale="hi").content.decode()
    assert CANARY not in document
    assert "Topical minoxidil" in document


def test_an_import_makes_drafts_of_therapies_and_undoing_it_publishes_nothing(as_user, django_user_model, client):
    words = f"# New treatment\n\n## Combining\n\n- Topical {CANARY} lotion: it works beside the treatment.\n"
    before = Release.objects.count()
    document = SimpleUploadedFile("new.md", words.encode())
    as_user("editor").post(reverse("import_document"), {"document": document, "locale": "en"})
    made = Therapy.objects.get(name__contains=CANARY.lower()[:6].upper())
    assert not made.live
    assert made.has_unpublished_changes
    undo_import(ImportedDocument.objects.latest("pk"), django_user_model.objects.get(username="editor"))
    assert not Therapy.objects.get(pk=made.pk).live
    assert Release.objects.count() == before
    assert find_leaks(client, CANARY, locales=("en",), by=("slug",), embeds=False) == []


def test_publishers_are_told_what_waits(as_user):
    save_draft(as_user("editor"), KINDS[1])
    assert "1 therapy is ready to publish" in as_user("publisher").get("/admin/").content.decode()
    assert "1 therapy is ready to publish" not in as_user("editor").get("/admin/").content.decode()

"""The rows that are planted: one of every kind, each about the others."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from taggit.models import Tag
from wagtail.documents.models import Document
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Site,
    TaskState,
    UploadedFile,
    Workflow,
)

from content.approval.claims.models import Overrule
from content.approval.signoff.models import EmergencyPublication, SignOff
from content.desk.bulk.models import BulkOperation
from content.desk.importing.models import ImportedDocument
from content.desk.launches.models import Launch, LaunchOffering, LaunchPage
from content.desk.mistakes.models import MistakeReport
from content.desk.sightings.models import Sighting
from content.edition.models import Edition
from content.model.branches.models import BranchIndexPage, BranchPage, Offering, OfferingBatch
from content.model.consent.models import Consent
from content.model.guides.models import GuideIndexPage, GuidePage
from content.model.images.models import GuideImage
from content.model.notices.models import Recall
from content.model.outbox.models import Message
from content.model.plain_words.models import PlainWord
from content.model.preview_links import PreviewLink
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.vocabulary import Kind
from tests.content.desk.access.canaries import BRANCH_ID, ID, WORD, canary, fill, make


class Planted:
    """The planted rows that others are about."""

    def __init__(self) -> None:
        self.moment = timezone.now()
        self._people()
        self.guide = self._page(GuidePage, GuideIndexPage, ID, "GuideDraft", self._a_guide())
        self.branch = self._page(BranchPage, BranchIndexPage, BRANCH_ID, "BranchDraft", self._a_branch())
        self.live_guide = self._draft(self._a_guide(), "GuideDraft")
        self.live_branch = self._draft(self._a_branch(), "BranchDraft")
        self.own_branch = BranchPage.objects.get(slug="mumbai")
        self._about_pages()
        self._shared()
        self._of_the_group()

    def _a_guide(self) -> GuidePage:
        return GuidePage.objects.get(slug="superficial-chemical-peel")

    def _a_branch(self) -> BranchPage:
        return BranchPage.objects.get(slug="london")

    def _people(self) -> None:
        self.stranger = make(get_user_model(), "Account", password="!")
        self.colleague = get_user_model().objects.create(
            username=canary("Colleague", "username"),
            first_name=canary("Colleague", "first_name"),
            last_name=canary("Colleague", "last_name"),
            email=f"{canary('Account', 'email')}@zq.example",
            password="!",
        )
        self.group = make(Group, "Group")

    def _page(self, model: Any, index: Any, pk: int, kind: str, pattern: Any) -> Any:
        """One that was never public: its own row holds what nobody may read."""
        page = model(pk=pk, live=False, owner=self.colleague)
        for field in pattern._meta.concrete_fields:
            if field.model is model and not field.primary_key:
                setattr(page, field.name, getattr(pattern, field.name))
        fill(page, kind)
        parent = index.objects.get(locale__language_code="en")
        page.slug, page.locale, page.draft_title = f"zq-{pk}", parent.locale, page.title
        page.full_clean = lambda *args, **kwargs: None
        parent.add_child(instance=page)
        revision = page.save_revision(clean=False, user=self.colleague)
        Revision.objects.filter(pk=revision.pk).update(object_str=canary(kind, "object_str"))
        return page

    def _draft(self, page: Any, kind: str) -> Any:
        fill(page, kind)
        page.save_revision(clean=False, user=self.colleague)
        return page

    def _about_pages(self) -> None:
        """What hangs on the drafts: of a guide all that its editors read, of a branch all that its own read."""
        for pk, page, kind in ((ID, self.live_guide, "GuideDraft"), (BRANCH_ID, self.live_branch, "BranchDraft")):
            page = Page.objects.get(pk=page.pk)
            comment = Comment.objects.bulk_create(
                [Comment(pk=pk, page=page, user=self.colleague, contentpath="title", text=canary(kind, "comment"))]
            )[0]
            CommentReply.objects.bulk_create(
                [CommentReply(pk=pk, comment=comment, user=self.colleague, text=canary(kind, "reply"))]
            )
            PageLogEntry.objects.create(
                page=page,
                content_type=page.content_type,
                label=f"{canary(kind, 'label')} {WORD}",
                action="wagtail.rename",
                data={"title": {"old": canary(kind, "log_old"), "new": canary(kind, "log_new")}},
                user=self.colleague,
                timestamp=self.moment,
            )
        self._about_the_guide()
        self._about_the_branch()
        gone = PageLogEntry(
            page_id=99_999,
            content_type=ContentType.objects.get_for_model(GuidePage),
            label=f"{canary('DeletedPage', 'label')} {WORD}",
            action="wagtail.delete",
            deleted=True,
            user=self.colleague,
            timestamp=self.moment,
        )
        PageLogEntry.objects.bulk_create([gone])

    def _about_the_guide(self) -> None:
        guide, locale, user = self.live_guide, "en", self.colleague
        make(ImportedDocument, "GuideDraft", page=guide, report={"left_over": [canary("GuideDraft", "left_over")]})
        make(Overrule, "GuideDraft", guide=guide.translation_key, locale=locale, rule="cure", made_by=user)
        key = guide.translation_key
        make(EmergencyPublication, "GuideDraft", guide=key, locale=locale, digests={}, made_by=user)
        SignOff.objects.create(
            guide=key,
            locale=locale,
            part="overview",
            digest="0" * 64,
            content={"summary": canary("GuideDraft", "signed")},
            clinician=Clinician.objects.all()[0].public_id,
            name=canary("GuideDraft", "signer"),
            signed_by=user,
        )
        expires = timezone.now() + timedelta(hours=1)
        # Of somebody who may edit the guide: else the link has ended.
        author = get_user_model().objects.filter(is_superuser=True).first()
        self.link = PreviewLink.objects.create(pk=ID, page=self.guide, made_by=author, expires_at=expires)
        workflow = Workflow.objects.filter(active=True).first()
        assert workflow
        workflow.start(self.live_guide, user)
        TaskState.objects.update(comment=canary("GuideDraft", "workflow_comment"))
        self.task_state = TaskState.objects.get()
        edition = Edition.objects.filter(kind=Kind.GUIDE, subject=key).first()
        make(MistakeReport, "Mistake", edition=edition, section="process")
        self.recall = Recall.objects.create(
            guide=self._another_guide().translation_key,
            title="Recalled and lifted",
            reason="It burnt.",
            severity="serious",
            lift_reason=canary("Lifted", "lift_reason"),
            recalled_by=user,
            lifted_by=user,
            lifted_at=self.moment,
        )
        PageViewRestriction.objects.create(
            page=self.guide, restriction_type="password", password=canary("Restriction", "password")
        )

    def _another_guide(self) -> GuidePage:
        return GuidePage.objects.get(slug="microneedling-for-acne-scars")

    def _about_the_branch(self) -> None:
        make_offering = {"branch": self.branch, "guide": self._another_guide(), "available": True}
        self.offering = Offering(**make_offering, note=canary("BranchDraft", "note"))
        Offering.objects.bulk_create([self.offering])
        changed = {"branch": self.live_branch.pk, "guide": self.live_guide.pk}
        before, after = ({"note": canary("BranchDraft", name)} for name in ("before", "after"))
        OfferingBatch.objects.create(
            pk=ID, made_by=self.colleague, changes=[{**changed, "before": before, "after": after}]
        )
        named = {"name": canary("BranchDraft", "bulk"), "shown": [["note", *before.values(), *after.values()]]}
        done = {"thing": "offering", **changed, "before": before, "after": after, **named}
        BulkOperation.objects.create(
            pk=ID,
            kind="price",
            title=canary("BranchDraft", "title"),
            made_by=self.colleague,
            form_key=uuid4(),
            changes=[done],
            things=[["offering", self.live_branch.pk]],
        )
        Sighting.objects.create(
            pk=ID,
            day=timezone.localdate(),
            host=canary("Sighting", "host"),
            what="shown",
            way="element",
            guide=str(self.live_guide.translation_key),
            branch=self.live_branch.slug,
            locale="en",
            count=3,
        )

    def _shared(self) -> None:
        for model in (Category, Therapy):
            make(model, "Snippet", locale_id=1)
        make(Citation, "Snippet", evidence_level="guideline")
        make(PlainWord, "Snippet", language="en")
        make(Clinician, "Clinician", account=self.stranger, registered_until=date(2020, 1, 1))
        make(Consent, "Consent", given_on=date(2026, 1, 1), scope="public")
        self.launch = make(Launch, "Launch", planned_at=timezone.now() + timedelta(days=9))
        LaunchPage.objects.create(launch=self.launch, page=self.live_guide, reason=canary("Launch", "reason"))
        possible = Launch.objects.create(pk=BRANCH_ID, title=canary("Launch", "title"))  # so that it has a preview
        LaunchOffering.objects.create(
            launch=possible, branch=self._a_branch(), guide=self._another_guide(), available=True
        )
        for model in (Category, Clinician, Consent, Launch, MistakeReport, GuideImage):
            ModelLogEntry.objects.create(
                content_type=ContentType.objects.get_for_model(model),
                object_id=ID,
                label=f"{canary(KIND_OF_LOG[model], 'label')} {WORD}",
                action="wagtail.edit",
                user=self.colleague,
                timestamp=self.moment,
            )
        self._files()

    def _files(self) -> None:
        root = Collection.get_first_root_node()
        assert root
        self.collection = root.add_child(instance=fill(Collection(pk=ID), "Collection"))
        CollectionViewRestriction.objects.create(
            collection=self.collection, restriction_type="password", password=canary("Restriction", "password")
        )
        drawing = GuideImage.objects.all()[0]
        picture = {"file": drawing.file.name, "width": 800, "height": 600, "collection": self.collection}
        consent = Consent.objects.get(pk=ID)
        self.image = make(GuideImage, "Image", **picture, shows_patient=True, consent=consent, file_size=9)
        with drawing.file.open() as file:
            name = drawing.file.storage.save(f"original_images/{canary('Image', 'file')}.png", file)
        GuideImage.objects.filter(pk=ID).update(file=name)
        tag = Tag.objects.create(pk=ID, name=f"{WORD} {canary('Image', 'tag')}", slug="zq")
        self.image.tags.add(tag)
        make(Document, "Document", file=f"documents/{canary('Document', 'file')}.pdf", collection=root)
        UploadedFile.objects.create(
            pk=ID,
            file=f"uploads/{canary('Image', 'upload')}.png",
            uploaded_by_user=self.colleague,
            for_content_type=ContentType.objects.get_for_model(GuideImage),
        )

    def _of_the_group(self) -> None:
        root = Page.get_first_root_node()
        Site.objects.bulk_create([fill(Site(pk=ID, root_page=root, port=8123), "Site")])
        make(Workflow, "Workflow")
        GroupApprovalTask.objects.create(pk=ID, name=canary("Workflow", "task"))
        now = {"created_at": self.moment, "due_at": self.moment}
        make(Message, "Message", payload={"url": canary("Message", "payload")}, **now)


KIND_OF_LOG: dict[Any, str] = {
    Category: "Snippet",
    Clinician: "Clinician",
    Consent: "Consent",
    Launch: "Launch",
    MistakeReport: "Mistake",
    GuideImage: "Image",
}

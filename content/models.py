"""Every model of the project but for those of public files, gathered from its room for Django."""

from content.approval.claims.models import KeptFindings, Overrule
from content.approval.signoff.models import ChangeRequest, EmergencyPublication, SignOff
from content.approval.signoff.tasks import ClinicalSignOff
from content.desk.bulk.models import BulkOperation
from content.desk.importing.models import ImportedDocument
from content.desk.launches.models import Launch, LaunchOffering, LaunchPage
from content.desk.mistakes.models import MistakeReport
from content.desk.notifications.models import Escalation, NotificationChoice, WaitingNotice
from content.desk.reviews.models import ReviewReminder
from content.desk.sightings.models import Sighting
from content.desk.staff.models import LogInTry
from content.edition.models import Current, Edition, Reference, Release, SearchTerm, Settling
from content.model.branches.models import BranchIndexPage, BranchPage, Offering, OfferingBatch, OpeningHours
from content.model.consent.models import Consent
from content.model.group.models import GroupSettings
from content.model.guides.models import GuideCitation, GuideIndexPage, GuidePage, HomePage
from content.model.images.models import GuideImage, GuideRendition
from content.model.notices.models import Recall, Withdrawal
from content.model.outbox.models import Message
from content.model.plain_words.models import PlainWord
from content.model.preview_links import PreviewLink
from content.model.running.models import Beat, Installation
from content.model.snippets.models import Category, Citation, Clinician, Therapy

__all__ = [
    "Beat",
    "BranchIndexPage",
    "BranchPage",
    "BulkOperation",
    "Category",
    "ChangeRequest",
    "Citation",
    "ClinicalSignOff",
    "Clinician",
    "Consent",
    "Current",
    "Edition",
    "EmergencyPublication",
    "Escalation",
    "GroupSettings",
    "GuideCitation",
    "GuideImage",
    "GuideIndexPage",
    "GuidePage",
    "GuideRendition",
    "HomePage",
    "ImportedDocument",
    "Installation",
    "KeptFindings",
    "Launch",
    "LaunchOffering",
    "LaunchPage",
    "LogInTry",
    "Message",
    "MistakeReport",
    "NotificationChoice",
    "Offering",
    "OfferingBatch",
    "OpeningHours",
    "Overrule",
    "PlainWord",
    "PreviewLink",
    "Recall",
    "Reference",
    "Release",
    "ReviewReminder",
    "SearchTerm",
    "Settling",
    "Sighting",
    "SignOff",
    "Therapy",
    "WaitingNotice",
    "Withdrawal",
]

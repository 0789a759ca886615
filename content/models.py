"""Every model of the project, gathered from its room for Django.

Arrows: outbox <- consent <- snippets, images, group <- sections, blocks <- guides, branches <- notices <- editions <-
importing, history, claims. signoff: guides <- models, signing <- editions <- its workflow and views.
"""

from content.branches.models import BranchIndexPage, BranchPage, Offering, OfferingBatch, OpeningHours
from content.claims.models import KeptFindings, Overrule
from content.consent.models import Consent
from content.editions.models import Current, Edition, Reference, Release, SearchTerm
from content.editions.preview_links import PreviewLink
from content.group.models import GroupSettings
from content.guides.models import GuideCitation, GuideIndexPage, GuidePage, HomePage
from content.images.models import GuideImage, GuideRendition
from content.importing.models import ImportedDocument
from content.launches.models import Launch, LaunchOffering, LaunchPage
from content.mistakes.models import MistakeReport
from content.notices.models import Recall, Withdrawal
from content.outbox.models import Message
from content.reviews.models import ReviewReminder
from content.sightings.models import Sighting
from content.signoff.models import ClinicalSignOff, EmergencyPublication, SignOff
from content.snippets.models import Category, Citation, Clinician, Therapy
from content.staff.models import LogInTry

__all__ = [
    "BranchIndexPage",
    "BranchPage",
    "Category",
    "Citation",
    "ClinicalSignOff",
    "Clinician",
    "Consent",
    "Current",
    "Edition",
    "EmergencyPublication",
    "GroupSettings",
    "GuideCitation",
    "GuideImage",
    "GuideIndexPage",
    "GuidePage",
    "GuideRendition",
    "HomePage",
    "ImportedDocument",
    "KeptFindings",
    "Launch",
    "LaunchOffering",
    "LaunchPage",
    "LogInTry",
    "Message",
    "MistakeReport",
    "Offering",
    "OfferingBatch",
    "OpeningHours",
    "Overrule",
    "PreviewLink",
    "Recall",
    "Reference",
    "Release",
    "ReviewReminder",
    "SearchTerm",
    "Sighting",
    "SignOff",
    "Therapy",
    "Withdrawal",
]

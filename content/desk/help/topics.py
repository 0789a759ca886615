"""How each screen works, in a few sentences: shown beside the screen, and all of them on one page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """`screens`: names of the addresses where it is shown. `empty`: what to do next where Wagtail lists nothing."""

    key: str
    title: Any
    text: tuple[Any, ...]
    screens: tuple[str, ...]
    empty: Any = ""


TOPICS = (
    Topic(
        "guides",
        _("Guides"),
        (
            _("A guide is one treatment in one language. Its tabs are the sections that readers see."),
            _("What you type is saved as a draft by itself. Readers see nothing of it until it is published."),
            _("The way of a guide: write or import it, send it for clinical sign-off, then publish it."),
        ),
        ("guide_listing:index", "guide_listing:index_results"),
        _("There are no guides yet. A marketing editor imports the first one from a document, or writes it."),
    ),
    Topic(
        "importing",
        _("Import a document"),
        (
            _("Choose a Word file, a web page or a text. It becomes a draft, and nothing is published."),
            _("The report shows each line of the document beside the place where it went. Check it before you go on."),
            _("What could not be placed is in the first field of the draft. Move what you need, then clear it."),
        ),
        ("import_document", "import_report"),
    ),
    Topic(
        "before-publishing",
        _("Before you publish"),
        (
            _("What is marked red must be fixed first. The rest is worth a second look."),
            _("Each line leads to its field."),
        ),
        ("before_publishing",),
    ),
    Topic(
        "sign-off",
        _("Sign-off"),
        (
            _("A clinician reads each part as readers will see it, and signs it or says what should change."),
            _("A signature holds for these words. If somebody changes them, only that part is to be signed again."),
            _("Signing publishes nothing. A publisher does that once every part is signed."),
        ),
        ("sign_offs", "sign_off", "publish_unsigned"),
    ),
    Topic(
        "claims",
        _("Claims"),
        (
            _("Advertising rules restrict phrases such as “painless” or “guaranteed”. They are found as you type."),
            _("Write it differently, or ask a clinician to allow the phrase in this guide with a reason."),
        ),
        ("claims", "guide_claims"),
    ),
    Topic(
        "impact",
        _("Effect of publishing"),
        (
            _("Publishing is simulated: nothing reaches a reader."),
            _("You see every guide, branch and website that would change with it."),
        ),
        ("impact",),
    ),
    Topic(
        "launches",
        _("Launches"),
        (
            _("A launch publishes several guides and prices at one moment: all of them, or none."),
            _("Its preview shows the website, the phone and the API as if it had happened."),
        ),
        ("launch", "wagtailsnippets_content_launch:list"),
    ),
    Topic(
        "offerings",
        _("Offerings"),
        (
            _("An offering is what one branch says of one guide: its price, practitioner, booking link and a note."),
            _("A price of a later day stays hidden until then, and then replaces the old one by itself."),
            _("The table can be downloaded, changed in a spreadsheet and uploaded. You see the difference first."),
        ),
        ("every_offering", "offerings", "offering_changes"),
    ),
    Topic(
        "branches",
        _("Branches"),
        (
            _("A branch is one clinic: its address, opening hours, contact and websites."),
            _("Once it is published, choose under Offerings which treatments it offers."),
        ),
        ("branch_listing:index", "branch_listing:index_results"),
        _("There are no branches yet. A marketing editor or an administrator adds the first one."),
    ),
    Topic(
        "drift",
        _("Where branches differ"),
        (_("Each line is worth a look, and may be right. It leads to the offering."),),
        ("drift",),
    ),
    Topic(
        "embedding",
        _("Share and embed"),
        (
            _("Choose what to show, and copy the line into your website once. What is published later appears there."),
            _("A recalled guide shows its notice there within seconds."),
        ),
        ("embeds_panel", "sightings"),
    ),
    Topic(
        "previews",
        _("Preview links"),
        (
            _("Whoever has the link sees the draft, without a log-in, until it expires or you end it."),
            _("Scan the code to see the draft on a phone."),
        ),
        ("every_preview_link", "preview_links"),
    ),
    Topic(
        "recalls",
        _("Recalls"),
        (
            _("Recall a guide or section that may harm. It is gone at once, in every language and on every website."),
            _("Readers see your reason. Everybody who works here is sent a mail."),
            _("It comes back when the recall is lifted, as it was published."),
        ),
        ("recalls", "recall_guide", "lift_recall"),
    ),
    Topic(
        "history",
        _("What patients saw"),
        (
            _("Every version that was ever public is kept: how it looked, who signed it, when it was shown."),
            _("Choose a day to see what readers saw then. A proof prints on one page."),
        ),
        ("history", "edition", "return_to_edition"),
    ),
    Topic(
        "audit",
        _("Who did what"),
        (_("Who did what with this guide, and when. Nothing in it can be changed."),),
        ("audit",),
    ),
    Topic(
        "reviews",
        _("Reviews"),
        (
            _("Each public guide is reviewed from time to time. Whoever looks after it gets a mail before the day."),
            _("Read it, correct it, set the next date under Review, and send it for clinical sign-off."),
        ),
        ("review_report", "review_report_results"),
        _("No guide is public yet. Once one is, it is listed here with the date of its next review."),
    ),
    Topic(
        "mistakes",
        _("Reported mistakes"),
        (
            _("Readers report what is wrong in a section. Nothing is stored about who they are."),
            _("Correct the guide, write what was done, and tick the report off."),
        ),
        ("wagtailsnippets_content_mistakereport:list", "wagtailsnippets_content_mistakereport:list_results"),
        _("No reader has reported a mistake. What they report below a section appears here."),
    ),
    Topic(
        "consents",
        _("Patient consents"),
        (
            _("A picture of a patient is shown only with a consent. Enter it here, and choose it at the picture."),
            _("When it ends, its pictures leave every guide by themselves. You are shown which, before you end one."),
        ),
        ("wagtailsnippets_content_consent:list",),
    ),
    Topic(
        "notifications",
        _("Mails"),
        (
            _("In your account, under Notifications, choose for each kind of mail: at once, daily, or not at all."),
            _("A sign-off that nobody makes is told to the other clinicians, and later to the publishers."),
        ),
        ("wagtailadmin_account",),
    ),
)

_BY_SCREEN = {screen: topic for topic in TOPICS for screen in topic.screens}


def find_topic(screen: str) -> Topic | None:
    return _BY_SCREEN.get(screen)

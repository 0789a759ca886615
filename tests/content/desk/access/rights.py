"""Who may see and change what: one table. What is not in it nobody may."""

from content.setup.roles import ADMINISTRATORS, CLINICAL_REVIEWERS, MARKETING_EDITORS, PUBLISHERS

#: Whose group is theirs; `bare` may enter the admin, and no more; `nobody` isn't logged in.
ROLES: dict[str, str | None] = {
    "editor": MARKETING_EDITORS,
    "reviewer": CLINICAL_REVIEWERS,
    "publisher": PUBLISHERS,
    "administrator": ADMINISTRATORS,
    "mumbai": "Branch: Skinpheras Mumbai (sample)",
    "bare": None,
    "nobody": None,
}
EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, MUMBAI = "editor", "reviewer", "publisher", "administrator", "mumbai"
WRITERS = {EDITOR, PUBLISHER, ADMINISTRATOR}

#: Kind of canary, or kind and field -> who may see it. A field's own row goes before its kind's.
MAY_SEE: dict[str, set[str]] = {
    "GuideDraft": {*WRITERS, REVIEWER},  # whatever is said of a guide that is not public: words, comments, log
    "BranchDraft": {*WRITERS, REVIEWER},  # of a branch other than one's own, with what it offers
    "Colleague": {*WRITERS, REVIEWER},  # the name of whoever wrote what one may read
    "Account": {ADMINISTRATOR},  # of an account: its e-mail address, and the names of those one has no work with
    "Account_username": {EDITOR, PUBLISHER, ADMINISTRATOR},  # which account a clinician has
    "Group": WRITERS,  # to keep a page for some groups
    "Workflow": WRITERS,  # names of workflows and their tasks: in reports
    "Site": {*WRITERS, REVIEWER},  # the name of a website: beside the page that is its first; a filter of the explorer
    "Document": {ADMINISTRATOR},
    "DeletedPage": {ADMINISTRATOR},
    "Snippet": WRITERS,  # categories, therapies, citations that nothing public shows; plain words
    "Snippet_name": {*WRITERS, REVIEWER},  # of a category: a filter of the list of guides
    "Clinician": WRITERS,
    "Clinician_name": {
        *WRITERS,
        REVIEWER,
        MUMBAI,
    },  # who treats; whose sign-off lapses
    "Clinician_role": {*WRITERS, MUMBAI},
    "Image": WRITERS,
    "Collection": WRITERS,  # where pictures are filed
    "Consent": {EDITOR, ADMINISTRATOR},
    "Mistake": {EDITOR, ADMINISTRATOR},
    "Launch": {PUBLISHER, ADMINISTRATOR},
    "LaunchPreview": {PUBLISHER, ADMINISTRATOR},
    "PreviewLink": WRITERS,
    "Lifted": {REVIEWER, PUBLISHER, ADMINISTRATOR},  # why a recall was lifted
    "Sighting": {*WRITERS, REVIEWER},  # which website shows it
    "Restriction": {PUBLISHER, ADMINISTRATOR},  # the password of a page or collection: for who may set it
    "Message": set(),
}


def may_see(role: str, kind: str, field: str = "") -> bool:
    return role in MAY_SEE.get(f"{kind}_{field}", MAY_SEE[kind])


#: What a changed row is called (changes.py) -> who may change it. What follows from a change is allowed with it.
MAY_CHANGE: dict[str, set[str]] = {
    # Guides
    "guide draft": WRITERS,
    "guide made": {EDITOR, ADMINISTRATOR},
    "guide publication": {PUBLISHER, ADMINISTRATOR},
    "guide deleted": {PUBLISHER, ADMINISTRATOR},
    "draft of a guide deleted": WRITERS,  # never public
    "draft of a branch deleted": WRITERS,
    "draft of a guide moved": WRITERS,
    "draft of a branch moved": WRITERS,
    "new page draft": {EDITOR, ADMINISTRATOR},
    "content_guidecitation of new page": {EDITOR, ADMINISTRATOR},
    "content_openinghours of new page": {EDITOR, ADMINISTRATOR},
    "wagtailcore_pageviewrestriction_groups": WRITERS,
    "guide moved": {PUBLISHER, ADMINISTRATOR},
    "guide lock": {ADMINISTRATOR},
    "content_withdrawal of guide": {PUBLISHER, ADMINISTRATOR},
    "content_guidecitation of guide": WRITERS,
    "content_importeddocument of guide": WRITERS,
    "content_previewlink of guide": WRITERS,
    # Branches
    "branch draft": WRITERS,
    "branch made": {EDITOR, ADMINISTRATOR},
    "branch publication": WRITERS,
    "branch deleted": WRITERS,
    "branch moved": WRITERS,
    "branch lock": {ADMINISTRATOR},
    "own branch draft": {*WRITERS, MUMBAI},
    "own branch publication": {*WRITERS, MUMBAI},
    "own branch deleted": {*WRITERS, MUMBAI},
    "own branch moved": {*WRITERS, MUMBAI},
    "own branch lock": {ADMINISTRATOR},
    "content_offering of branch": WRITERS,
    "content_offering of own branch": {*WRITERS, MUMBAI},
    "content_offeringbatch of branch": WRITERS,
    "content_offeringbatch of own branch": {*WRITERS, MUMBAI},
    "content_bulkoperation of branch": WRITERS,
    "content_bulkoperation of own branch": {*WRITERS, MUMBAI},
    "content_openinghours of branch": WRITERS,
    "content_openinghours of own branch": {*WRITERS, MUMBAI},
    "content_withdrawal of branch": WRITERS,
    "content_withdrawal of own branch": {*WRITERS, MUMBAI},
    "wagtailcore_workflowstate": {*WRITERS, REVIEWER},
    "wagtailcore_taskstate": {*WRITERS, REVIEWER},
    # What is public
    "content_edition of guide": {REVIEWER, PUBLISHER, ADMINISTRATOR},  # a reviewer's are recalls
    "content_current of guide": {REVIEWER, PUBLISHER, ADMINISTRATOR},
    "content_searchterm": {REVIEWER, PUBLISHER, ADMINISTRATOR},
    "content_edition of branch": WRITERS,
    "content_current of branch": WRITERS,
    "content_edition of own branch": {*WRITERS, MUMBAI},
    "content_current of own branch": {*WRITERS, MUMBAI},
    "content_edition of new": {*WRITERS, REVIEWER},
    "content_current of new": {*WRITERS, REVIEWER},
    "content_release": {*WRITERS, REVIEWER, MUMBAI},
    "content_settling": {*WRITERS, REVIEWER, MUMBAI},  # of PostgreSQL alone; beside a release, or where nothing changes
    "content_reference": {*WRITERS, REVIEWER, MUMBAI},
    "content_message": {*WRITERS, REVIEWER, MUMBAI},
    # What is shared
    **{f"content_{name}": {PUBLISHER, ADMINISTRATOR} for name in ("category", "therapy", "citation")},
    **{f"content_{name} draft": WRITERS for name in ("category", "therapy", "citation")},
    "content_plainword": WRITERS,
    "content_clinician": {PUBLISHER, ADMINISTRATOR},
    "who a clinician is": {ADMINISTRATOR},
    "content_consent": {EDITOR, ADMINISTRATOR},
    "content_mistakereport": {EDITOR, ADMINISTRATOR},
    "content_guideimage": WRITERS,
    "consent of a picture": {EDITOR, ADMINISTRATOR},
    "taggit_taggeditem": WRITERS,
    "taggit_tag": WRITERS,
    "wagtailcore_uploadedfile": WRITERS,
    "content_launch": {PUBLISHER, ADMINISTRATOR},
    "content_launchpage of guide": {PUBLISHER, ADMINISTRATOR},
    "content_launchoffering": {*WRITERS, MUMBAI},  # gone with its branch
    "content_recall": {REVIEWER, PUBLISHER, ADMINISTRATOR},
    "content_overrule": {REVIEWER, ADMINISTRATOR},
    "content_signoff": {REVIEWER},
    "content_emergencypublication": {ADMINISTRATOR},
}
#: An administrator may change everything else.
NOT_FOR_ADMINISTRATORS = {"content_signoff", "a superuser"}
#: What hangs on pages of each kind is changed by whoever changes those.
for _table in (
    "comment", "commentreply", "pagesubscription", "pageviewrestriction", "grouppagepermission", "workflowpage",
):  # fmt: skip
    MAY_CHANGE |= {f"wagtailcore_{_table} of {kind}": WRITERS for kind in ("guide", "branch", "new page")}
    MAY_CHANGE[f"wagtailcore_{_table} of own branch"] = {*WRITERS, MUMBAI}

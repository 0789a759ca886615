"""The screen “Import a document”: upload, report, and link to the draft."""

import base64
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Locale

from content.desk.access.pages import may_add_guides
from content.desk.importing.drafting.imports import import_document
from content.desk.importing.drafting.report import Outcome, list_missing
from content.desk.importing.drafting.undoing import undo_import
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError
from content.desk.importing.reading.documents import TYPES
from content.model.group.models import GroupSettings
from content.model.publishing import settles_itself


class ImportForm(forms.Form):
    document = forms.FileField(
        label=_("Document"),
        help_text=_("A .docx, .txt, .md or .html file. It becomes a draft and is not published."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TYPES)}),
    )
    locale = forms.ChoiceField(label=_("Language of the document"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(locale.language_code, locale.get_display_name()) for locale in Locale.objects.all()]
        group = GroupSettings.objects.first() or GroupSettings()
        self.fields["locale"].initial = group.default_locale
        self.fields["locale"].choices = choices  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """Carries the file again, in the page that shows the difference, or asks which guide is meant."""

    name = forms.CharField(max_length=255, widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput)
    locale = forms.CharField(max_length=20, widget=forms.HiddenInput)


@settles_itself
@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest) -> HttpResponse:
    if not may_add_guides(request.user):
        raise PermissionDenied
    if "content" in request.POST:
        return _accept(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["document"]
        content = upload.read(settings.IMPORT_MAX_BYTES + 1)  # one byte more than allowed shows that it is too large
        return _import(request, form, upload.name, content, form.cleaned_data["locale"], asks=True)
    return _render(request, "admin/import.html", form=form)


def _accept(request: HttpRequest) -> HttpResponse:
    form = AcceptForm(request.POST)
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
    except ValueError:
        form.add_error(None, _("The upload was incomplete. Choose the file again."))
    if not form.is_valid():
        return _render(request, "admin/import.html", status=400, form=ImportForm(), error=form.non_field_errors())
    values = form.cleaned_data
    into = request.POST.get("into", "")
    how: dict[str, Any] = {"into": int(into)} if into.isdecimal() else {"accept": "second" not in request.POST}
    return _import(request, ImportForm(), values["name"], content, values["locale"], **how)


def _import(request: HttpRequest, form: forms.Form, name: str, content: bytes, locale: str, **how: Any) -> HttpResponse:
    if not may_add_guides(request.user, locale):
        raise PermissionDenied
    try:
        report = import_document(name=name, content=content, locale=locale, user=request.user, **how)
    except DocumentError as error:
        if form.is_bound:
            form.add_error("document", str(error))
        return _render(request, "admin/import.html", status=400, form=form, error=str(error))
    context: dict[str, Any] = {"report": report, "may_undo": report.outcome in (Outcome.CREATED, Outcome.UPDATED)}
    if report.outcome in (Outcome.EDITED_SINCE, Outcome.EXISTS):
        carried = {"name": name, "content": base64.b64encode(content).decode(), "locale": locale}
        context["accept_form"] = AcceptForm(initial=carried)
    return _render(request, "admin/import_report.html", language=locale, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_report(request: HttpRequest, page_id: int) -> HttpResponse:
    """The report of a guide's last import. POST undoes the import."""
    document = get_object_or_404(ImportedDocument.objects.select_related("page"), page=page_id)
    if not document.page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        was_new = not document.before
        undo_import(document, request.user)
        messages.success(request, _("The import of “%(name)s” was undone.") % {"name": document.name})
        return redirect("import_document") if was_new else redirect("wagtailadmin_pages:edit", page_id)
    draft = document.page.get_latest_revision_as_object()
    context: dict[str, Any] = {
        "report": {**document.report, "page_id": page_id, "missing": list_missing(draft)},
        "may_undo": True,
    }
    return _render(request, "admin/import_report.html", language=draft.locale.language_code, **context)


def _render(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    breadcrumbs = [{"url": "", "label": _("Import a document")}]
    return render(
        request, template, {"breadcrumbs_items": breadcrumbs, "header_icon": "upload", **context}, status=status
    )

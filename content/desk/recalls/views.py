"""The screens of recalls: list, recall, lift; and the form for the notice of an unpublished page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content.desk.recalls.rights import may_lift, may_recall
from content.model.guides.models import GuidePage, find_sources
from content.model.notices.models import Recall, Withdrawal
from content.model.ordering import ByCodePoint
from content.model.publishing import Refused
from content.model.sources import keep_sources
from content.release.notices import recalling


class GuideForm(forms.Form):
    """Chooses which guide to recall. Each is there once, since a recall holds in every language."""

    guide: Any = forms.ModelChoiceField(GuidePage.objects.none(), label=gettext_lazy("Which guide is dangerous?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        once = keep_sources(GuidePage.objects.live()).defer_streamfields()
        self.fields["guide"].queryset = once.order_by(ByCodePoint("title"))  # type: ignore[attr-defined]


class RecallForm(forms.ModelForm):
    class Meta:
        model = Recall
        fields = ["section", "severity", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [choice for choice in self.fields["section"].choices if choice[0]]  # type: ignore[attr-defined]
        self.fields["section"].choices = [("", _("The whole guide")), *sections]  # type: ignore[attr-defined]


class LiftForm(forms.ModelForm):
    class Meta:
        model = Recall
        fields = ["lift_reason"]
        widgets = {"lift_reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lift_reason"].required = True


@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    if not may_recall(request.user):
        raise PermissionDenied
    form = GuideForm(request.GET if "guide" in request.GET else None)
    if form.is_valid():
        return redirect("recall_guide", form.cleaned_data["guide"].pk)
    found = list(Recall.objects.select_related("recalled_by", "lifted_by"))
    pages = find_sources({recall.guide for recall in found})
    context = {
        "form": form,
        "breadcrumbs_items": [{"url": "", "label": _("Recalls")}],
        "header_icon": "warning",
        "standing": [
            (recall, may_lift(request.user, recall), pages.get(recall.guide)) for recall in found if recall.stands
        ],
        "lifted": [(recall, pages.get(recall.guide)) for recall in found if not recall.stands],
    }
    return render(request, "admin/recalls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recall_guide(request: HttpRequest, page_id: int) -> HttpResponse:
    if not may_recall(request.user):
        raise PermissionDenied
    page = get_object_or_404(GuidePage, pk=page_id)
    if page.first_published_at is None:
        messages.error(request, _("“%(title)s” has never been public, so it cannot be recalled.") % {"title": page})
        return redirect("wagtailadmin_pages:edit", page.pk)
    recall = Recall(guide=page.translation_key, title=page.source_page.title)
    form = RecallForm(request.POST or None, instance=recall)
    if request.method == "POST" and form.is_valid():
        recalling.recall(recall, request.user)
        messages.warning(request, _("Recalled: %(what)s. Readers can no longer see it.") % {"what": recall})
        return redirect("recalls")
    return _render_form(request, form, _("Recall “%(title)s”") % {"title": page.title}, _("Recall now"), danger=True)


@require_http_methods(["GET", "HEAD", "POST"])
def lift_recall(request: HttpRequest, recall_id: str) -> HttpResponse:
    recall = get_object_or_404(Recall, pk=recall_id)
    if not may_lift(request.user, recall):
        raise PermissionDenied
    if not recall.stands:
        messages.warning(request, _("This recall has been lifted already."))
        return redirect("recalls")
    form = LiftForm(request.POST or None, instance=recall)
    if request.method == "POST" and form.is_valid():
        recalling.lift(recall, form.cleaned_data["lift_reason"], request.user)
        messages.success(request, _("Lifted: %(what)s is shown again as it is published.") % {"what": recall})
        return redirect("recalls")
    return _render_form(request, form, _("Lift the recall of “%(title)s”") % {"title": recall}, _("Lift the recall"))


def _render_form(
    request: HttpRequest, form: forms.ModelForm, title: str, button: str, *, danger: bool = False
) -> HttpResponse:
    context = {
        "breadcrumbs_items": [{"url": "", "label": title}],
        "header_icon": "warning",
        "form": form,
        "title": title,
        "button": button,
        "danger": danger,
    }
    return render(request, "admin/notice_form.html", context)


class WithdrawalForm(forms.ModelForm):
    """Shown on Wagtail's page that confirms unpublishing."""

    class Meta:
        model = Withdrawal
        fields = ["reason", "successor"]

    prefix = "withdrawal"

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason shown to readers")
        self.fields["reason"].help_text = _("In plain words. If empty, readers see only that it was withdrawn.")
        self.fields["successor"].label = _("Read instead")
        self.fields["successor"].queryset = (  # type: ignore[attr-defined]
            GuidePage.objects.live()
            .defer_streamfields()
            .filter(locale=page.locale)
            .exclude(pk=page.pk)
            .order_by(ByCodePoint("title"))
        )
        self.fields["successor"].empty_label = _("No other guide")  # type: ignore[attr-defined]


def keep_withdrawal(request: HttpRequest, page: Any) -> None:
    """Save the notice for readers before Wagtail unpublishes a page. Raises Refused for invalid input."""
    known = {"subject": page.translation_key, "locale": page.locale.language_code}
    form = WithdrawalForm(request.POST, page=page, instance=Withdrawal.objects.filter(**known).first())
    if not form.is_valid():
        raise Refused([f"{form[name].label}: {error}" for name, errors in form.errors.items() for error in errors])
    form.instance.subject, form.instance.locale = known["subject"], known["locale"]
    form.save()

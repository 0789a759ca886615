"""Records changes of shared things and accounts: each changed field, before and after.

a row is saved, in any way -> differences from the stored row -> Wagtail's log, which its history shows
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Field, Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.log_actions import log
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from content.desk.launches.models import Launch, LaunchOffering, LaunchPage
from content.desk.mistakes.models import MistakeReport
from content.model.audit import CHANGE
from content.model.consent.models import Consent
from content.model.group.models import GroupSettings
from content.model.images.models import GuideImage
from content.model.snippets.models import Category, Citation, Clinician, Therapy

WATCHED: tuple[type[Model], ...] = (
    Category,
    Therapy,
    Clinician,
    Citation,
    Consent,
    GroupSettings,
    MistakeReport,
    Launch,
    GuideImage,
)
#: Permissions of a group for pages and collections.
GRANTS: tuple[type[Model], ...] = (GroupPagePermission, GroupCollectionPermission)
#: Models whose rows belong to another thing and are recorded in its history -> the foreign key to that thing.
PARTS: dict[type[Model], str] = {
    LaunchPage: "launch",
    LaunchOffering: "launch",
    **dict.fromkeys(GRANTS, "group"),
}
ACCOUNTS: tuple[type[Model], ...] = (get_user_model(), Group)
#: Fields that are never recorded, or recorded elsewhere.
_LEFT_OUT = {"password", "last_login", "sort_order"}
_BEFORE = "_stored_before"


def watch() -> None:
    for model in (*WATCHED, *PARTS, *ACCOUNTS):
        pre_save.connect(_remember, sender=model, dispatch_uid=f"remember_{model.__name__}")
        post_save.connect(_record, sender=model, dispatch_uid=f"record_{model.__name__}")
        post_delete.connect(_record_deletion, sender=model, dispatch_uid=f"record_deleted_{model.__name__}")
    user_model: Any = get_user_model()
    for through, name in (
        (user_model.groups.through, "groups"),
        (user_model.user_permissions.through, "user_permissions"),
        (Group.permissions.through, "permissions"),
    ):
        m2m_changed.connect(_record_members, sender=through, dispatch_uid=f"record_{name}")


@contextmanager
def recording_new_grants(group: Group) -> Iterator[None]:
    """Record new grants of a group, which are written in bulk, without a signal."""
    known = {model: list(_grants(model, group).values_list("pk", flat=True)) for model in GRANTS} if group.pk else {}
    yield
    if group.pk:
        for model in GRANTS:
            for grant in _grants(model, group).exclude(pk__in=known.get(model, [])):
                _record(model, grant)


def _grants(model: type[Model], group: Group) -> Any:
    return model._default_manager.filter(group=group)


def _fields(model: type[Model]) -> list[Any]:
    """The editable fields, without those that are set automatically."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in {*_LEFT_OUT, PARTS.get(model)}
    ]


def _remember(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    stored = None if raw or instance.pk is None else sender._default_manager.filter(pk=instance.pk).first()
    setattr(instance, _BEFORE, stored)


def _record(sender: type[Model], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if raw:
        return
    before = instance.__dict__.pop(_BEFORE, None)
    fields = [field for field in _fields(sender) if update_fields is None or field.name in update_fields]
    _write(instance, {field.name: [_read(before, field), _read(instance, field)] for field in fields})


def _record_deletion(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    changes = {field.name: [_read(instance, field), None] for field in _fields(sender)}
    _write(instance, changes, deleted=sender not in PARTS)


def _read(instance: Any, field: "Field[Any, Any]") -> Any:
    """A value for display, fit for JSON. None if it is empty."""
    if instance is None:
        return None
    value = getattr(instance, field.name) if field.is_relation else field.to_python(getattr(instance, field.attname))
    return value if isinstance(value, bool | int) or value is None else str(value) or None


def _write(instance: Any, changes: dict[str, list[Any]], **flags: Any) -> None:
    changed = {name: values for name, values in changes.items() if values[0] != values[1]}
    if not changed:
        return
    data: dict[str, Any] = {"changes": changed}
    whole = instance
    if type(instance) in PARTS:
        whole, data["row"] = getattr(instance, PARTS[type(instance)]), str(instance._meta.verbose_name)
    if whole.pk:
        log(whole, CHANGE, data=data, content_changed=True, **flags)


def _record_members(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """Record who joins or leaves a group, and what a group may do."""
    name = str(model._meta.verbose_name_plural)
    if action == "pre_clear":
        pk_set = getattr(instance, _field_of(sender, instance)).values_list("pk", flat=True)
    if action not in ("post_add", "post_remove", "pre_clear") or not pk_set:
        return
    found = model._default_manager.filter(pk__in=pk_set).select_related()  # a permission is named with its content type
    members = ", ".join(sorted(map(str, found)))
    log(instance, CHANGE, data={"changes": {name: [None, members] if action == "post_add" else [members, None]}})


def _field_of(sender: Any, instance: Any) -> str:
    names = {field.name for field in instance._meta.many_to_many if field.remote_field.through is sender}
    return names.pop() if names else "user_set"

"""Guards permissions: only superusers make and change superusers, and nobody can give themselves the right to sign.

Signals check this before every write by a user of the admin. Bulk actions that send no signals check each account
beforehand (content/desk/staff/viewsets.py).
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from content.model.publishing import Refused

User: Any = get_user_model()
#: The permission to sign as a clinician.
SIGNING = "sign_off_guide"
#: Fields that a log-in changes.
_LEFT_OUT = {"last_login"}


def may_change(actor: Any, user: Any) -> bool:
    """Whether the actor may change this account. Commands and the worker have no actor, and may."""
    return actor is None or actor.is_superuser or not user.is_superuser


def _refuse_superuser() -> Refused:
    return Refused([_("Only a superuser can add, change or delete a superuser. Ask one.")])


def _refuse_own_signing() -> Refused:
    return Refused([_("You cannot give yourself the right to sign off. Ask another administrator.")])


@receiver(pre_save, sender=User, dispatch_uid="guard_superusers")
def guard_superusers(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    actor = get_active_log_context().user
    if raw or actor is None or actor.is_superuser:
        return
    stored = User._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if may_change(actor, instance) and (stored is None or may_change(actor, stored)):
        return
    names = {field.attname for field in User._meta.concrete_fields if field.name not in _LEFT_OUT}
    if stored is None or any(getattr(instance, name) != getattr(stored, name) for name in names):
        raise _refuse_superuser()


@receiver(pre_delete, sender=User, dispatch_uid="guard_superusers_deleted")
def guard_deletion(instance: Any, **kwargs: Any) -> None:
    if not may_change(get_active_log_context().user, instance):
        raise _refuse_superuser()


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="guard_members")
def guard_members(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    """Guards memberships, added from the account's side or from the group's."""
    actor = get_active_log_context().user
    if actor is None or not action.startswith("pre_"):
        return
    users, groups = User._default_manager.filter(pk__in=pk_set or ()), Group.objects.filter(pk__in=pk_set or ())
    if isinstance(instance, Group):
        users = instance.user_set.all() if pk_set is None else users
        groups = Group.objects.filter(pk=instance.pk)
    else:
        users = User._default_manager.filter(pk=instance.pk)
    changes = pk_set is None or bool(pk_set)
    if changes and not actor.is_superuser and users.filter(is_superuser=True).exists():
        raise _refuse_superuser()
    joins = action == "pre_add" and users.filter(pk=actor.pk).exists()
    if joins and groups.filter(permissions__codename=SIGNING).exists():
        raise _refuse_own_signing()


def _gives_signing(instance: Any, action: str, pk_set: Any) -> bool:
    given = {instance.pk} if isinstance(instance, Permission) else pk_set or ()
    return action == "pre_add" and bool(pk_set) and Permission.objects.filter(pk__in=given, codename=SIGNING).exists()


@receiver(m2m_changed, sender=Group.permissions.through, dispatch_uid="guard_permissions_of_groups")
def guard_permissions_of_groups(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    actor = get_active_log_context().user
    if actor is None or not _gives_signing(instance, action, pk_set):
        return
    groups = pk_set if isinstance(instance, Permission) else {instance.pk}
    if User._default_manager.filter(pk=actor.pk, groups__in=groups).exists():
        raise _refuse_own_signing()


@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="guard_permissions_of_users")
def guard_permissions_of_users(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    actor = get_active_log_context().user
    if actor is None or not _gives_signing(instance, action, pk_set):
        return
    if actor.pk in (pk_set if isinstance(instance, Permission) else {instance.pk}):
        raise _refuse_own_signing()

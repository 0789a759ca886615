"""Accounts for trying the product, with passwords made up for each site: nobody knows them from the docs."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

#: name -> what the account is for.
ACCOUNTS = {
    "admin": "administrator",
    "editor": "marketing editor",
    "reviewer": "clinical reviewer, Dr Asha Rao",
    "publisher": "publisher",
    "mumbai": "editor of the Mumbai branch",
}
MAIL_DOMAIN = "skinpheras.example"
#: Without what looks alike.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def make_passwords() -> dict[str, str]:
    return {name: "-".join(_make_word() for _group in range(3)) for name in ACCOUNTS}


def _make_word() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(4))


def find_file() -> Path:
    return Path(settings.DATA_DIR) / "sample_passwords"


def keep_passwords(passwords: dict[str, str]) -> None:
    """For their owner alone, beside the database."""
    find_file().unlink(missing_ok=True)
    with os.fdopen(os.open(find_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name} {password}\n" for name, password in passwords.items())


def describe_accounts(passwords: dict[str, str]) -> list[str]:
    return [f"{name} / {password}   ({ACCOUNTS[name]})" for name, password in passwords.items()]


def find_open_accounts() -> list[str]:
    """Names of those by which somebody can still log in."""
    sample = get_user_model().objects.filter(username__in=ACCOUNTS, email__endswith=f"@{MAIL_DOMAIN}", is_active=True)
    return sorted(sample.values_list("username", flat=True))


def close_accounts() -> list[str]:
    names = find_open_accounts()
    get_user_model().objects.filter(username__in=names).update(is_active=False)
    return names

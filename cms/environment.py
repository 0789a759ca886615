"""Reads settings from environment variables. An invalid value stops the start with a message that tells the fix."""

import base64
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
#: The largest number, if nothing smaller is: more seconds than caches and browsers take.
MOST = 2**31 - 1


class Environment:
    """Typed look-ups by name. An empty variable counts as not set."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str, default: str) -> str:
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        word = self.text(name, "true" if default else "false").lower()
        if word in TRUE_WORDS | FALSE_WORDS:
            return word in TRUE_WORDS
        raise ImproperlyConfigured(f"{name} is {word!r}: write true or false.")

    def number(self, name: str, default: int, *, at_least: int = 0, at_most: int = MOST) -> int:
        text = self.text(name, str(default))
        try:
            value = int(text)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} is {text!r}: write a whole number.") from error
        if value < at_least:
            raise ImproperlyConfigured(f"{name} is {value}: the least is {at_least}.")
        if value > at_most:
            raise ImproperlyConfigured(f"{name} is {value}: the most is {at_most}.")
        return value

    def choice(self, name: str, choices: Mapping[str, str]) -> str:
        """The value of the chosen word, in capitals or not; of the first word if the variable is not set."""
        word = self.text(name, next(iter(choices)))
        values = {choice.lower(): value for choice, value in choices.items()}
        if word.lower() not in values:
            raise ImproperlyConfigured(f"{name} is {word!r}: write one of {', '.join(choices)}.")
        return values[word.lower()]

    def match(self, name: str, default: str, pattern: str, how: str) -> str:
        """A text of this form. `how`: what to write, as the end of a sentence."""
        text = self.text(name, default)
        if text and not re.fullmatch(pattern, text, re.ASCII):
            raise ImproperlyConfigured(f"{name} is {text!r}: write {how}.")
        return text

    def address(self, name: str) -> str:
        """The address of another system, or nothing. It is not shown if it is wrong: it may hold a password."""
        text = self.text(name, "")
        try:
            parts = urlsplit(text)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if text and not (is_address and text.isprintable() and " " not in text):
            raise ImproperlyConfigured(f"{name} is no address: write a whole one, such as https://host.example/path.")
        return text

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """A comma-separated list of host names. What is wrong in them beside their form, `safety` says."""
        hosts = self.words(name, default)
        if wrong := [host for host in hosts if not re.fullmatch(r"\*|\.?[\w.-]+|\[[0-9a-fA-F:.]+\]", host)]:
            raise ImproperlyConfigured(
                f"{name} has {wrong[0]!r}: write names of hosts, without scheme, port and path, such as guides.example."
            )
        return hosts

    def words(self, name: str, default: list[str]) -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.text(name, ",".join(default)).split(",") if word.strip()]

    def folder(self, name: str, default: Path) -> Path:
        """A folder, which is made if it does not exist. Raises ImproperlyConfigured if it can't be made."""
        path = Path(self.text(name, str(default))).expanduser().resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name} is {path}, which can't be made ({error.strerror}): name a folder you can write to."
            ) from error
        return path

    def key(self, name: str) -> bytes:
        """The bytes of a secret that another system has too: `whsec_` and base64, as Standard Webhooks writes it."""
        try:
            key = base64.b64decode(self.text(name, "").removeprefix("whsec_"), validate=True)
        except ValueError:
            key = b""
        if len(key) < 24:
            raise ImproperlyConfigured(f"{name} is no key: write whsec_ and the base64 of at least 24 random bytes.")
        return key

    def secret(self, name: str, kept_in: Path) -> str:
        """The variable, or else a random secret, made once and kept in a file that only its owner can read."""
        if given := self.text(name, ""):
            return given
        try:
            if not kept_in.exists():
                _write_once(kept_in, secrets.token_urlsafe(50))
        except OSError as error:
            raise ImproperlyConfigured(f"{name} is not set and {kept_in} can't be written: set {name}.") from error
        return kept_in.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Write a file atomically, readable by its owner only. A file that another process has written stays."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # mode 600
        file.write(text)
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)

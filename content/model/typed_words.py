"""Asks in a form whether what is typed may be shown, beside the field. Settle asks again, of all that is compiled.

`content.setup.wiring` fills the list of checks, since claims stand on a higher floor.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

#: Takes the thing and a text of it; yields sentences.
Check = Callable[[Any, str], Iterator[str]]
checks: tuple[Check, ...] = ()


class Worded(models.Model):
    """A model of whose fields `words` readers are shown the text."""

    words: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        found = {name: [said for check in checks for said in check(self, getattr(self, name))] for name in self.words}
        if errors := {name: sentences for name, sentences in found.items() if sentences}:
            raise ValidationError(errors)

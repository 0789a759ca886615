"""Checks typed text in a form, with errors at the field. Settling checks all compiled words again.

`content.setup.wiring` fills the list of checks, since claims are in a higher layer.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

#: Takes the thing and one of its texts; yields sentences.
Check = Callable[[Any, str], Iterator[str]]
checks: tuple[Check, ...] = ()


class Worded(models.Model):
    """A model with texts that readers see. `words` are the names of those fields."""

    words: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        found = {name: [said for check in checks for said in check(self, getattr(self, name))] for name in self.words}
        if errors := {name: sentences for name, sentences in found.items() if sentences}:
            raise ValidationError(errors)

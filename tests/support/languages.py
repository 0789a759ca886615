"""A machine in which a language that sync knows is removed and comes back."""

from hypothesis.stateful import rule

from api.v1 import sync
from tests.support.doors import Doors

LANGUAGES = list(sync.LOCALE_CODES)


class Languages(Doors):
    @rule()
    def add_or_remove_a_language(self):
        """As an operator does by LANGUAGES: its words stay, and come back with it."""
        sync.LOCALE_CODES = LANGUAGES[:2] if sync.LOCALE_CODES == LANGUAGES else LANGUAGES

    def teardown(self) -> None:
        sync.LOCALE_CODES = LANGUAGES
        super().teardown()

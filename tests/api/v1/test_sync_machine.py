"""However changes and pages interleave, every client's copy is what a full fetch gives.

PROVE_STEPS says how many steps are made in all (make prove-sync); the suite makes a few.
"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from api.v1 import sync
from tests.support.copies import Copy, fetch_all
from tests.support.languages import Languages
from tests.support.machine import run_machine

SELECTIONS = (
    {},
    {"locales": "en"},
    {"locales": "hi,en", "types": "guide,vocabulary"},
    {"branch": "london", "types": "branch,offering,guide", "locales": "en"},
    {"text": "html"},
    {"types": "guide,group", "text": "plain", "fields": "title,faqs,sections,version"},
    {"locales": "en,hi", "fields": "slug,title,summary"},
    {"locales": "en", "types": "card,group,offering", "branch": "london"},
)
clients = st.integers(0, len(SELECTIONS) - 1)


class App(Copy):
    """Starts again where it is told to. `answers`: the pages that came since it began."""

    answers: list[dict] = []

    def begin(self, **parameters):
        self.token, self.answers = None, []
        return super().begin(**parameters)

    def ask(self, **parameters):
        answer = self.get(**parameters)
        return self.begin() if answer.status_code == 410 else answer.json()


class Clients(Languages):
    """Several apps with selections of their own, which ask now and then, lose answers and get old ones again."""

    def __init__(self) -> None:
        super().__init__()
        self.copies = [App(self.client, **selection) for selection in SELECTIONS]
        #: Client -> the token of the page that it would ask for next.
        self.under_way: dict[int, str | None] = {}

    def take(self, number: int, page: dict) -> None:
        self.copies[number].apply_page(page)
        self.under_way[number] = page["next_page_token"]
        self.copies[number].answers.append(page)

    @rule(number=clients)
    def sync_to_the_end(self, number):
        copy = self.copies[number]
        if token := self.under_way.pop(number, None):
            copy.follow(token)
        else:
            copy.sync()
        assert copy.things == fetch_all(**{"locales": ",".join(sync.LOCALE_CODES), **copy.selection})

    @rule(number=clients, size=st.integers(1, 4))
    def take_one_page(self, number, size):
        copy = self.copies[number]
        if token := self.under_way.get(number):
            self.take(number, copy.ask(page_token=token, page_size=size))
        elif copy.token:
            self.take(number, copy.ask(sync_token=copy.token, page_size=size))
        else:
            self.take(number, copy.begin(page_size=size))

    @rule(number=clients)
    def lose_the_place(self, number):
        """The app was killed between two pages and begins its pass again, with what it has kept."""
        self.under_way.pop(number, None)

    @rule(number=clients, which=st.integers(0, 20))
    def get_an_old_answer_again(self, number, which):
        """From some cache on the way: its items may be older than what the copy holds."""
        if held := self.copies[number].answers:
            for item in held[which % len(held)]["items"]:
                self.copies[number].apply(item, may_be_old=True)

    @rule(number=clients, size=st.integers(1, 4))
    def go_on_from_an_old_page(self, number, size):
        if (held := self.copies[number].answers) and (token := held[-1]["next_page_token"]):
            self.take(number, self.copies[number].ask(page_token=token, page_size=size))

    def teardown(self) -> None:
        try:
            for number in range(len(self.copies)):
                self.sync_to_the_end(number)
        finally:
            super().teardown()


@pytest.mark.django_db
def test_every_copy_is_what_a_full_fetch_gives():
    run_machine(Clients, 60)

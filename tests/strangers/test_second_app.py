"""An app whose author knew nothing but the documents holds what lists and details say, whatever happens meanwhile.

PROVE_STEPS says how many steps are made in all (make prove-sync); the suite makes a few.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from api.v1 import sync
from api.v1.archives import build_bundle, read_public_key
from cms.bundles import Choice
from content.public.changes import read_newest_mark
from tests.strangers.second_app import App, expected
from tests.support.languages import LANGUAGES, Languages
from tests.support.machine import run_machine

SELECTIONS = (
    {},
    {"locales": "en,hi", "types": "card,group,branch,offering", "branch": "london"},
    {"types": "guide,group", "text": "plain", "fields": "title,faqs,sections,version"},
    {"locales": "en,ar", "text": "html"},
    {"locales": "en,hi"},
)
apps = st.integers(0, len(SELECTIONS) - 1)


class Apps(Languages):
    """Several of them ask now and then, are closed and opened, begin again by an archive, and lose a language."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        #: When the archives were kept: an app may ship one that is old.
        self.archives = [self.build_archive()]
        for number, selection in enumerate(SELECTIONS):
            self.open(number).begin(**selection)

    def open(self, number: int) -> App:
        """It knows nothing but its folder, as if it had just been started."""
        return App(self.get, Path(self.place.name) / str(number))

    def get(self, address: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = self.client.get(address, headers=headers)
        return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content

    def build_archive(self) -> bytes:
        file = io.BytesIO()
        build_bundle(Choice(("en", "hi"), widths=()), read_newest_mark(), file)
        return file.getvalue()

    @rule(number=apps)
    def sync_to_the_end(self, number):
        app, selection = self.open(number), SELECTIONS[number]
        app.sync()
        assert app.is_whole()
        if sync.LOCALE_CODES == LANGUAGES:
            assert app.documents() == expected(self.get, selection)
        else:  # lists and details still have the language here, since only sync was told
            with TemporaryDirectory() as folder:
                anew = App(self.get, Path(folder))
                anew.begin(**selection)
                anew.sync()
                assert app.documents() == anew.documents()

    @rule(number=apps, pages=st.integers(1, 3))
    def sync_some_pages(self, number, pages):
        self.open(number).sync(pages)

    @rule()
    def keep_an_archive(self):
        self.archives.append(self.build_archive())

    @rule(which=st.integers(0, 20))
    def begin_by_an_archive(self, which):
        self.open(len(SELECTIONS) - 1).begin_from(
            self.archives[which % len(self.archives)], read_public_key(), **SELECTIONS[-1]
        )

    def teardown(self) -> None:
        try:
            for languages in (sync.LOCALE_CODES, LANGUAGES):
                sync.LOCALE_CODES = languages
                for number in range(len(SELECTIONS)):
                    self.sync_to_the_end(number)
        finally:
            self.place.cleanup()
            super().teardown()


@pytest.mark.django_db
def test_an_app_made_from_the_documents_holds_what_lists_and_details_say():
    run_machine(Apps, 40)

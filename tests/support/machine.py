"""A machine that changes what is public at random, and what each of its steps starts from."""

import logging
import os
from contextlib import suppress

from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from content.edition.models import Release
from content.model.guides.models import GuideIndexPage, GuidePage
from content.model.publishing import Refused
from content.model.snippets.models import Clinician
from tests.support import signing

CANARY = "CANARY-4e7b"
STEPS_A_RUN = 40
which = st.integers(0, 5)


class Machine(RuleBasedStateMachine):
    """Every draft that is saved holds the canary; whatever is published does not."""

    #: Made so far by all machines of this class. A release is one change of what is public.
    steps = releases = 0

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.client = Client()
        self.made = 0
        self.release = Release.objects.latest("number").number
        self.real_now = timezone.now
        # A guide that was never public, and a clinician that no public guide shows.
        index = GuideIndexPage.objects.get(locale__language_code="en", slug="guides")
        secret = GuidePage(title=CANARY, slug="secret-guide", live=False)
        index.add_child(instance=secret).save_revision(clean=False)
        Clinician.objects.create(name=CANARY, role=CANARY, registration_body=CANARY, registration_number="1")

    @invariant()
    def count(self):
        type(self).steps += 1
        before, self.release = self.release, Release.objects.latest("number").number
        type(self).releases += self.release - before

    def teardown(self) -> None:
        timezone.now = self.real_now
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def pick(self, number: int) -> GuidePage | None:
        pages = list(GuidePage.objects.exclude(slug="secret-guide").order_by("pk"))
        return pages[number % len(pages)] if pages else None

    def spoil(self, page: GuidePage) -> None:
        """Save a draft with the canary in every kind of place."""
        page = GuidePage.objects.get(pk=page.pk)
        page.title = page.summary = page.safety_lead = page.also_known_as = page.hero_alt = CANARY
        page.process_blocks = [("paragraph", {"text": f"<p>{CANARY}</p>"})]
        page.faqs = [("faq", {"question": CANARY, "answer": f"<p>{CANARY}</p>"})]
        page.save_revision(clean=False)

    def publish(self, page: GuidePage, **changes) -> None:
        page = GuidePage.objects.get(pk=page.pk)
        self.made += 1
        # All that `spoil` writes: the row of a page that was translated from a draft holds the draft's words.
        page.title = page.summary = page.safety_lead = page.hero_alt = f"Published {self.made}."
        page.process_blocks = [("paragraph", {"text": "<p>Published.</p>"})]
        page.also_known_as, page.faqs = "", []
        for name, value in changes.items():
            setattr(page, name, value)
        with suppress(Refused):  # such as a translation whose source is not public
            signing.publish(page, clean=False)
        self.spoil(page)


def run_machine(machine: type[Machine], default: int) -> None:
    """Until PROVE_STEPS steps are made in all (`default` where it isn't set), from PROVE_SEED on."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    wanted, first = int(os.environ.get("PROVE_STEPS", default)), int(os.environ.get("PROVE_SEED", "0"))
    machine.steps = machine.releases = number = 0
    while machine.steps < wanted:
        limits = settings(
            max_examples=max(1, min(50, (wanted - machine.steps) // STEPS_A_RUN)),
            stateful_step_count=min(STEPS_A_RUN, wanted),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(first + number)(machine), settings=limits)
        number += 1
    print(f"{machine.steps} steps, {machine.releases} releases")  # noqa: T201

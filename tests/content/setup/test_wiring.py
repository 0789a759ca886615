"""What a lower floor asks of a higher one is wired when Django starts, and nothing is forgotten."""

from types import ModuleType

from content.approval.consent import refusals as of_consent
from content.approval.signoff import refusals as of_sign_off
from content.desk.dashboard import tasks
from content.desk.readiness import concerns, plainness
from content.edition import inspecting
from content.model import publishing, typed_words
from content.model.branches import refusals as of_branches
from content.model.guides import refusals as of_guides
from content.model.guides import requirements
from content.release import settle
from content.release.claims import documents, refusals


def find_functions(module: ModuleType, beginning: str) -> set:
    own = (one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__)
    return {one for one in own if getattr(one, "__name__", "").startswith(beginning)}


def test_every_check_is_asked():
    wired = {
        *of_guides.checks,
        *of_branches.offering_checks,
        *of_branches.branch_checks,
        *typed_words.checks,
        *inspecting.checks,
    }
    rooms = (requirements, of_consent, of_sign_off, refusals, documents)
    assert wired == set().union(*(find_functions(room, "check_") for room in rooms))
    assert set(concerns.CHECKS) == find_functions(concerns, "check_") | find_functions(plainness, "check_")


def test_every_kind_of_task_is_told():
    assert set(tasks.FINDERS) == find_functions(tasks, "find_") - {tasks.find_tasks}


def test_a_publication_is_settled():
    assert publishing.settle is settle.settle

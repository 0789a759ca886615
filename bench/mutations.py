"""Make faults by hand, one after the other, and see which test catches each.

usage: python bench/mutations.py [NAME…]     (make mutations)

Works on a copy of the tree. Each fault replaces one piece of text in one file and must be caught by the tests
named with it; a fault that no test catches ends the run with 1.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Mutation:
    name: str
    file: str
    old: str
    new: str
    tests: str


MUTATIONS = (
    Mutation(
        "drop a section",
        "content/model/sections/__init__.py",
        "(MECHANISM, PROCESS, SESSIONS, SAFETY, COMBINATIONS)",
        "(MECHANISM, PROCESS, SESSIONS, SAFETY)",
        "tests/content/model/sections",
    ),
    Mutation(
        "swap two sections",
        "content/model/sections/__init__.py",
        "(MECHANISM, PROCESS, SESSIONS,",
        "(MECHANISM, SESSIONS, PROCESS,",
        "tests/api/v1/test_guides.py",
    ),
    Mutation(
        "swap two facts",
        "content/model/sections/sessions.py",
        "sessions_needed = RangeField(SESSIONS_NEEDED)",
        "sessions_needed = RangeField(WEEKS_BETWEEN)",
        "tests/api/v1/test_guides.py",
    ),
    Mutation(
        "leak a draft: compile the newest revision",
        "content/release/candidates.py",
        "partial(compiler.compile_guide, page)",
        "partial(compiler.compile_guide, page.get_latest_revision_as_object())",
        "tests/content/release",
    ),
    Mutation(
        "leak what is not live",
        "content/edition/visibility.py",
        "return page.live and _is_in_a_site(page) and not page.get_view_restrictions().exists()",
        "return not page.get_view_restrictions().exists()",
        "tests/content/release",
    ),
    Mutation(
        "forget view restrictions",
        "content/edition/visibility.py",
        "return page.live and _is_in_a_site(page) and not page.get_view_restrictions().exists()",
        "return page.live and _is_in_a_site(page)",
        "tests/content/release",
    ),
    Mutation(
        "skip the sanitiser",
        "content/model/richtext/sanitiser.py",
        "return nh3.clean(html, tags=COMPONENT_TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES).strip()",
        "return html.strip()",
        "tests/content/model/richtext",
    ),
    Mutation(
        "let any address into a link",
        "content/model/richtext/portable_text.py",
        'if href.partition(":")[0].lower() not in SCHEMES:',
        "if not href:",
        "tests/content/model/richtext",
    ),
    Mutation(
        "do not ask before publishing",
        "content/release/deciding.py",
        "return _decide_refused(case, case.source) if case.source.refusals else _decide_allowed(case)",
        "return _decide_allowed(case)",
        "tests/content/release/test_deciding.py",
    ),
    Mutation(
        "drop the safety note",
        "content/edition/compiler/guides.py",
        "finish_section(section, None if key == SectionKey.SAFETY else note)",
        "finish_section(section, None)",
        "tests/api/v1/test_guides.py",
    ),
    Mutation(
        "take facts from the translation",
        "content/model/guides/models.py",
        "return self if self.is_source else self.source_page",
        "return self",
        "tests/content/release",
    ),
    Mutation(
        "make a second release for one change",
        "content/release/settle.py",
        "        if self.release is None:\n",
        "        if True:\n",
        "tests/content/release",
    ),
    Mutation(
        "let a branch editor into every branch",
        "content/desk/offerings/views.py",
        "if not branch.permissions_for_user(user).can_edit():",
        "if False:",
        "tests/content/model/branches",
    ),
    Mutation(
        "drop what could not be placed",
        "content/desk/importing/drafting/draft.py",
        "self.unplaced = [*placed.unplaced, *find_lost_lines(self.outline.lines, values, placed)]",
        "self.unplaced: list[str] = []",
        "tests/content/desk/importing",
    ),
    Mutation(
        "guess minutes from any sentence",
        "content/desk/importing/facts/visits.py",
        "return bool((_TAKES.search(before) or _LABEL_MINUTES.search(before)) and not _NOT_WHOLE.match(after))",
        "return True",
        "tests/content/desk/importing",
    ),
    Mutation(
        "overwrite an edited draft",
        "content/desk/importing/drafting/draft.py",
        "elif digest_draft(page) == known.draft_digest or accept:",
        "elif True:",
        "tests/content/desk/importing",
    ),
    Mutation(
        "one ETag for every encoding",
        "api/answers.py",
        'quote_etag(f"{digest}-{name}" if name else digest)',
        "quote_etag(digest)",
        "tests/api/v1/test_http.py",
    ),
    Mutation(
        "read pages from the API",
        "api/v1/views.py",
        "from content.public import addressing, reading, searching\n",
        "from content.public import addressing, reading, searching\n"
        "from content.model.guides.models import GuidePage  # noqa: F401\n",
        "tests/test_architecture.py",
    ),
    Mutation(
        "publish outside of a transaction",
        "content/model/publishing.py",
        """    def publish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            return""",
        """    def publish(self, *args: Any, **kwargs: Any) -> Any:
        if True:
            return""",
        "tests/content/model/test_publishing.py",
    ),
    Mutation(
        "forget the purge",
        "content/release/settle.py",
        "    run.send_purge()\n",
        "",
        "tests/content/release/outbox",
    ),
    Mutation(
        "hold a message for ever",
        "content/release/outbox/delivering.py",
        "free = Q(leased_until=None) | Q(leased_until__lt=now)",
        "free = Q(leased_until=None)",
        "tests/content/release/outbox",
    ),
    Mutation(
        "publish what is due without asking again",
        "content/release/scheduling.py",
        "Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now).first()",
        "Revision.objects.filter(pk=pk).first()",
        "tests/proofs/test_on_sqlite.py",
    ),
    Mutation(
        "let one refused page hold up the others",
        "content/release/scheduling.py",
        "    except Refused as refused:\n        outcome",
        "    except ZeroDivisionError as refused:\n        outcome",
        "tests/content/release/test_scheduling.py",
    ),
    Mutation(
        "serve a recalled guide",
        "content/edition/visibility.py",
        "and not is_recalled(page.translation_key)",
        "",
        "tests/content/release/notices",
    ),
    Mutation(
        "keep the words of a recalled section",
        "content/edition/compiler/guides.py",
        "if section.key in recalls",
        "if False",
        "tests/content/release/notices",
    ),
    Mutation(
        "erase what is public",
        "content/release/returning.py",
        "if Current.objects.filter(edition=locked).exists():",
        "if False:",
        "tests/content/desk/history",
    ),
    Mutation(
        "show history to everybody who may log in",
        "content/desk/history/views.py",
        "return page.permissions_for_user(user).can_edit() if page else user.is_superuser",
        "return True",
        "tests/content/desk/history",
    ),
    Mutation(
        "hold what was asked for when the compiler fails",
        "content/release/deciding.py",
        "return _refuse((case.failure,)) if is_asked(case) else _hold(case, (case.failure,))",
        "return _hold(case, (case.failure,))",
        "tests/content/release/test_deciding.py",
    ),
    Mutation(
        "publish claims",
        "content/release/claims/refusals.py",
        "if finding.stands and finding.severity != Severity.WARN and",
        "if not finding.stands and",
        "tests/content/approval/claims",
    ),
    Mutation(
        "read a denial as a claim",
        "content/approval/claims/matching.py",
        "if not rule.is_negatable or not sentence.denies(*match.span()):",
        "if match:",
        "tests/content/approval/claims",
    ),
    Mutation(
        "let any citation clear a claim",
        "content/approval/claims/checking.py",
        "return citation.year is not None and timezone.localdate().year - citation.year <= EVIDENCE_YEARS",
        "return True",
        "tests/content/approval/claims",
    ),
    Mutation(
        "let an overrule hold for every guide",
        "content/approval/claims/checking.py",
        "Overrule.objects.filter(guide=page.translation_key, locale=language)",
        "Overrule.objects.all()",
        "tests/content/approval/claims",
    ),
    Mutation(
        "apply the rules of no country",
        "content/approval/claims/checking.py",
        'return frozenset(offered.values_list("branch__country", flat=True))',
        "return frozenset()",
        "tests/content/approval/claims",
    ),
    Mutation(
        "let everybody overrule",
        "content/desk/claims/views.py",
        'return user.has_perm("content.overrule_claim")',
        "return True",
        "tests/content/setup/test_roles.py",
    ),
    Mutation(
        "show the drafts of other branches",
        "content/desk/access/pages.py",
        'return not secret.exclude(pk__in=find_pages_of(user).values("pk")).exists()',
        "return True",
        "tests/content/desk/access/test_guard.py",
    ),
    Mutation(
        "open what the table does not name",
        "content/desk/access/table.py",
        "lambda user, named: administers(user)",
        "everybody",
        "tests/content/desk/access/test_guard.py",
    ),
    Mutation(
        "let a chooser show what its user may not use",
        "content/desk/access/table.py",
        "return lambda user, named: may_do_anything_with(user, model) or (",
        "return lambda user, named: True or (",
        "tests/content/desk/access/test_guard.py",
    ),
    Mutation(
        "show consents to whoever changes a picture",
        "content/desk/images/forms.py",
        "if user is not None and not may_use_consents(user):",
        "if False:",
        "tests/content/desk/access/test_guard.py",
    ),
    Mutation(
        "offer a branch the guides that nobody has published",
        "content/model/branches/policy.py",
        'known = Q(first_published_at__isnull=False) | Q(pk__in=mine.values("pk"))',
        "known = Q()",
        "tests/content/desk/access/test_guard.py",
    ),
    Mutation(
        "show a moved focal point before its crops",
        "content/release/pictures.py",
        "if image.is_withheld or image.is_prepared:",
        "if True:",
        "tests/content/model/images",
    ),
    Mutation(
        "seek a delta among all guides",
        "content/public/changes.py",
        "of_kind__in=self.kinds, of_locale__in=",
        "kind__in=self.kinds, locale__in=",
        "tests/api/v1/test_sync.py",
    ),
    Mutation(
        "let a signature hold for other words",
        "content/approval/signoff/signing.py",
        "wanted |= Q(part=part, digest=digest)",
        "wanted |= Q(part=part)",
        "tests/content/approval/signoff/test_signing.py",
    ),
    Mutation(
        "let a signature hold in every language",
        "content/approval/signoff/signing.py",
        'return {"guide": page.translation_key, "locale": page.locale.language_code}',
        'return {"guide": page.translation_key}',
        "tests/content/approval/signoff",
    ),
    Mutation(
        "sign what the draft says now, not what was on the screen",
        "content/approval/signoff/signing.py",
        "if part in seen and seen[part] == digests[part]]",
        "if part in seen]",
        "tests/content/desk/signoff/test_screen.py",
    ),
    Mutation(
        "let the lapsed sign",
        "content/approval/signoff/signing.py",
        "if clinician.has_lapsed:",
        "if False:",
        "tests/content/desk/signoff/test_screen.py",
    ),
    Mutation(
        "judge no facts",
        "content/model/sections/base.py",
        '"facts": dict(self.facts(facts_page, context=context).data),\n            "blocks": judge_blocks',
        '"blocks": judge_blocks',
        "tests/content/approval/signoff/test_signing.py",
    ),
    Mutation(
        "publish what is held",
        "content/release/deciding.py",
        "return Refuse(messages) if case.lacks_words else Hold(messages)",
        "return Refuse(messages) if case.lacks_words else Publish()",
        "tests/content/release/test_deciding.py",
    ),
    Mutation(
        "keep what is held though something it shows was recalled",
        "content/edition/reducing.py",
        '_find_gone(shown["guide"])',
        "set()",
        "tests/content/release/notices",
    ),
    Mutation(
        "let an emergency cover every later word",
        "content/approval/signoff/refusals.py",
        "(part, digest) not in exempt",
        "part not in {known for known, _digest in exempt}",
        "tests/content/desk/signoff/test_screen.py",
    ),
    Mutation(
        "publish when a clinician approves",
        "content/approval/signoff/finishing.py",
        "if not getattr(",
        "if getattr(",
        "tests/content/approval/signoff",
    ),
    Mutation(
        "refuse a recall for what else is wrong with its guide",
        "content/release/deciding.py",
        "in (Touch.NONE, Touch.ELSEWHERE) or case.is_taken_off:",
        "in (Touch.NONE, Touch.ELSEWHERE):",
        "tests/content/release/test_deciding.py",
    ),
    Mutation(
        "refuse a page for words of its other language",
        "content/release/deciding.py",
        "in (Touch.NONE, Touch.ELSEWHERE)",
        "in (Touch.NONE,)",
        "tests/content/release/test_deciding.py",
    ),
    Mutation(
        "compile before it matters",
        "content/release/deciding.py",
        "    if not case.is_wanted:\n        return _decide_out_of_sight(case)\n    if case.source is None:",
        "    if case.source is None:",
        "tests/content/release/test_deciding.py",
    ),
    Mutation(
        "let a launch's preview happen",
        "content/release/rehearsing.py",
        "transaction.set_rollback(True)",
        "pass",
        "tests/content/desk/launches",
    ),
    Mutation(
        "withdraw unannounced",
        "content/desk/reviews/clock.py",
        "return max(clock.withdrawal, announced + ANNOUNCED)",
        "return clock.withdrawal",
        "tests/content/desk/reviews",
    ),
    Mutation(
        "undo what was changed since",
        "content/desk/offerings/grids.py",
        'if offering is None or _snapshot(offering) != change["after"]:',
        "if offering is None:",
        "tests/content/model/branches",
    ),
    Mutation(
        "submit beside the autosave",
        "static/admin/autosave-submit.js",
        "if (isSaving && !isSent) {",
        "if (false) {",
        "tests/browser/test_writing.py",
    ),
    Mutation(
        "believe the height that any window says",
        "api/embeds/v1.js",
        "const frame = frames().find((one) => one.contentWindow === source);",
        "const frame = frames()[0];",
        "tests/browser/test_embeds_changing.py::test_three_origins_one_may_frame_it_the_other_not",
    ),
    Mutation(
        "keep too little room",
        "api/embeds/heights.py",
        "ROOM = 1.3",
        "ROOM = 0.4",
        "tests/browser/test_embeds_changing.py::test_nothing_jumps_also_after_an_edit_that_makes_it_longer",
    ),
    Mutation(
        "embed a benefit without its risk",
        "api/embeds/contents.py",
        '"safety_note": section["safety_note"] if section else None,',
        '"safety_note": None,',
        "tests/api/embeds",
    ),
    Mutation(
        "let anybody frame it",
        "api/embeds/views.py",
        'if settings.EMBED_ANCESTORS == "any":',
        "if True:",
        "tests/api/embeds",
    ),
    Mutation(
        "let a text end its script",
        "api/embeds/structured.py",
        "ensure_ascii=False).translate(_ESCAPES)",
        "ensure_ascii=False)",
        "tests/api/embeds/test_structured.py",
    ),
    Mutation(
        "serve an address that runs something",
        "content/model/blocks/documents.py",
        'return str(value) if re.match(r"https?://[^\\s/]", str(value), re.IGNORECASE) else ""',
        "return str(value)",
        "tests/browser/test_payloads.py",
    ),
    Mutation(
        "count who asks not to be counted",
        "content/desk/sightings/views.py",
        'if any(request.headers.get(name) == "1" for name in _REFUSALS):',
        "if False:",
        "tests/content/desk/sightings",
    ),
    Mutation(
        "serve a theme that can't be read",
        "content/model/branches/theming.py",
        "light = replace(chosen, accent=bring_out(chosen.accent, chosen), ink=bring_out(chosen.ink, chosen))",
        "light = replace(chosen)",
        "tests/content/model/branches/test_theming.py",
    ),
)


def run(mutation: Mutation, tree: Path) -> str | None:
    """The first test that fails with the fault, or None where every test passes."""
    file = tree / mutation.file
    original = file.read_text()
    if original.count(mutation.old) < 1:
        raise SystemExit(f"{mutation.file} no longer has the text of “{mutation.name}”: bring the mutation up to date.")
    file.write_text(original.replace(mutation.old, mutation.new, 1))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider", mutation.tests]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    file.write_text(original)
    if done.returncode == 0:
        return None
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR tests/"))]
    return failed[0].split(" - ")[0].removeprefix("FAILED ") if failed else "collection"


def main(names: list[str]) -> int:
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        ignored = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, tree, ignore=ignored)
        for mutation in MUTATIONS:
            if names and mutation.name not in names:
                continue
            caught = run(mutation, tree)
            survived += caught is None
            print(f"| {mutation.name} | {f'`{caught}`' if caught else '**not caught**'} |", flush=True)
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

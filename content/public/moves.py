"""Who stands elsewhere in a list than at an earlier release: renamed, or public in a better language by now."""

from content.model.vocabulary import Kind, State
from content.public.rows import CURRENT, EDITION, fetch, read_id, slots


def find_moved(kind: Kind, locales: tuple[str, ...], release: int) -> dict[str, str]:
    """Subject -> the slug by which it was listed at that release, if it is listed by another one now. One query."""
    now: dict[str, tuple[int, str]] = {}
    then: dict[str, tuple[int, str]] = {}
    for subject, locale, *both in _read_changed(kind, locales, release):
        for listed, (state, slug) in zip((now, then), (both[:2], both[2:]), strict=True):
            if state == State.LIVE:
                best = (locales.index(locale), slug)
                listed[subject] = min(listed.get(subject, best), best)
    return {read_id(subject): slug for subject, (_rank, slug) in then.items() if now.get(subject, (0, slug))[1] != slug}


def _read_changed(kind: Kind, locales: tuple[str, ...], release: int) -> list[tuple[str, ...]]:
    """Subjects that have changed since: id, language, state and slug now, and state and slug at that release."""
    same = "kind = c.kind AND {0}.subject = c.subject AND {0}.locale = c.locale"
    version = f"SELECT MAX(m.version) FROM {EDITION} m WHERE m.{same.format('m')} AND m.release_id <= %s"
    changed = f"SELECT d.subject FROM {CURRENT} d WHERE COALESCE(d.kind, '') = %s AND d.release_id > %s"
    sql = (
        f"SELECT c.subject, c.locale, c.state, c.slug, e.state, e.slug FROM {CURRENT} c "
        f"LEFT JOIN {EDITION} e ON e.{same.format('e')} AND e.version = ({version}) "
        f"WHERE c.kind = %s AND c.locale IN {slots(locales)} AND c.subject IN ({changed})"
    )
    return fetch(sql, [release, kind, *locales, kind, release])

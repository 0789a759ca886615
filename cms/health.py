"""Says whether this host can answer (`/healthz/`), and whether everything works (`/readyz/`).

Load balancers and alarms ask by address: neither needs a name of this host, https or an account.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.outages import DATABASE, RETRY_AFTER, note_trouble
from content.desk.system.state import find_alarms
from content.edition.newest import ask_newest
from content.model.running import places

METHODS = ("GET", "HEAD")


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        find_faults = _CHECKS.get(request.path_info)
        if find_faults is None:
            return self.get_response(request)
        if request.method not in METHODS:
            return _answer(405, [f"Use {' or '.join(METHODS)}."], Allow=", ".join(METHODS))
        try:
            faults = find_faults()
        except Exception as error:
            trouble = note_trouble(error)
            if trouble is None:
                raise
            faults = [trouble.sentence]
        return _answer(503, faults, **{"Retry-After": str(RETRY_AFTER)}) if faults else _answer(200, ["ok"])


def find_faults_of_host() -> list[str]:
    """What keeps this host from answering readers."""
    ask_newest()
    DATABASE.end()
    return places.find_faults()


_CHECKS: dict[str, Callable[[], list[str]]] = {"/healthz/": find_faults_of_host, "/readyz/": find_alarms}


def _answer(status: int, sentences: list[str], **headers: str) -> HttpResponse:
    body = "".join(f"{sentence}\n" for sentence in sentences)
    response = HttpResponse(body, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # whoever asks is told
    for name, value in headers.items():
        response[name] = value
    return response

"""A reader who opens a page with an embed."""

from urllib.request import urlopen

from playwright.sync_api import Page

GUIDE = "mesotherapy-for-hair"


class Visit:
    """A reader who opens a page; `complaints` are the browser's, `shift` is the layout shift so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
            " if (!e.hadRecentInput) window.shift += e.value }).observe({type: 'layout-shift', buffered: true})"
        )

    @property
    def shift(self) -> float:
        return self.page.evaluate("shift")


def element(product: str, inside: str = "<a href='https://elsewhere.example/'>Read it there</a>", **given: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in {"guide": GUIDE, **given}.items())
    script = f'<script async src="{product}/embed/v1.js"></script>'
    return f"{script}<treatment-guide{attributes}>{inside}</treatment-guide>"


def read_text(address: str) -> str:
    with urlopen(address) as answer:
        return answer.read().decode()

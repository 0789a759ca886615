"""What a browser loads for a page: how much, from where, and whether anything jumps while it comes."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

#: A phone that many readers have.
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
_WATCH = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""
#: Of each picture: its file's width in pixels, which is 0 until it is loaded, and where and how wide it is shown.
_PICTURES = """[...document.images].map(image => {
  const sets = [...image.parentElement.querySelectorAll('source')].map(source => source.srcset).join(', ').split(', ');
  const chosen = sets.find(one => image.currentSrc && image.currentSrc.endsWith(one.split(' ')[0]));
  const box = image.getBoundingClientRect();
  return {
    file: chosen ? parseInt(chosen.split(' ')[1]) : image.currentSrc ? image.width * devicePixelRatio : 0,
    shown: box.width * devicePixelRatio,
    is_sized: image.hasAttribute('width') && image.hasAttribute('height'),
    is_lazy: image.loading === 'lazy',
    is_on_first_screen: box.top + scrollY < innerHeight,
  };
})"""


@dataclass(frozen=True)
class Picture:
    file: float
    shown: float
    is_sized: bool
    is_lazy: bool
    is_on_first_screen: bool


@dataclass
class Weight:
    """`sizes`: bytes as they came over the wire, with their heads, by kind (`Document`, `Image`, `Script`…)."""

    addresses: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    shift: float = 0.0

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.addresses}

    def bytes_of(self, *kinds: str) -> int:
        return sum(self.sizes.get(kind, 0) for kind in kinds)

    def bytes_but_for(self, *kinds: str) -> int:
        return sum(self.sizes.values()) - self.bytes_of(*kinds)

    def find_faults(self) -> list[Picture]:
        """Pictures that move the page, come before they are looked at, come late, or are larger than they are shown."""
        return [
            one
            for one in self.pictures
            if not one.is_sized or (not one.is_lazy and not one.is_on_first_screen) or one.file > 2.1 * one.shown
        ]


class Scale:
    """Weighs what a new page of a context loads, from the moment it is made."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.add_init_script(_WATCH)
        self.devtools = context.new_cdp_session(self.page)
        self.devtools.send("Network.enable")
        self.weight = Weight()
        self.kinds: dict[str, str] = {}
        self.devtools.on("Network.requestWillBeSent", self._note_request)
        self.devtools.on("Network.loadingFinished", self._note_size)

    def _note_request(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.kinds[event["requestId"]] = event.get("type", "Other")
            self.weight.addresses.append(event["request"]["url"])

    def _note_size(self, event: dict[str, Any]) -> None:
        if kind := self.kinds.get(event["requestId"]):
            self.weight.sizes[kind] = self.weight.sizes.get(kind, 0) + int(event["encodedDataLength"])

    def weigh(self, address: str, until: str) -> Weight:
        """Load a page until it shows `until`, a selector, and nothing more comes."""
        self.page.goto(address)
        self.page.wait_for_selector(until)
        self.page.wait_for_load_state("networkidle")
        self.weight.pictures = [Picture(**found) for found in self.page.evaluate(_PICTURES)]
        self.weight.shift = self.page.evaluate("shift")
        return self.weight

"""One person at one window of a real browser, and what is checked on the pages they reach."""

import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import axe_playwright_python
from django.core import mail
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Download, Locator, Page

from accounts.models import User

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WIDTHS = (1280, 375)
# What the first view of a page may weigh, with everything it loads.
MOST_BYTES = 100_000
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}
JUDGE = """async (options) => (await axe.run(document, options)).violations.map(
    (found) => [found.id, found.nodes.map((node) => [node.html, node.failureSummary])])"""


@cache
def _axe() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


@dataclass
class Visitor:
    """One person at one window. Every page they reach can be checked."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    _page_loading: str = ""
    _transferred: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._look_at)
        self._weigh()

    @property
    def main(self) -> Locator:
        """Return what the page itself says, without the shell around it."""
        return self.page.get_by_role("main")

    def go(self, path: str) -> None:
        """Open an address of ours, as if typed."""
        self.page.goto(path if path.startswith("http") else self.address + path)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button of this name and wait for the page that answers."""
        self._use("button", name)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the link of this name."""
        self._use("link", name)

    def turn_to(self, area: str) -> None:
        """Use the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=area).click()
        self.page.wait_for_load_state()

    def open_menu(self, name: str) -> None:
        """Choose from the menu under one's own name."""
        self.page.locator(".menu > summary").click()
        self.page.locator(".menu-list").get_by_role("link", name=name).click()
        self.page.wait_for_load_state()

    def fill(self, label: str | re.Pattern[str], words: str) -> None:
        """Write into the field of this label, or else of a label that holds it."""
        exactly = self.main.get_by_label(label, exact=True)
        (exactly if exactly.count() else self.main.get_by_label(label)).first.fill(words)

    def choose(self, label: str | re.Pattern[str], group: str | None = None) -> None:
        """Tick the box or the circle of this label, in the group of this legend."""
        place = self.main.get_by_role("group", name=group).first if group else self.main
        place.get_by_label(label).first.check()

    def sees(self, words: str | re.Pattern[str]) -> None:
        """Fail unless the words stand on the page for everyone to see."""
        found = self.page.get_by_text(words).or_(self.page.get_by_role("heading", name=words))
        found.first.wait_for()

    def downloads(self, name: str | re.Pattern[str]) -> bytes:
        """Follow the link of this name to a file, and read the file."""
        with self.page.expect_download() as coming:
            self.main.get_by_role("link", name=name).first.click()
        download: Download = coming.value
        return Path(download.path()).read_bytes()

    def check(self, name: str, *, most_bytes: int = MOST_BYTES) -> None:
        """Weigh the page, let axe judge it at both widths, and keep its picture when pictures are wanted.

        ``PRAXIS_SCREENSHOTS=1`` keeps them in var/screenshots; see docs/screenshots/README.md.
        """
        self.page.wait_for_load_state("load")
        weight = self._transferred[self._page_loading]
        assert weight <= most_bytes, f"{name} weighs {weight} bytes"
        self.page.evaluate(_axe())
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found = self.page.evaluate(JUDGE, AXE_OPTIONS)
            assert found == [], (name, width, found)
            sideways = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert sideways <= 0, f"{name} scrolls sideways at {width} px"
            if os.environ.get("PRAXIS_SCREENSHOTS"):
                self._picture(f"{name}-{width}.png")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.checked.append(name)

    def _use(self, role: str, name: str | re.Pattern[str]) -> None:
        in_main = self.main.get_by_role(role, name=name)  # type: ignore[arg-type]
        anywhere = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]
        anywhere.first.wait_for(state="attached")
        (in_main if in_main.count() else anywhere).first.click()
        self.page.wait_for_load_state()

    def _picture(self, file: str) -> None:
        """Keep the page as a picture of few colours: small, and good enough to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        shot = self.page.screenshot(full_page=True, animations="disabled")
        few = Image.open(BytesIO(shot)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
        few.save(SCREENSHOTS / file, optimize=True)

    def _look_at(self, response: object) -> None:
        status, url = response.status, response.url  # type: ignore[attr-defined]
        if status >= 500:
            self.complaints.append(f"{status} at {url}")

    def _weigh(self) -> None:
        """Count what each page transfers, as for somebody who comes for the first time."""
        wire = self.context.new_cdp_session(self.page)
        asked_by: dict[str, str] = {}

        # What the page before still asked for can end after the next one began: each page has its own sum.
        def begin(event: dict) -> None:
            asked_by[event["requestId"]] = event["loaderId"]
            if event.get("type") == "Document":
                self._page_loading = event["loaderId"]

        def add(event: dict) -> None:
            self._transferred[asked_by.get(event["requestId"], "")] += event["encodedDataLength"]

        wire.on("Network.requestWillBeSent", begin)
        wire.on("Network.loadingFinished", add)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})


def mailed_code(address: str) -> str:
    """The code in the newest mail to this address."""
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", newest_mail(address), re.MULTILINE)
    assert found, newest_mail(address)
    return found.group(1)


def mailed_link(address: str) -> str:
    """The first link of ours in the newest mail to this address."""
    found = re.search(r"https?://\S+", newest_mail(address))
    assert found, newest_mail(address)
    return found.group(0)


def newest_mail(address: str) -> str:
    """The text of the newest mail to this address."""
    return str(next(m for m in reversed(mail.outbox) if address in m.to).body)


def open_as(
    visitor: Callable[..., Visitor], user: User | None, address: str, **options: object
) -> Visitor:
    """Open a window of 1280 x 800 pixels at this address, in which this person is signed in."""
    window = visitor(**{"viewport": {"width": 1280, "height": 800}, **options})
    if user:
        client = Client()
        client.force_login(user)
        key = client.session.session_key
        window.context.add_cookies([{"name": "sessionid", "value": key, "url": window.address}])
    window.go(address)
    return window

"""A real Chromium before a real server: people with their own windows, and what is checked on each page."""

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.window import Visitor

# Playwright's loop runs in this thread; the tests themselves use the database from it one step at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The shell shows no windows to anybody, and takes half of what the whole browser does.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason="There is no chromium: apt-get install chromium-headless-shell"
                    )
                )


# Whether a test has failed, as the fixtures that end after it see it.
HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
                *(
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ),
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(
    browser: Browser, live_server, settings, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Make a window for one more person: ``visitor()``, or ``visitor(java_script_enabled=False)``."""
    settings.SITE_URL = live_server.url
    windows: list[Visitor] = []

    def open_window(**options: object) -> Visitor:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
        # Three processes share two cores, perhaps slow ones: what is never there costs this once.
        context.set_default_timeout(30_000)
        windows.append(Visitor(context.new_page(), context, live_server.url))
        return windows[-1]

    yield open_window
    for window in windows:
        if request.node.stash.get(HAS_FAILED, False):
            # What each person had before them.
            sys.stdout.write(f"\n{window.page.url}\n{window.page.inner_text('body')}\n")
        window.context.close()
    assert [window.complaints for window in windows if window.complaints] == []

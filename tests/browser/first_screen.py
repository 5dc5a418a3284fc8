"""What the first screen of a page shows: whole rows, the height of its head and its foot."""

import sys

from tests.browser.window import Visitor

# The width of the window, and how many whole rows its first 800 pixels show at least.
LEAST_ROWS = {1280: 12, 375: 6}
HIGHEST_HEAD = 150
HIGHEST_FOOT = 60
HIGHEST_READING_HEAD = 300
# With a number before it, it has 87 letters, as titles of works often have.
TITLE = "What one town tried against cold homes, and what it changed for people who live here"
MEASURE = """() => {
  const rows = [...document.querySelectorAll("main .row, main tbody tr, main .field-lines > .field")].map((r) => r.getBoundingClientRect());
  const box = (query) => document.querySelector(query)?.getBoundingClientRect();
  const [head, bar, form] = [box(".page-head"), box(".work-bar"), box(".register-form")];
  return {
    rows: rows.filter((row) => row.bottom <= innerHeight).length,
    first: Math.round(rows[0].top),
    head: Math.round((bar?.bottom ?? form?.top ?? rows[0].top) - head.top),
    foot: Math.round(box(".site-foot").height),
    page: document.documentElement.scrollHeight,
  };
}"""
HEAD = "() => Math.round(document.querySelector('.page-head').getBoundingClientRect().height)"


def assert_it_shows_the_work(
    window: Visitor, name: str, *, highest_head: int = HIGHEST_HEAD
) -> None:
    """Assert that the page of ``window`` shows enough whole rows under a low head, in wide and narrow windows."""
    seen = {}
    for width in LEAST_ROWS:
        window.page.set_viewport_size({"width": width, "height": 800})
        seen[width] = window.page.evaluate(MEASURE)
    sys.stdout.write(f"\n{name}: {seen}\n")

    too_few = {
        width: each["rows"] for width, each in seen.items() if each["rows"] < LEAST_ROWS[width]
    }
    assert too_few == {}, seen
    assert [f["head"] for f in seen.values() if f["head"] > highest_head] == [], seen
    assert [f["foot"] for f in seen.values() if f["foot"] > HIGHEST_FOOT] == [], seen
    window.check(f"working-{name}")

"""People's Markdown: what they typed is what readers see, and it is safe."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import render_markdown

REL = 'rel="noopener nofollow ugc"'
# Signs that Markdown may take for formatting, with the digits that may number a list.
MARKS = set("\\*_~`#>|+-=:[]()!<&.0123456789")
WELSH = "Mae’r tŷ’n oer, ŵyr a’i gi"
ARABIC = "الصحة للجميع، اليوم؟"
CHINESE = "健康公平，从这里开始。"


class Seen(HTMLParser):
    """What a reader sees of HTML, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.links, self.attributes = "", set(), [], set()
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value for name, value in attrs if name in {"href", "src"}]


def link(address, text=None):
    return f'<a href="{address}" {REL}>{text or address}</a>'


def without_spaces(text):
    return "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4 and 2 * 3 * 4",
        "so 5*3=15, and 2*2=4",
        "(a+b)*c*(d+e)",
        "Leser*innen und Schüler*innen",
        "snake_case_name and foo__bar__baz",
        "p* < 0.05, q** < 0.01",
        "*.txt and *.pdf",
        "f(*args, **kwargs)",
        "*one*two",
        "**a*",
        "*a**",
        "__a_",
        "*a **b*",
        "**a",
        "two stars ** and _ alone *",
    ],
)
def test_stars_and_underscores_that_mark_no_words_stay_as_they_are_typed(text):
    html = render_markdown(text)

    assert (Seen(html).text, Seen(html).tags) == (f"{text}\n", {"p"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*so*, _so_ and **so**", "<em>so</em>, <em>so</em> and <strong>so</strong>"),
        ("***so***", "<em><strong>so</strong></em>"),
        ("***so** and* so", "<em><strong>so</strong> and</em> so"),
        ("“*so*” (**so**), l’*idée*.", "“<em>so</em>” (<strong>so</strong>), l’<em>idée</em>."),
        ("**2*3*4**", "<strong>2*3*4</strong>"),
        ("*snake_case*", "<em>snake_case</em>"),
        ("这是**重要**的", "这是<strong>重要</strong>的"),
        ("*a *so*", "*a <em>so</em>"),
        ("[2*3*4 *so*](/a)", link("/a", "2*3*4 <em>so</em>")),
    ],
)
def test_stars_and_underscores_around_words_emphasise(text, html):
    assert render_markdown(text) == f"<p>{html}</p>\n"


@pytest.mark.parametrize("address", ["//evil.example", "///evil.example", "&#47;/evil.example"])
def test_a_link_that_hides_its_host_leads_nowhere(address):
    assert "href" not in render_markdown(f"[our page]({address})")


def test_a_backslash_in_a_link_hides_no_host():
    assert 'href="/%5Cevil.example"' in render_markdown("[our page](</\\evil.example>)")


@pytest.mark.parametrize(
    "address",
    ["/library/1/", "#part", "?q=a", "https://example.org//a", "mailto:a@example.org", "/a//b"],
)
def test_links_to_our_pages_and_to_named_hosts_stay(address):
    assert f'href="{address}"' in render_markdown(f"[page]({address})")


@pytest.mark.parametrize(
    "text",
    [
        "Article 3 (c), (C), (r), (tm), (p) and +-5",
        "wait... what?!!!! -- yes --- no,,",
        "the \"right\" to health, and 'ours'",
        "it costs 5&nbsp;£ &copy; &#169; &amp;",
        "https and http: and mailto: alone",
        "etc.So, example.org, v1.2.3",
    ],
)
def test_no_sign_becomes_another_one(text):
    html = render_markdown(text)

    assert (Seen(html).text, Seen(html).tags) == (f"{text}\n", {"p"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://example.org/a(c)", link("https://example.org/a(c)")),
        ("https://example.org/_a_/b_c_d", link("https://example.org/_a_/b_c_d")),
        ("See https://example.org/a.", f"See {link('https://example.org/a')}."),
        ("(https://example.org/a), b", f"({link('https://example.org/a')}), b"),
        ("“https://example.org/a” b", f"“{link('https://example.org/a')}” b"),
        ("<https://example.org/a>", link("https://example.org/a")),
        ("**https://example.org/a**", f"<strong>{link('https://example.org/a')}</strong>"),
        ("~~https://example.org/a~~", f"<s>{link('https://example.org/a')}</s>"),
        (
            "https://example.org/?a=1&copy=2",
            link("https://example.org/?a=1&amp;copy=2"),
        ),
        ("https://example.org/%C3%A9", link("https://example.org/%C3%A9")),
        ("www.nhs.uk/a_b, c", f"{link('http://www.nhs.uk/a_b', 'www.nhs.uk/a_b')}, c"),
        ("Anna: anna@nhs.wales.", f"Anna: {link('mailto:anna@nhs.wales', 'anna@nhs.wales')}."),
        ("mailto:a@example.org", link("mailto:a@example.org")),
        (
            "Gweler https://example.org/tŷ, plîs",
            f"Gweler {link('https://example.org/t%C5%B7', 'https://example.org/tŷ')}, plîs",
        ),
        (
            "انظر https://example.org/صحة، شكرا",
            f"انظر {link('https://example.org/%D8%B5%D8%AD%D8%A9', 'https://example.org/صحة')}، شكرا",
        ),
        (
            "请看https://example.org/路。谢谢",
            f"请看{link('https://example.org/%E8%B7%AF', 'https://example.org/路')}。谢谢",
        ),
        ("（https://example.org/a）好", f"（{link('https://example.org/a')}）好"),
        ("`https://example.org/a`", "<code>https://example.org/a</code>"),
    ],
)
def test_a_pasted_address_is_a_link_and_stays_as_it_is(text, html):
    assert render_markdown(text) == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.org/a",
        "//evil.example/a",
        "javascript:alert(1)",
        "[a](javascript:alert(1))",
        "[a](ftp://example.org)",
        "<ftp://example.org>",
        "![a](data:image/png;base64,AAAA)",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_we_do_not_lead_to_is_shown_as_it_was_typed(text):
    seen = Seen(render_markdown(text))

    assert (seen.text, seen.links) == (f"{text}\n", [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_lines_of_an_address_block_stay_lines(end):
    block = end.join(["12 High Street", "Leeds", "LS1 4AP"])

    assert render_markdown(block) == "<p>12 High Street<br>\nLeeds<br>\nLS1 4AP</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![A *bar* chart](https://e.org/a.png)", link("https://e.org/a.png", "A bar chart")),
        ("![](https://e.org/a.png)", link("https://e.org/a.png")),
        (
            '![A](https://e.org/a.png "2024")',
            f'<a href="https://e.org/a.png" title="2024" {REL}>A</a>',
        ),
        (
            "[![A](https://e.org/a.png)](/library/) b",
            f"{link('/library/', 'A')} ({link('https://e.org/a.png')}) b",
        ),
    ],
)
def test_an_image_is_shown_as_a_link_to_it(text, html):
    assert render_markdown(text) == f"<p>{html}</p>\n"


def test_a_list_of_sources_is_seen():
    text = "As shown [1].\n\n[1]: https://example.org/a\n[Anna]: yes"

    assert without_spaces(Seen(render_markdown(text)).text) == without_spaces(text)


def test_cells_without_a_column_are_seen():
    html = render_markdown("| a | b |\n| - | - |\n| 1 | 2 | 3 | 4 |\n| 5 |")

    assert re.findall("<td>(.*)</td>", html) == ["1", "2 | 3 | 4", "5", ""]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((1, 2, 3), "<ol><li><li><li>"),
        ((1, 1, 1), "<ol><li><li><li>"),
        ((3, 4), '<ol start="3"><li><li>'),
        ((1, 3, 4, 9), '<ol><li><li value="3"><li><li value="9">'),
    ],
)
def test_a_list_shows_the_numbers_that_were_typed(numbers, shown):
    html = render_markdown("\n".join(f"{number}. a" for number in numbers))

    assert "".join(re.findall("<(?:ol|li)[^>]*>", html)) == shown


def test_a_sentence_behind_a_fence_is_seen():
    html = render_markdown("~~~ Welcome to all ~~~\nhere")

    assert html == "<pre><code>Welcome to all ~~~\nhere</code></pre>\n"


words = st.one_of(
    st.text(st.characters(whitelist_categories=("L", "M", "N")), min_size=1),
    st.sampled_from(["(c)", "(TM)", "...", "--", "+-", '"so"', "'so'", "?!!!!", "%", "£5", "a,,b"]),
    st.sampled_from(["https://example.org/a(c)_b_", "a@b.org,", "www.nhs.uk.", "5&nbsp;€", "&lt;"]),
    st.sampled_from(["2*3*4", "Leser*innen", "p*", "q**", "5 * 3", "snake_case_name", "c_"]),
    st.sampled_from([*WELSH.split(), *ARABIC.split(), CHINESE, "“a”", "‘b’", "a_b_c", "2 < 3 > 1"]),
)
lines = st.lists(words, max_size=8).map(lambda some: " ".join(["So", *some]))
prose = st.lists(lines, min_size=1, max_size=5).flatmap(
    lambda some: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(some))
)
fragments = st.one_of(
    st.text(st.characters(exclude_categories=("C",)), max_size=8),
    st.sampled_from(
        ["<script>", "</p>", "<img src=x onerror=a>", "javascript:", "data:text/html,"]
    ),
    st.sampled_from(["](", "![", "[", ")", "<", ">", "//evil.example", "&#106;", "&Tab;", "\\"]),
    st.sampled_from(["| a |", "|--|", "```", "~~~", "# ", "1. ", "> ", "- ", "\n", "\n\n", "    "]),
    st.sampled_from(
        ["http://", "www.", "a@b.org", "https://example.org", '"', "'", "`", "**", "_"]
    ),
)
markdown = st.lists(fragments, max_size=20).map("".join)


@settings(deadline=None)
@given(prose)
def test_every_sign_of_plain_prose_is_seen(text):
    assert without_spaces(Seen(render_markdown(text)).text) == without_spaces(text)


@settings(deadline=None)
@given(markdown.filter(lambda text: "](" not in text and "```" not in text and "~~~" not in text))
def test_of_any_markdown_only_its_marks_are_not_seen(text):
    def kept(some):
        return [sign for sign in without_spaces(some) if sign not in MARKS]

    assert kept(Seen(render_markdown(text)).text) == kept(text)


@settings(deadline=None)
@given(markdown)
def test_any_markdown_is_safe(text):
    seen = Seen(render_markdown(text))

    assert seen.tags.isdisjoint({"script", "img", "iframe", "style", "svg", "form", "input"})
    assert seen.attributes <= {"href", "title", "rel", "start", "value", "tabindex", "scope"}
    for address in seen.links:
        scheme = re.match(r"\s*([^/?#]*?):", address)
        assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
        assert not address.startswith("//")


@pytest.mark.parametrize(
    "piece",
    [
        "*a",
        "a*",
        "**a*",
        "*_",
        "_a_b*",
        "http://",
        "http://a",
        "x://",
        "www.",
        "a@",
        "mailto:",
        "https://a.b/(",
        "（",
        "1. ",
    ],
)
def test_long_nonsense_does_not_take_long(piece):
    begun = time.process_time()

    render_markdown(piece * (20_000 // len(piece)))

    assert time.process_time() - begun < 2

"""Covers that the server makes: the same for the same title, seen on every ground, kept by browsers for ever."""

import hashlib
import io
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from core.covers import writing
from core.covers.drawing import DRAWING, FORMATS, MadeCover
from core.covers.looks import LOOKS, PLAIN

TITLES = {
    "short": "Homes",
    "long": "The impact of the economic downturn and policy changes on health inequalities " * 4,
    "arabic": "العدالة الصحية في المدن",
    "chinese": "健康公平与社会决定因素",
    "empty": "",
}
LIGHT_PAPER, DARK_PAPER = "#fbf7f0", "#12141f"
# What all covers together look like. When it changes, raise ``DRAWING``: browsers keep pictures for ever.
PICTURES = {1: "6ac27dd42f550e17"}


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def drawn(look, format, title="A title"):  # noqa: A002
    return writing.svg(MadeCover.of(title, look=look, format=format).canvas())


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("look", LOOKS)
def test_a_title_always_gives_the_same_cover_and_another_title_another_one(look, format):  # noqa: A002
    assert drawn(look, format) == drawn(look, format)
    assert drawn(look, format) != drawn(look, format, "Another title")


def test_a_drawing_that_looks_different_gets_a_new_number():
    everything = b"".join(drawn(look, each) for look in sorted(LOOKS) for each in FORMATS)

    assert PICTURES[DRAWING] == hashlib.sha256(everything).hexdigest()[:16]


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("look", LOOKS)
def test_a_cover_is_nothing_but_light_shapes_whatever_its_title(look, title):
    picture = drawn(look, "wide", title)

    tags = set(re.findall(r"<(\w+)", picture.decode()))
    assert tags <= {"svg", "rect", "circle", "polygon", "polyline"}
    assert b"style" not in picture
    assert len(picture) < 6_000


@pytest.mark.parametrize("look", LOOKS)
def test_a_cover_is_seen_on_light_and_dark_pages(look):
    chosen = LOOKS[look]

    assert min(contrast(ground, LIGHT_PAPER) for ground in chosen.grounds) > 7
    assert max(contrast(ink, DARK_PAPER) for ink in chosen.inks) > 7
    assert min(max(contrast(ink, each) for ink in chosen.inks) for each in chosen.grounds) > 4.5


def test_a_look_that_nobody_knows_gives_the_plain_one():
    assert MadeCover.of("A title", look="of old", format="wide").look == PLAIN


def test_the_address_holds_the_whole_cover():
    cover = MadeCover.of("A title", look="houses", format="page")

    assert MadeCover.from_key(cover.key) == cover


@pytest.mark.parametrize(
    "key",
    [
        "0-wide-houses-0123456789ab",
        "1-square-houses-0123456789ab",
        "1-wide-castles-0123456789ab",
        "1-wide-houses-0123456789AB",
        "1-wide-houses-01",
        "nothing",
        "1-wide-houses-0123456789ab\n",
    ],
)
def test_what_is_no_cover_is_not_found(client, key):
    pages = [client.get(reverse(f"core:{name}", args=[key])) for name in ("cover", "cover_png")]

    assert [page.status_code for page in pages] == [404, 404]


def test_browsers_keep_a_cover_for_ever_and_it_sets_no_cookie(client):
    cover = MadeCover.of("A title", look="waves", format="wide")

    answer = client.get(cover.address)

    assert answer.content == writing.svg(cover.canvas())
    names = ["Content-Type", "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy"]
    assert [answer[name] for name in names] == [
        "image/svg+xml",
        "public, max-age=31536000, immutable",
        "nosniff",
        "default-src 'none'",
    ]
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("look", LOOKS)
def test_other_sites_get_the_cover_in_pixels(client, look):
    cover = MadeCover.of("A title", look=look, format="wide")

    answer = client.get(cover.social_address)

    picture = Image.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], picture.format, picture.size) == (
        "image/png",
        "PNG",
        FORMATS["social"],
    )
    assert len(answer.content) < 60_000


def test_pixels_are_drawn_once(client):
    address = MadeCover.of("A title", look="waves", format="wide").social_address
    first = client.get(address).content

    [key] = [key for key in cache._cache if "cover:" in key]
    cache.set(key.removeprefix(":1:"), b"kept")

    assert first != b"kept"
    assert client.get(address).content == b"kept"

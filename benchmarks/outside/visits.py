"""One reader's visits: asking for an address, writing down the answer, and finding where it leads."""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin, urlsplit

from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client, TestCase
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from benchmarks.outside.readable import as_text, headers_as_text, mail_as_text, without_chance
from benchmarks.outside.stillness import CHANCE, undone
from demo.cast import PASSWORD

HOST = "http://testserver"
NOBODY = "anonymous"
# Nobody of the cast may enter Django's admin, so one of them is made an operator in the copy of this reader.
OPERATOR, OPERATOR_PLAYER = "operator", "admin"
_ADDRESS_IN_TEXT = re.compile(rf"{HOST}(/[^\s\"'<>\\)]*)")
_TOKEN = re.compile(r"<resumptionToken[^>]*>([^<]+)<")
# Files that change with nothing that a reader is told.
_NOT_FOLLOWED = ("/static/", "/media-is-not-served/")
_WORDS_FOR_KIND = {
    "number": "1",
    "date": "2026-12-08",
    "time": "10:30",
    "datetime-local": "2026-12-08T10:30",
    "email": "somebody@demo.example",
    "url": "https://example.org/work",
    "month": "2026-10",
}


@dataclass
class Form:
    """A form of a page: where it is sent, how, and its fields with what stands in them."""

    action: str
    method: str
    page: str
    kept: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, list[str]] = field(default_factory=dict)

    def empty_data(self) -> dict[str, list[str]]:
        """Return the data that the form sends when nobody enters anything."""
        return {name: [""] for name in self.filled} | self.kept

    def filled_data(self) -> dict[str, list[str]]:
        """Return the data that the form sends when every empty field gets a plausible word."""
        return self.filled | self.kept


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [v for name, v in given.items() if name == "href" or v.startswith("/")]
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = Form(given.get("action") or self.address, method, self.address)
            self.forms.append(self._form)
        elif self._form and "disabled" not in given:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind, value = given.get("name", ""), given.get("type", "text"), given.get("value", "")
        if tag == "option":
            self._option(form, value, is_chosen="selected" in given)
        elif not name or kind == "file":
            return
        elif tag == "select":
            self._select = name
            form.filled.setdefault(name, [""])
        elif kind == "hidden":
            form.kept.setdefault(name, []).append(value)
        elif tag == "button" or kind == "submit":
            # Of several buttons the first is pressed.
            form.kept.setdefault(name, [value])
        elif kind in {"checkbox", "radio"}:
            if "checked" in given or not any(form.filled.get(name, [])):
                form.filled[name] = [value or "on"]
        else:
            words = _WORDS_FOR_KIND.get(kind, "Words for the comparison")
            form.filled[name] = [value or words]

    def _option(self, form: Form, value: str, *, is_chosen: bool) -> None:
        if self._select and (is_chosen or (value and not any(form.filled[self._select]))):
            form.filled[self._select] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in {"select", "form"}:
            self._select = ""


@dataclass
class Seen:
    """What an answer leads to."""

    links: list[str]
    forms: list[Form]


def matched(address: str) -> ResolverMatch | None:
    """Return the view that an address leads to, if it is one of ours."""
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:
        return None


def name_of(address: str) -> str:
    """Return the name of the view behind an address, or its route where it has none."""
    match = matched(address)
    return (match.view_name or str(match.route)) if match else "none"


class Visitor:
    """One reader with a browser, and the folder in which their answers are kept."""

    def __init__(self, reader: str, folder: Path) -> None:
        self.reader = reader
        self.folder = folder
        self.client = Client(raise_request_exception=False)

    def sign_in(self) -> None:
        """Sign in with the password of the demo, as a person does."""
        if self.reader == NOBODY:
            return
        CHANCE.begin(f"{self.reader} signs in")
        player = OPERATOR_PLAYER if self.reader == OPERATOR else self.reader
        email = f"{player}@demo.example"
        if self.reader == OPERATOR:
            user = get_user_model().objects.filter(email=email)
            user.update(is_superuser=True, is_staff=True)
        self.client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        if "_auth_user_id" in self.client.session:
            # Once more, as what cannot be undone asks for it.
            self.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        else:
            # Some of the cast have no password: they sign in with a code.
            self.client.force_login(get_user_model().objects.get(email=email))

    def get(self, address: str) -> Seen:
        """Ask for an address, keep the answer and return where it leads. Nothing stays changed."""
        CHANCE.begin(f"{self.reader} {address}")
        with undone():
            answer = self.client.get(address)
            content = _content_of(answer)
            self._keep("GET", address, _told(answer, content))
        return _seen(address, answer, content)

    def post(self, form: Form, *, how: str, data: dict[str, list[str]], times: int = 1) -> None:
        """Send a form so many times and keep the answers, with the mails that follow. Nothing stays changed."""
        CHANCE.begin(f"{self.reader} {how} {form.action}")
        cookies: SimpleCookie = SimpleCookie()
        cookies.update(self.client.cookies)
        told = []
        with undone():
            for _ in range(times):
                mail.outbox = []
                with TestCase.captureOnCommitCallbacks(execute=True):
                    answer = self.client.post(form.action, data)
                    content = _content_of(answer)
                told += [_told(answer, content)]
                told += [f"=== mail\n{mail_as_text(one)}" for one in mail.outbox]
        self.client.cookies = cookies
        self._keep(f"POST {how}", form.action, "\n\n".join(told))

    def _keep(self, method: str, address: str, told: str) -> None:
        view = name_of(address).replace(":", ".")
        words = re.sub(r"[^\w.=-]+", "_", f"{method.lower()}{without_chance(address)}")[:80]
        # Of the forms of one view only one is sent, so whose key it carries does not matter.
        code = hashlib.sha256(f"{method} {address}".encode()).hexdigest()[:8]
        folder = self.folder / "answers" / self.reader / re.sub(r"[^\w.-]+", "_", view)[:60]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{words}-{code}.txt").write_text(f"{method} {address}\n{told}\n")


def _content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _told(answer: Any, content: bytes) -> str:
    kind = answer.headers.get("Content-Type", "")
    lines = [f"Status: {answer.status_code}"]
    lines.append(headers_as_text(answer.headers, answer.cookies.values()))
    if 300 <= answer.status_code < 400:
        # What the next page will say; asking for it here takes it away, which is undone.
        lines += [f"Message: {m.tags}: {m}" for m in get_messages(answer.wsgi_request)]
    return "\n".join([*lines, "", as_text(content, kind)])


def _seen(address: str, answer: Any, content: bytes) -> Seen:
    kind = answer.headers.get("Content-Type", "")
    links: list[str] = []
    forms: list[Form] = []
    if "html" in kind:
        page = Page(address)
        page.feed(content.decode())
        links, forms = page.links, page.forms
    elif any(word in kind for word in ("json", "xml", "text/", "calendar")):
        links = [html.unescape(found) for found in _ADDRESS_IN_TEXT.findall(content.decode())]
    if token := _TOKEN.search(content.decode()) if "xml" in kind else None:
        verb = parse_qs(urlsplit(address).query).get("verb", [""])[0]
        links.append(
            f"/oai?{urlencode({'verb': verb, 'resumptionToken': html.unescape(token[1])})}"
        )
    if "Location" in answer.headers:
        links.append(answer.headers["Location"])
    return Seen(list(_within(address, links)), [f for f in forms if _leads_to_us(f)])


def _leads_to_us(form: Form) -> bool:
    form.action = next(_within(form.page, [form.action]), "")
    return form.method == "post" and bool(form.action) and matched(form.action) is not None


def _within(page: str, links: list[str]) -> Iterator[str]:
    """Yield the links that stay on this site, without the host and without repeating."""
    told = set()
    for link in links:
        address = urldefrag(urljoin(HOST + page, link))[0]
        if not address.startswith(HOST + "/"):
            continue
        address = address[len(HOST) :]
        if address not in told and not address.startswith(_NOT_FOLLOWED):
            told.add(address)
            yield address

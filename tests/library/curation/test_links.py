"""Addresses of works are looked at; none leads this server into its own network."""

import datetime as dt
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library import tasks
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record
from library.curation.actions.links import (
    accept_link,
    recheck_link,
    record_link_answer,
    schedule_link_checks,
)
from library.curation.links.batches import check_batch
from library.curation.links.checking import LinkAnswer, Reach, check_address
from library.curation.links.public_addresses import is_public
from library.curation.models import LinkCheck, LinkState

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HERE = Reach(is_allowed=lambda number: number == "127.0.0.1", only_usual_ports=False)


class Site(BaseHTTPRequestHandler):
    """A web site with one page for each thing that servers do."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        page = self.path.strip("/")
        if page == "no-head" and self.command == "HEAD":
            page = "405"
        if page == "round":
            self.answer(302, "/round")
        elif page == "moved":
            self.answer(301, "/fine")
        elif page == "inside":
            self.answer(302, "http://10.0.0.1/")
        elif page == "file":
            self.answer(302, "file:///etc/passwd")
        elif page == "nonsense":
            self.wfile.write(b"no http at all\r\n")
        elif page == "silence":
            self.server.wait.wait(5)
        else:
            self.answer(int(page) if page.isdigit() else 200)

    do_GET = do_HEAD  # noqa: N815

    def answer(self, status, moved_to=""):
        self.send_response(status)
        if moved_to:
            self.send_header("Location", moved_to)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.wait = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.wait.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("fine", LinkState.WORKS),
        ("moved", LinkState.WORKS),
        ("no-head", LinkState.WORKS),
        ("404", LinkState.GONE),
        ("410", LinkState.GONE),
        ("round", LinkState.GONE),
        ("403", LinkState.GUARDED),
        ("429", LinkState.GUARDED),
        ("503", LinkState.FAILING),
        ("nonsense", LinkState.FAILING),
        ("inside", LinkState.REFUSED),
        ("file", LinkState.REFUSED),
        ("caf%C3%A9 und-ö?q=ä", LinkState.WORKS),
    ],
)
def test_a_look_tells_what_the_server_does(site, page, state):
    assert check_address(f"{site.address}/{page}", reach=HERE).state == state


def test_a_page_that_knows_no_head_is_asked_again_and_its_body_is_not(site):
    check_address(f"{site.address}/no-head", reach=HERE)
    host = site.address.removeprefix("http://")

    assert site.asked == [("HEAD", "/no-head", host), ("GET", "/no-head", host)]


def test_a_server_that_says_nothing_is_left_in_time(site, monkeypatch):
    monkeypatch.setattr("library.curation.links.checking._SECONDS", 0.2)

    answer = check_address(f"{site.address}/silence", reach=HERE)

    assert answer == LinkAnswer(LinkState.FAILING, "It did not answer in time.")


def test_a_server_that_drips_is_cut(site, monkeypatch):
    monkeypatch.setattr("library.curation.links.checking._MOST_SECONDS", 0.2)

    assert check_address(f"{site.address}/silence", reach=HERE).state == LinkState.FAILING


def test_nothing_inside_is_called(site):
    addresses = [
        site.address,
        "http://localhost/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://example.org:8080/",
        "http://user:secret@example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "javascript:alert(1)",
        "",
    ]

    assert {url: check_address(url).state for url in addresses} == dict.fromkeys(
        addresses, LinkState.REFUSED
    )
    assert site.asked == []


def test_a_name_with_one_inside_number_among_public_ones_is_refused(monkeypatch):
    def numbers(*args, **kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80))
            for number in ("93.184.215.14", "10.1.2.3")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", numbers)

    assert check_address("http://example.org/").state == LinkState.REFUSED


def test_the_connection_goes_to_the_number_that_was_judged(site, monkeypatch):
    real, asked = socket.getaddrinfo, []

    def numbers(host, port, *args, **kwargs):
        asked.append(host)
        # A name that answers with the public number first, and with an inside one afterwards.
        number = "127.0.0.1" if asked.count(host) == 1 else "10.0.0.1"
        return real(number, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", numbers)
    url = f"http://changing.example:{site.server_port}/fine"

    assert check_address(url, reach=HERE).state == LinkState.WORKS
    assert asked.count("changing.example") == 1
    assert site.asked == [("HEAD", "/fine", f"changing.example:{site.server_port}")]


@pytest.mark.parametrize(
    "number",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0"),
        *("fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::a00:1"),
        *("64:ff9b:1::a00:1", "2001:0:a00:1::", "not an address", ""),
    ],
)
def test_these_numbers_are_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_these_numbers_are_public(number):
    assert is_public(number)


def checks_of(*urls):
    return [LinkCheck(pk=number, url=url) for number, url in enumerate(urls, start=1)]


def test_a_round_looks_at_one_address_of_each_server():
    due = checks_of("http://a.example/1", "http://A.example/2", "http://b.example/")
    works = LinkAnswer(LinkState.WORKS)

    answers = check_batch(due, control=None, ask=lambda url: works)

    assert answers == {due[0]: works, due[2]: works}


@pytest.mark.parametrize(
    ("control", "is_offline"), [(None, True), ("http://down/", True), ("http://up/", False)]
)
def test_when_nobody_answers_an_address_that_worked_tells_whose_fault_it_is(control, is_offline):
    due = checks_of("http://a.example/", "http://b.example/")

    def answer(url):
        return LinkAnswer(LinkState.WORKS if url == "http://up/" else LinkState.FAILING)

    answers = check_batch(due, control=control and LinkCheck(url=control), ask=answer)

    assert (answers is None) == is_offline


def linked(url="https://example.org/report", **fields):
    record = RecordFactory(url=url, **fields)
    schedule_link_checks(at=NOW)
    return record


def broken():
    return list(LinkCheck.objects.broken().values_list("record", flat=True))


@pytest.mark.django_db
def test_addresses_come_under_watch_and_leave_it():
    RecordFactory()
    gone, corrected = (
        RecordFactory(url="https://a.example/"),
        RecordFactory(url="https://b.example/"),
    )
    first = schedule_link_checks(at=NOW)
    Record.objects.filter(pk=corrected.pk).update(url="https://c.example/")
    withdraw_record(record=gone, reason="Wrong.", by=UserFactory(), at=NOW)

    second, third = schedule_link_checks(at=NOW + DAY), schedule_link_checks(at=NOW + DAY)

    assert (first, second, third) == (2, 1, 0)
    assert list(LinkCheck.objects.values_list("url", flat=True)) == ["https://c.example/"]


@pytest.mark.django_db
def test_a_server_is_given_three_days_and_a_missing_page_none():
    down, missing = linked(), linked("https://example.org/missing")
    seen = []
    for day in range(3):
        for record, state in ((down, LinkState.FAILING), (missing, LinkState.GONE)):
            check = LinkCheck.objects.get(record=record)
            record_link_answer(check=check, answer=LinkAnswer(state, "Why."), at=NOW + day * DAY)
        seen.append(sorted(broken()))
    record_link_answer(
        check=LinkCheck.objects.get(record=down),
        answer=LinkAnswer(LinkState.WORKS),
        at=NOW + 4 * DAY,
    )

    assert seen == [[missing.pk], [missing.pk], [down.pk, missing.pk]]
    assert broken() == [missing.pk]
    check = LinkCheck.objects.get(record=down)
    assert (check.failures, check.next_at) == (0, NOW + 34 * DAY)


@pytest.mark.django_db
def test_an_editor_accepts_an_address_until_it_is_another_one(client):
    editor, record = UserFactory(roles=[Role.EDITOR]), linked()
    gone = LinkAnswer(LinkState.GONE, "The server answers 404.")
    record_link_answer(check=record.link_check, answer=gone, at=NOW)
    client.force_login(editor)
    page = reverse("library:desk_queue", args=["links"])

    [waiting] = client.get(page).context["table"].rows
    client.post(reverse("library:link_check", args=[record.pk]), {"accept": "yes"})
    accepted = client.get(page).context["table"].rows
    Record.objects.filter(pk=record.pk).update(url="https://example.org/new")
    schedule_link_checks(at=NOW)

    assert waiting.why == ("Page not found: The server answers 404. https://example.org/report")
    assert accepted == []
    check = LinkCheck.objects.get(record=record)
    assert (check.url, check.state, check.is_accepted) == (
        "https://example.org/new",
        LinkState.WAITING,
        False,
    )


@pytest.mark.django_db
def test_looking_again_makes_the_address_due_and_asks_about_it_anew(client):
    record = linked()
    accept_link(record=record, by=UserFactory())
    record_link_answer(check=record.link_check, answer=LinkAnswer(LinkState.GONE), at=NOW)

    recheck_link(record=record, at=NOW + DAY)

    assert [check.record for check in LinkCheck.objects.due_at(NOW + DAY)] == [record]
    assert broken() == [record.pk]


@pytest.mark.django_db
def test_others_than_editors_change_nothing_about_links(client):
    record = linked()
    client.force_login(UserFactory())

    answer = client.post(reverse("library:link_check", args=[record.pk]), {"accept": "yes"})

    assert answer.status_code == 403
    assert not LinkCheck.objects.get().is_accepted


@pytest.mark.django_db
def test_the_task_looks_at_what_is_due_and_waits_while_it_is_offline(settings, monkeypatch):
    settings.LINK_CHECKS = True
    record = linked("http://127.0.0.1/private")
    tasks.check_links()
    refused = LinkCheck.objects.get(record=record)
    silent = linked("http://silent.invalid/")

    def no_numbers(*args, **kwargs):
        raise socket.gaierror("offline")

    monkeypatch.setattr(socket, "getaddrinfo", no_numbers)
    tasks.check_links()

    assert refused.state == LinkState.REFUSED
    waiting = LinkCheck.objects.get(record=silent)
    assert (waiting.state, waiting.failures) == (LinkState.WAITING, 0)
    assert waiting.next_at > NOW + DAY

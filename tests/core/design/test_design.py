"""The design system: light, complete, and the same in every form and on every error page."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from core.design import style_sheet
from core.design.samples import ARABIC, LONG_WELSH
from core.design.style_sheet import SHEET, SHEET_OF_TABLES, SHEETS
from core.forms.bases import Form, Helper
from core.refusals import Conflict, TooManyRequests
from core.templatetags.praxis import device, initials
from core.views import bad_request, page_not_found, permission_denied, server_error
from demo.factories.accounts import UserFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"


class PlaceForm(Form):
    place = forms.CharField(
        help_text="A town or a ward.", error_messages={"required": "Enter the place"}
    )
    people = forms.IntegerField(required=False)
    pace = forms.ChoiceField(
        choices=[("w", "Week"), ("m", "Month")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a pace"},
    )
    agrees = forms.BooleanField(label="I agree", error_messages={"required": "Agree first"})

    @property
    def helper(self) -> Helper:
        return Helper(self)


def rendered(form: forms.Form) -> str:
    template = Template("{% load praxis %}{% form form %}")
    return template.render(Context({"form": form, "csrf_token": "token"}))


def in_order(html: str, *parts: str) -> bool:
    places = [html.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_the_style_sheet_of_every_page_weighs_at_most_twelve_kilobytes():
    head = (TEMPLATES / "base.html").read_text().partition("</head>")[0]
    sheet = Path(finders.find(SHEET)).read_bytes()

    assert re.findall(r"core/\w+\.css", head) == [SHEET]
    assert len(gzip.compress(sheet, mtime=0)) <= 12_000


def test_the_sheet_is_all_parts_as_they_are_now(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(style_sheet, "_FOLDER", tmp_path)
    for name in [part for parts in SHEETS.values() for part in parts]:
        (tmp_path / f"{name}.css").write_text(
            f"/* For those who write it. */\n.{name} {{\n  order: 1;\n}}\n"
        )
    first = Path(finders.find(SHEET)).read_text()
    (tmp_path / "print.css").write_text("p { color: red; }")

    again = Path(finders.find(SHEET)).read_text()

    assert first == "".join(f".{name}{{order:1}}" for name in style_sheet.PARTS)
    assert again.endswith("p{color:red}")


def test_every_part_is_in_one_sheet():
    folder = Path(style_sheet.__file__).parents[1] / "styles"

    in_sheets = [part for parts in SHEETS.values() for part in parts]

    assert sorted(part.stem for part in folder.iterdir()) == sorted(in_sheets)


def test_every_page_with_a_table_to_work_on_loads_the_sheet_of_tables():
    texts = {
        str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")
    }
    tables = {name for name, text in texts.items() if 'class="work-table' in text}
    fragments = {name for name in tables if name.split("/")[-1].startswith("_")}
    fragments |= {name for name in tables if name.startswith("components/")}
    pages = {
        name
        for name, text in texts.items()
        if name in tables - fragments or any(f'"{each}"' in text for each in fragments)
    }

    assert pages
    assert [name for name in pages if SHEET_OF_TABLES not in texts[name]] == []


def test_the_sheet_is_collected_with_the_rest(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", interactive=False, verbosity=0)

    for name in SHEETS:
        assert (tmp_path / name).read_text() == Path(finders.find(name)).read_text()
    assert (tmp_path / "core" / "charts.css").exists()


def test_the_design_page_shows_every_component(client, settings):
    settings.DEBUG = True
    response = client.get(reverse("core:design"))
    shown = {template.name for template in response.templates}

    wanted = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}

    only_when_signed_in = {
        f"components/{name}.html" for name in ("name_menu", "account_nav", "kept_words")
    }
    of_sign_in = {"components/account_fields.html"}
    of_the_head, of_refusals = {"components/social.html"}, {"components/sent_words.html"}
    apart = only_when_signed_in | of_sign_in | of_the_head | of_refusals
    assert wanted - shown - apart == set()
    assert LONG_WELSH in response.text
    assert ARABIC in response.text


def test_the_design_page_is_for_development_only(client):
    assert client.get(reverse("core:design")).status_code == 404


def test_no_template_of_a_page_has_inline_style_or_script():
    inline = re.compile(
        r"<style|\sstyle=|\son(?:click|submit|change|load)="
        r"|<script(?![^>]*(?:src=|type=\"application/(?:ld\+)?json\"))"
    )
    pages = [p for p in TEMPLATES.rglob("*.html") if not {"mail", "email"} & set(p.parts)]
    without_tags = {p: re.sub(r"\{[%#].*?[%#]\}", "", p.read_text(), flags=re.S) for p in pages}

    assert {
        p.name: inline.findall(text) for p, text in without_tags.items() if inline.search(text)
    } == {}


def test_a_field_shows_label_hint_error_and_input_in_that_order():
    html = rendered(PlaceForm({}))

    assert in_order(
        html,
        '<label for="id_place">Place</label>',
        '<div class="hint" id="id_place_helptext">A town or a ward.</div>',
        '<div class="error" id="id_place_error">',
        '<input type="text" name="place" required aria-invalid="true"'
        ' aria-describedby="id_place_helptext id_place_error" id="id_place">',
    )


def test_the_error_summary_comes_first_and_leads_to_each_input():
    html = rendered(PlaceForm({"people": "many"}))

    summary = html[html.index('class="error-summary"') : html.index('<label for="id_place"')]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert links == [
        ("id_place", "Enter the place"),
        ("id_people", "Enter a number"),
        ("id_pace_0", "Choose a pace"),
        ("id_agrees", "Agree first"),
    ]
    assert [f'id="{anchor}"' in html for anchor, _ in links] == [True] * 4
    assert 'role="alert" tabindex="-1"' in summary


def test_what_several_fields_are_told_in_the_same_words_names_each():
    class Twice(forms.Form):
        warm = forms.CharField(label="Warm", error_messages={"required": "Choose one."})
        dry = forms.CharField(label="Dry", error_messages={"required": "Choose one."})
        safe = forms.CharField(label="Safe", error_messages={"required": "Say how safe."})

    form = Twice({})
    form.is_valid()
    items = render_to_string("components/error_items.html", {"form": form})

    assert re.findall(r">([^<>]+)</a>", items) == [
        "Warm: Choose one.",
        "Dry: Choose one.",
        "Say how safe.",
    ]


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in rendered(PlaceForm())


def test_what_was_typed_into_a_number_is_kept():
    html = rendered(PlaceForm({"people": "about 900"}))

    assert '<input type="text" inputmode="numeric" name="people" value="about 900"' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = rendered(PlaceForm({}))

    assert in_order(
        html,
        '<fieldset class="field has-error" aria-describedby="id_pace_error">',
        "<legend>Pace</legend>",
        'id="id_pace_error"',
        'id="id_pace_0"',
        '<label for="id_pace_0">Week</label>',
        "</fieldset>",
    )


def test_optional_is_said_in_words_and_only_where_something_is_sent():
    sent = rendered(PlaceForm())
    search = PlaceForm()
    helper = search.helper
    helper.form_method = "get"
    asked = Template("{% load praxis %}{% form form helper %}").render(
        Context({"form": search, "helper": helper})
    )

    assert sent.count("(optional)") == 1
    assert asked.count("(optional)") == 0


def test_djangos_own_rendering_of_a_form_is_the_same():
    html = PlaceForm({}).as_div()

    assert in_order(html, "error-summary", "id_place_helptext", "id_place_error", 'id="id_place"')


def test_what_is_typed_is_escaped():
    html = rendered(PlaceForm({"place": '"><script>alert(1)</script>'}))

    assert "<script>" not in html


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/courses/", ["Courses"]),
        ("/courses/gradient/", ["Courses"]),
        ("/certificates/abc/", ["Courses"]),
        ("/mentoring/mentors/", ["Mentoring"]),
        ("/networks/", ["Networks"]),
        ("/events/3/", ["Events"]),
        ("/library/12/", ["Library"]),
        ("/submissions/", ["Library"]),
        ("/home/", ["Home"]),
        ("/", ["Home"]),
        ("/institute/", []),
    ],
)
@pytest.mark.django_db
def test_the_navigation_marks_where_the_reader_is(path, current):
    html = render_to_string("base.html", request=_request(path))
    navigation = html[html.index('class="site-nav"') : html.index("</nav>")]

    marked = re.findall(r'aria-current="(?:page|true)"><svg.*?</svg>([^<]+)<', navigation)

    assert marked == current


@pytest.mark.django_db
def test_the_inbox_says_its_count_in_words():
    html = render_to_string(
        "base.html", {"unread_count": 3}, request=_request("/", UserFactory(full_name=ARABIC))
    )

    assert re.sub(r"<[^>]+>", "", html).count("Notifications, 3 unread") == 1
    assert ARABIC in html
    assert 'action="/accounts/logout/" method="post"' in html


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (bad_request, 400, "We could not read this request"),
        (permission_denied, 403, "You cannot open this page"),
        (page_not_found, 404, "Page not found"),
    ],
)
@pytest.mark.django_db
def test_an_error_page_says_what_happened_and_where_help_is(view, status, words):
    response = view(_request("/somewhere/"), Exception("secret"))

    assert response.status_code == status
    assert f"<h1>{words}</h1>" in response.text
    assert reverse("dashboard:help") in response.text
    assert "secret" not in response.text


@pytest.mark.django_db
def test_the_404_page_offers_the_search(client):
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert f'action="{reverse("dashboard:search")}"' in response.text


@pytest.mark.parametrize(
    ("refusal", "status"), [(Conflict("It is closed."), 409), (TooManyRequests("Wait."), 429)]
)
@pytest.mark.django_db
def test_a_refusal_shows_its_reason(refusal, status):
    html = render_to_string(f"{status}.html", {"reason": str(refusal)}, request=_request("/x/"))

    assert f'<p class="lead">{refusal}</p>' in html


def test_the_500_page_needs_neither_database_nor_context():
    response = server_error(HttpRequest())

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text


@pytest.mark.django_db
def test_a_form_that_came_too_late_is_answered_in_the_design():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))

    assert response.status_code == 403
    assert "Send the form again" in response.text


OPEN_PAGES = ["account_login", "account_signup", "account_request_login_code"]
OPEN_PAGES += ["account_reset_password", "account_inactive"]
OWN_PAGES = ["account_email", "account_change_password", "account_logout", "account_reauthenticate"]
OWN_PAGES += ["mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"]
OWN_PAGES += ["mfa_generate_recovery_codes", "usersessions_list"]


@pytest.mark.parametrize("name", OPEN_PAGES)
@pytest.mark.django_db
def test_the_pages_before_sign_in_stand_in_the_design(client, name):
    _assert_in_the_design(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.django_db
def test_the_pages_about_ones_own_sign_in_stand_in_the_design(client, name):
    person = UserFactory()
    person.set_password("a long password")
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": person.email, "password": "a long password"})

    _assert_in_the_design(client.get(reverse(name), follow=True))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Ng", "AN"),
        (LONG_WELSH, "GL"),
        ("عبد الله", "عا"),
        ("李小龙", "李"),
        ("🙂 Ana", "A"),
        ("🙂", "?"),
        ("", "?"),
    ],
)
def test_initials_stand_for_a_name_in_any_script(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            "Chrome · Linux",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
    ],
)
def test_a_device_is_named_in_words(agent, words):
    assert device(agent) == words


def test_pages_keep_the_rest_of_the_query():
    request = _request("/library/?q=work&page=3")
    page = Paginator(range(100), 10).page(3)

    html = render_to_string("components/pagination.html", {"page": page}, request=request)

    assert 'href="?q=work&amp;page=4"' in html
    assert re.findall(r'aria-current="page".*?</span>(\d+)<', html) == ["3"]


def _request(path: str, user: object = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def _assert_in_the_design(response) -> None:
    assert response.status_code == 200
    assert response.text.count("<h1>") == 1
    assert 'class="site-head wrap"' in response.text
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", response.text) == []
    assert (
        re.findall(r"<script(?![^>]*(?:src=|type=\"application/(?:ld\+)?json\"))", response.text)
        == []
    )

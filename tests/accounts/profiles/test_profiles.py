"""What people tell about themselves, and who reads it."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.actions.opening import mark_onboarded
from accounts.actions.profiles import save_profile
from accounts.forms.profiles import JobForm
from accounts.models import Organisation, Profile, User, Visibility
from accounts.profiles.places import countries
from accounts.profiles.visibility import fields_shown, photos_shown
from demo.factories.accounts import OrganisationFactory, ProfileFactory, UserFactory
from demo.factories.networks import NetworkFactory
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def words(**changes):
    return {
        "full_name": "Ada Okafor",
        "job_title": "Public health consultant",
        "organisation": "Coventry City Council",
        "place": "Coventry",
        "about": "I work on childhood obesity.",
        "languages": "English, cymraeg",
        "time_zone": "Africa/Lagos",
        **{f"show_{field}": "members" for field in Profile.SHOWABLE},
        **changes,
    }


@pytest.fixture
def told() -> Profile:
    return ProfileFactory(
        job_title="Nurse",
        organisation=OrganisationFactory(name="Trust"),
        place="Hull",
        about="I listen.",
        languages=["English"],
        photo="photos/a.webp",
    )


@pytest.mark.parametrize("field", Profile.FIELDS)
@pytest.mark.parametrize(
    ("shown_to", "readers"),
    [
        (Visibility.EVERYONE, ["visitor", "member", "network", "owner"]),
        (Visibility.MEMBERS, ["member", "network", "owner"]),
        (Visibility.NETWORKS, ["network", "owner"]),
        (Visibility.NOBODY, ["owner"]),
    ],
)
def test_each_field_is_read_by_its_own_circle_only(told, field, shown_to, readers):
    others = dict.fromkeys(Profile.SHOWABLE, Visibility.NOBODY)
    told.shown_to = {**others, field: shown_to}

    someone = UserFactory()
    seen = {
        "visitor": told.fields_for(AnonymousUser()),
        "member": told.fields_for(someone),
        "network": told.fields_for(someone, shares_network=True),
        "owner": told.fields_for(told.user),
    }

    assert [reader for reader, fields in seen.items() if field in fields] == readers
    assert set(seen["network"]) <= {field}
    assert set(seen["owner"]) == set(Profile.FIELDS)


def test_a_visitor_never_shares_a_network(told):
    told.shown_to = dict.fromkeys(Profile.SHOWABLE, Visibility.NETWORKS)

    assert told.fields_for(AnonymousUser(), shares_network=True) == {}


def test_what_nobody_chose_is_for_people_who_are_signed_in(told):
    assert told.fields_for(AnonymousUser()) == {}
    assert set(told.fields_for(UserFactory())) == set(Profile.FIELDS)


def test_an_empty_field_is_not_shown():
    assert ProfileFactory(place="Hull").fields_for(UserFactory()) == {"place": "Hull"}


def test_every_account_has_a_profile_however_it_was_made():
    User.objects.create_superuser("root@example.org", "secret", full_name="Root")
    User(email="b@example.org", full_name="B").save()
    UserFactory()

    assert Profile.objects.count() == User.objects.count() == 3


def test_profile_edit_keeps_what_was_told(ada, ada_client):
    OrganisationFactory(name="Coventry City Council")

    answer = ada_client.post(
        reverse("accounts:profile_edit"),
        words(organisation="coventry  city council", show_place="nobody"),
    )

    profile = Profile.objects.get(user=ada)
    assert answer["Location"] == reverse("accounts:profile_edit")
    assert (profile.organisation.name, profile.languages, profile.place) == (
        "Coventry City Council",
        ["English", "Welsh"],
        "Coventry",
    )
    assert profile.visibility_of("place") == Visibility.NOBODY
    assert User.objects.get(pk=ada.pk).time_zone == "Africa/Lagos"
    assert Organisation.objects.count() == 1


def test_profile_edit_shows_again_what_was_told(ada, ada_client):
    ada_client.post(reverse("accounts:profile_edit"), words(show_about="networks"))

    form = ada_client.get(reverse("accounts:profile_edit")).context["form"]

    shown = {name: form[name].value() for name in words()}
    assert shown == words(languages="English, Welsh", show_about="networks")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "x" * 101),
        ("full_name", "a\x00b"),
        ("job_title", "x" * 121),
        ("job_title", "a\x07b"),
        ("organisation", "x" * 201),
        ("organisation", "a\x1fb"),
        ("place", "x" * 121),
        ("about", "x" * 2001),
        ("about", "a\x00"),
        ("languages", ",".join("abcdefghijk")),
        ("languages", "x" * 41),
        ("languages", "a\x07"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("show_place", "friends"),
    ],
)
def test_profile_edit_refuses_bad_input_beside_the_field_and_writes_nothing(
    ada, ada_client, field, value
):
    before = Profile.objects.values().get(user=ada)

    answer = ada_client.post(reverse("accounts:profile_edit"), words(**{field: value}))

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert "I work on childhood obesity." in answer.content.decode() or field == "about"
    assert Profile.objects.values().get(user=ada) == before
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "100% 'fair' \"play\"", "محمد שלום", "🙂", "a\r\nb", " "]
)
@pytest.mark.parametrize("field", ["full_name", "job_title", "organisation", "place", "about"])
def test_profile_edit_takes_any_other_text_and_shows_it_escaped(ada_client, field, text):
    answer = ada_client.post(reverse("accounts:profile_edit"), words(**{field: text}))

    if answer.status_code == 200:
        assert set(answer.context["form"].errors) == {field}
    page = ada_client.get(reverse("accounts:profile_edit")).content.decode()
    assert "<script>alert" not in page


def photo_file() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (100, 80), "green").save(buffer, "PNG")
    return SimpleUploadedFile("me.png", buffer.getvalue(), "image/png")


def test_profile_edit_takes_a_photo_and_takes_it_away(ada, ada_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ada_client.post(reverse("accounts:profile_edit"), words(photo=photo_file()))
    assert Profile.objects.get(user=ada).photo.name.endswith(".webp")
    assert ada_client.get(reverse("accounts:photo", args=[ada.pk])).status_code == 200

    ada_client.post(reverse("accounts:profile_edit"), words(remove_photo="on"))

    assert not Profile.objects.get(user=ada).photo


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"GIF89a"])
def test_profile_edit_says_why_a_file_is_no_photo(ada, ada_client, content):
    upload = SimpleUploadedFile("me.jpg", content, "image/jpeg")

    answer = ada_client.post(reverse("accounts:profile_edit"), words(photo=upload))

    assert set(answer.context["form"].errors) == {"photo"}
    assert not Profile.objects.get(user=ada).photo


def test_work_form_cleans_to_the_words_of_save_profile(ada):
    form = JobForm(
        {"job_title": "Nurse", "organisation": "Trust", "languages": "", "time_zone": "UTC"},
        user=ada,
    )

    assert form.is_valid(), form.errors
    profile = save_profile(user=ada, **form.cleaned_data)
    assert (profile.job_title, str(profile.organisation), profile.languages) == (
        "Nurse",
        "Trust",
        [],
    )


def test_work_form_offers_a_zone_that_is_no_longer_in_the_list():
    user = UserFactory(time_zone="Asia/Calcutta")

    form = JobForm({"time_zone": "Asia/Calcutta"}, user=user)

    assert form.is_valid(), form.errors


def test_saving_a_part_leaves_the_rest(told):
    save_profile(user=told.user, place="Leeds", shown_to={"place": Visibility.EVERYONE})
    save_profile(user=told.user, shown_to={"about": Visibility.NOBODY})

    told.refresh_from_db()
    assert (told.place, told.job_title) == ("Leeds", "Nurse")
    assert told.shown_to == {"place": "everyone", "about": "nobody"}


def test_the_first_welcome_counts(ada):
    mark_onboarded(user=ada, at=NOW)
    mark_onboarded(user=ada, at=NOW + dt.timedelta(days=1))

    assert Profile.objects.get(user=ada).onboarded_at == NOW


def test_moments_are_shown_in_the_zone_of_the_reader(ada, rf):
    from django.http import HttpResponse
    from django.utils import timezone

    from accounts.middleware import TimeZoneMiddleware

    zones = []

    def page(request):
        zones.append(timezone.get_current_timezone_name())
        return HttpResponse()

    save_profile(user=ada, time_zone="Africa/Lagos")
    middleware = TimeZoneMiddleware(page)
    member, stranger = Client(), Client()
    member.force_login(ada)
    for visitor in (member, stranger):
        request = rf.get("/")
        request.session = visitor.session
        middleware(request)

    assert zones == ["Africa/Lagos", "Europe/London"]


def test_countries_come_from_the_zone_database():
    assert dict(countries())["GB"].startswith("Britain")


def test_profile_edit_takes_as_many_queries_whatever_the_register(ada_client):
    OrganisationFactory()
    few = queries_of(ada_client, reverse("accounts:profile_edit"))
    OrganisationFactory.create_batch(3)

    assert queries_of(ada_client, reverse("accounts:profile_edit")) == few <= [12]


@pytest.mark.parametrize("name", ["settings", "data_export", "close_account"])
def test_the_other_pages_ask_little(ada_client, name):
    assert queries_of(ada_client, reverse(f"accounts:{name}")) <= [6]


@pytest.mark.parametrize("count", [1, 4])
def test_the_fields_of_a_list_of_people_take_one_query_whatever_its_length(
    django_assert_num_queries, count
):
    reader = UserFactory()
    near, far = UserFactory.create_batch(count), UserFactory.create_batch(count)
    NetworkFactory(members=[reader, *near])
    for person in (*near, *far):
        ProfileFactory(
            user=person, job_title="Nurse", place="Hull", photo="photos/a.webp",
            shown_to={"place": "networks", "photo": "networks"},
        )  # fmt: skip
    keys = [person.pk for person in (*near, *far)]
    people = list(User.objects.filter(pk__in=keys).select_related("profile__organisation"))

    with django_assert_num_queries(1):
        shown = fields_shown(reader, people)
    with django_assert_num_queries(1):
        photos = photos_shown(reader, people)

    close = {"job_title": "Nurse", "place": "Hull", "photo": "photos/a.webp"}
    assert shown == {
        **{person.pk: close for person in near},
        **{person.pk: {"job_title": "Nurse"} for person in far},
    }
    assert photos == {person.pk for person in near}
    assert fields_shown(AnonymousUser(), people) == {person.pk: {} for person in people}

"""Figures on their way into a release."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import UserFactory
from demo.factories.indicators import IndicatorFactory, PlaceFactory, ReleaseFactory
from indicators import tasks
from indicators.catalogue.models import Dimension, Indicator, Observation, Subgroup
from indicators.catalogue.refusals import ReleaseIsNotADraft
from indicators.importing.actions.imports import (
    confirm_import,
    drop_import,
    read_import,
    start_import,
    write_import,
)
from indicators.importing.actions.steps import WrongImportStep
from indicators.importing.actions.writing import FigureWriter
from indicators.importing.models import DataImport
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HEAD = "indicator,place,period,value,count,population,lower,upper\n"
GOOD = "cold,luton,2020,25,25,100,17,34\ncold,luton,2021,20,20,100,13,29\n"
HEAT = (
    "setting,date,source,indicator_abbr,indicator_name,dimension,subgroup,estimate,se,ci_lb,ci_ub,population,"
    "setting_average,iso3,favourable_indicator,indicator_scale,ordered_dimension,subgroup_order,reference_subgroup\n"
    "Luton,2020,Survey,sba,Births attended,Wealth,Poorest,60,1.5,57,63,1000,75,,1,100,1,1,0\n"
    "Luton,2020,Survey,sba,Births attended,Wealth,Richest,90,1,88,92,1000,75,,1,100,1,2,0\n"
)


@pytest.fixture
def release(media, town):
    IndicatorFactory(code="cold")
    return ReleaseFactory(state="draft")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def read(release, manager, content: str | bytes) -> DataImport:
    data = content if isinstance(content, bytes) else content.encode()
    begun = start_import(
        release=release, content=ContentFile(data), name="figures.csv", by=manager, at=NOW
    )
    return read_import(begun=begun)


def write(begun) -> DataImport:
    confirm_import(begun=begun)
    return write_import(begun=begun, at=NOW)


def test_the_check_names_the_sex_and_says_where_no_figure_was_published(release, manager):
    head = "indicator,place,period,sex,value\n"
    begun = read(release, manager, head + "cold,luton,2020,female,25\ncold,luton,2021,persons,<5\n")

    told = [row["about"].split(" · ", 1)[1] for row in begun.shown]
    assert told == ["Luton · 2020 · Females: 25", "Luton · 2021: Not published"]


def test_a_workbook_is_imported_as_its_csv_is(release, manager):
    lines = [line.split(",") for line in (HEAD + GOOD).splitlines()]
    cells = [[float(cell) if cell.isdigit() else cell for cell in line] for line in lines]

    begun = read(release, manager, workbook(cells))
    refused = read(release, manager, workbook([*cells, ["cold", "nowhere", 2020, 3]]))
    broken = read(release, manager, workbook(cells)[:-9])
    write(begun)

    assert (begun.state, begun.counts, begun.read_as) == ("done", {"new": 2}, "XLSX, first sheet")
    assert list(Observation.objects.order_by("ends_on").values_list("period", "value")) == [
        ("2020", 25),
        ("2021", 20),
    ]
    assert (refused.state, [row["row"] for row in refused.shown if row["reasons"]]) == (
        "refused",
        [4],
    )
    assert (broken.state, broken.problem.split(",")[0]) == (
        "refused",
        "This file is not a workbook",
    )


def test_a_file_is_checked_without_writing_and_then_written_whole(release, manager):
    begun = read(release, manager, HEAD + GOOD)

    assert (begun.state, begun.counts, Observation.objects.count()) == ("ready", {"new": 2}, 0)

    write(begun)

    assert begun.state == "done"
    assert list(Observation.objects.order_by("period").values_list("period", "value", "upper")) == [
        ("2020", 25, 34),
        ("2021", 20, 29),
    ]
    assert list(release.indicators.values_list("code", flat=True)) == ["cold"]


def test_a_second_file_says_what_is_new_changed_and_the_same(release, manager):
    write(read(release, manager, HEAD + GOOD))

    again = read(
        release,
        manager,
        HEAD + GOOD.replace("2021,20,20", "2021,21,21") + "cold,luton,2022,1,,,,\n",
    )

    assert again.counts == {"same": 1, "changed": 1, "new": 1}
    changed = next(row for row in again.shown if row["verdict"] == "changed")
    assert changed["change"] == [["value", "20", "21"], ["count", "20", "21"]]
    write(again)
    assert dict(Observation.objects.values_list("period", "value")) == {
        "2020": 25,
        "2021": 21,
        "2022": 1,
    }


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("warm,luton,2020,1,,,,", "indicator"),
        ("cold,nowhere,2020,1,,,,", "place"),
        ("cold,luton,soon,1,,,,", "period"),
        ("cold,luton,2020,,,,,", "value"),
        ("cold,luton,2020,101,,,,", "value"),
        ("cold,luton,2020,many,,,,", "value"),
        ("cold,luton,2020,20,30,20,,", "count"),
        ("cold,luton,2020,20,,,25,30", "lower"),
        ("cold,luton,2020,20,,,15,", "upper"),
        ("cold,luton,2020,20,-1,,,", "count"),
        ("cold,luton,2020,20,,0,,", "population"),
    ],
)
def test_a_wrong_row_keeps_the_whole_file_out_and_says_why(release, manager, row, column):
    begun = read(release, manager, HEAD + row + "\n" + GOOD.replace("2020", "2019"))

    assert begun.state == "refused"
    [refused] = [each for each in begun.shown if each["verdict"] == "refused"]
    assert (refused["row"], [each[0] for each in refused["reasons"]]) == (2, [column])
    with pytest.raises(WrongImportStep):
        confirm_import(begun=begun)
    assert not Observation.objects.exists()


def test_the_same_figure_twice_in_a_file_is_refused(release, manager):
    begun = read(release, manager, HEAD + GOOD + GOOD)

    assert begun.counts == {"new": 2, "refused": 2}


def test_a_value_that_was_not_published_is_kept_as_missing(release, manager):
    write(read(release, manager, HEAD + "cold,luton,2020,*,,100,,\n"))

    row = Observation.objects.get()
    assert (row.value, row.flag, row.population) == (None, "missing", 100)


def test_a_file_of_heat_plus_brings_its_indicator_and_dimension_along(release, manager):
    begun = read(release, manager, HEAT)
    assert (begun.state, begun.counts, Indicator.objects.count()) == ("ready", {"new": 3}, 1)

    write(begun)

    made = Indicator.objects.get(code="sba")
    assert (made.name, made.polarity, made.scale, made.definition) == (
        "Births attended",
        "higher",
        100,
        "",
    )
    assert Dimension.objects.get().is_ordered
    assert list(Subgroup.objects.in_order().values_list("name", "position")) == [
        ("Poorest", 1),
        ("Richest", 2),
    ]
    assert set(Observation.objects.values_list("subgroup__name", "value")) == {
        ("Poorest", 60),
        ("Richest", 90),
        (None, 75),
    }
    assert read(release, manager, HEAT).counts == {"same": 3}


def test_groups_are_named_by_their_names_or_their_ranks(release, manager):
    dimension = Dimension.objects.create(code="tenths", name="Tenths", is_ordered=True)
    for number in (1, 2):
        Subgroup.objects.create(dimension=dimension, name=f"Decile {number}", position=number)
    head = "indicator,place,period,dimension,subgroup,value\n"

    begun = read(
        release,
        manager,
        head + "cold,luton,2020,tenths,1,20\ncold,luton,2020,Tenths,decile 2,10\n",
    )
    wrong = read(release, manager, head + "cold,luton,2020,tenths,3,20\n")

    assert (begun.counts, wrong.counts) == ({"new": 2}, {"refused": 1})


def test_an_import_that_fails_halfway_writes_nothing(release, manager, monkeypatch):
    begun = read(release, manager, HEAD + GOOD)
    confirm_import(begun=begun)
    monkeypatch.setattr("indicators.importing.actions.writing.BATCH", 1)
    real = FigureWriter._insert
    calls = []

    def fail_the_second_time(self, figures):
        calls.append(figures)
        if len(calls) == 2:
            raise RuntimeError("The disk is full.")
        real(self, figures)

    monkeypatch.setattr(FigureWriter, "_insert", fail_the_second_time)
    tasks.work_on_figures()

    assert not Observation.objects.exists()
    begun.refresh_from_db()
    assert begun.state == "queued"


def test_an_import_is_given_up_after_three_tries_and_can_be_tried_again(
    release, manager, monkeypatch, client
):
    begun = read(release, manager, HEAD + GOOD)
    confirm_import(begun=begun)

    def fail_for_the_third_time(**_):
        DataImport.objects.update(state="writing", tries=3)
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr("indicators.tasks.write_import", fail_for_the_third_time)
    tasks.work_on_figures()
    begun.refresh_from_db()
    assert begun.state == "failed"

    monkeypatch.undo()
    client.force_login(manager)
    client.post(reverse("indicators:import_retry", args=[begun.pk]))
    tasks.work_on_figures()

    assert Observation.objects.count() == 2


def test_rows_that_would_be_refused_now_are_checked_again(release, manager):
    begun = read(release, manager, HEAD + GOOD)
    confirm_import(begun=begun)
    Indicator.objects.filter(code="cold").update(code="colder", name="Colder")

    write_import(begun=begun, at=NOW)

    assert (begun.state, Observation.objects.exists()) == ("waiting", False)


def test_a_published_release_takes_no_figures(release, manager):
    begun = read(release, manager, HEAD + GOOD)
    type(release).objects.update(state="published", published_at=NOW)
    begun = DataImport.objects.get(pk=begun.pk)

    with pytest.raises(ReleaseIsNotADraft):
        confirm_import(begun=begun)
    with pytest.raises(ReleaseIsNotADraft):
        read(release, manager, HEAD)


def test_an_import_can_be_dropped_until_it_is_written(release, manager):
    begun = read(release, manager, HEAD + GOOD)
    drop_import(begun=begun)
    drop_import(begun=begun)
    assert begun.state == "dropped"

    done = write(read(release, manager, HEAD + GOOD))
    with pytest.raises(WrongImportStep):
        drop_import(begun=done)


def test_a_data_manager_uploads_sees_and_confirms_and_others_do_not(release, manager, client):
    page = reverse("indicators:release_import", args=[release.pk])
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(page).status_code == 404

    client.force_login(manager)
    file = SimpleUploadedFile("C:\\data\\cold homes.csv", (HEAD + GOOD).encode())
    answer = client.post(page, {"file": file})
    begun = DataImport.objects.get()
    assert (answer.status_code, answer["Location"], begun.name) == (
        302,
        begun.get_absolute_url(),
        "cold homes.csv",
    )
    assert stranger.get(begun.get_absolute_url()).status_code == 403
    assert client.get(begun.get_absolute_url())["Refresh"] == "3"
    tasks.work_on_figures()
    assert "25" in client.get(begun.get_absolute_url()).content.decode()
    client.post(reverse("indicators:import_confirm", args=[begun.pk]))
    tasks.work_on_figures()
    assert Observation.objects.count() == 2


def test_an_upload_without_a_file_says_so(release, manager, client):
    client.force_login(manager)

    answer = client.post(reverse("indicators:release_import", args=[release.pk]), {})

    assert (answer.status_code, "Choose a file." in answer.content.decode()) == (200, True)


_CELLS = st.sampled_from(
    [
        *("cold", "luton", "2020", "2017/18", "20", "101", "", "*", "-1", "1,5", "\x00", "'=1"),
        *("😀", "a" * 200, "nan", '"', "\n", ";", "Wealth", "female", "missing", "2020-01-01"),
    ]
)
_HEADS = st.lists(
    st.sampled_from(["indicator", "place", "period", "value", "sex", "age", "dimension", "subgroup", "subgroup_order", "lower", "upper", "flag", "start"]),
    min_size=4,
    max_size=13,
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    head=st.one_of(st.just(["indicator", "place", "period", "value"]), _HEADS),
    rows=st.lists(st.lists(_CELLS, max_size=13), max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_whatever_is_uploaded_is_written_whole_or_not_at_all(
    release, manager, head, rows, encoding
):
    release.observations.all().delete()
    text = "\n".join([",".join(head), *(",".join(row) for row in rows)])

    begun = read(release, manager, text.encode(encoding, errors="replace"))
    assert begun.state in ("ready", "refused")
    if begun.state == "ready":
        write(begun)

    written = release.observations.count()
    assert written == (begun.counts.get("new", 0) if begun.state == "done" else 0)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_answered_in_words(release, manager, content):
    begun = read(release, manager, content or b"\n")

    assert begun.state in ("ready", "refused")


def test_a_place_is_found_by_its_code_or_name_and_two_of_one_name_are_refused(release, manager):
    PlaceFactory(code="springfield-1", name="Springfield")
    PlaceFactory(code="springfield-2", name="Springfield")

    begun = read(
        release,
        manager,
        HEAD
        + "cold,Springfield,2020,1,,,,\ncold,springfield-1,2020,1,,,,\ncold,LUTON,2020,1,,,,\n",
    )

    assert begun.counts == {"refused": 1, "new": 2}


@pytest.mark.parametrize(
    ("total", "checked", "words"),
    [(90, 30, "30 of about 90 rows checked"), (0, 1, "1 row checked"), (0, 0, "Being checked")],
)
def test_the_page_says_how_far_the_check_is_also_where_nobody_knows_how_long_the_file_is(
    release, manager, client, total, checked, words
):
    begun = read(release, manager, HEAD + GOOD)
    DataImport.objects.update(state="reading", rows_total=total, rows_read=checked)
    client.force_login(manager)

    page = client.get(begun.get_absolute_url())

    assert words in page.content.decode()
    assert page["Refresh"]

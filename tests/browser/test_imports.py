"""An editor imports a file that changes a record, sees what is replaced, writes it and undoes it."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library import tasks
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "https://example.org/case-studies/"


def test_an_editor_sees_what_is_replaced_and_undoes_an_import(
    visitor, settings_with_media, tmp_path
):
    topic = TopicFactory(code="cold", label="Cold homes")
    record = RecordFactory(
        title="Cold homes in one town",
        summary="What one town tried, and what it changed for the people who live there. " * 8,
        year=2020,
        url=ADDRESS,
        topics=[topic],
        creators=[CreatorName("Ada Byron"), CreatorName("Gabriela García Márquez")],
    )
    file = tmp_path / "works.csv"
    file.write_text(
        "title,issued,summary,people,language,topics,url\n"
        f'Cold homes in one town,2020-03,"{"Other words about the same town. " * 12}",Ada Byron; Mary Seacole,cym,,\n'
        f"Another work at the same address,2024,,Max Muster,,cold,{ADDRESS}\n",
        encoding="utf-8",
    )
    window = visitor()
    client = Client()
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
    )

    window.go("/library/imports/")
    window.page.locator("input[type=file]").set_input_files(file)
    window.press("Check the file")
    tasks.work_on_imports()
    window.page.reload()
    window.check("import-preview")
    replaced = window.main.locator("dl.facts").last
    assert replaced.locator("dt").all_inner_texts() == [
        "summary",
        "date",
        "people and organisations",
        "language",
    ]
    assert replaced.locator("dd").nth(1).locator("del").inner_text() == "2020"
    assert replaced.locator("dd").nth(1).locator("ins").inner_text() == "2020-03"

    window.press("Import into the library")
    tasks.work_on_imports()
    window.page.reload()
    window.check("import-undo")
    window.main.get_by_text("Undo this import", exact=True).click()
    window.press("Yes, undo it")
    tasks.work_on_imports()
    window.page.reload()
    window.check("import-undone")

    record.refresh_from_db()
    assert (str(record.issued), record.language) == ("2020", "en")
    assert "asked to undo this import" in window.main.inner_text()


@pytest.fixture
def settings_with_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings

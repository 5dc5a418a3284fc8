"""A trainer with Word files makes a course without help; a lesson is written with the toolbar, or without scripts."""

import re

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from courses.models import Course, Lesson, Media
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, ModuleFactory
from demo.factories.library import RecordFactory
from tests.browser.window import open_as
from tests.courses.pictures import picture
from tests.courses.word import FORMULA, NOTE, docx, image, para, run, table

pytestmark = pytest.mark.django_db(transaction=True)

# With its dialogs, an image and a preview: what comes next has room below the limit of all pages.
MOST_BYTES_OF_THE_EDITOR = 92_000
WORD = """<html><body><!--StartFragment--><h1>Why <b>heat</b> kills</h1>
<p class=MsoNormal>It is <b>quiet</b> and <span style="font-style:italic">slow</span>; see
<a href="https://example.org/a">the report</a>.<o:p></o:p></p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>  </span></span>Old people</p>
<p class=MsoListParagraph style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o </span>living alone</p>
<table><tr><td><p>Place</p></td><td><p>Days</p></td></tr><tr><td>Ely</td><td>12</td></tr></table>
<img src="file:///c:/a.png"><!--EndFragment--></body></html>"""
PASTED = """# Why heat kills

It is **quiet** and *slow*; see [the report](https://example.org/a).

- Old people
   - living alone

| Place | Days |
| --- | --- |
| Ely | 12 |"""


def upload(file):
    return {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}


def document(number):
    """Return a lesson as trainers have them: a title, headings, a list, sometimes a table, an image, a formula."""
    body = [
        para(f"Heat at home, part {number}", style="Title"),
        para("What happens", style="Heading1"),
        para("Rooms get ", run("hot", "<w:b/>"), " at night", NOTE, "."),
        para("Close the blinds", number="1"),
        para("Drink water", number="1"),
        para("What you can do", style="Heading2"),
        table(["When", "What"], ["Morning", "Air the rooms"]),
    ]
    if number == 2:
        body += [para(image()), para("Figure 1: a hot room", style="Caption")]
    if number == 3:
        body += [para("The index is ", FORMULA)]
    return docx(
        *body, name=f"{number:02} Heat.docx", picture_file=picture((900, 600), colour="orange")
    )


def test_a_trainer_with_nine_word_files_makes_a_course_without_help(visitor):
    trainer = UserFactory(roles=[Role.FACILITATOR])
    window = open_as(visitor, trainer, "/courses/teach/")
    window.follow("Create a course")
    window.fill("Title", "Heat at home")
    window.fill("Summary", "How to keep people well in hot homes.")
    window.fill(re.compile("^After the course"), "Plan a cool room")
    window.press("Save the course")
    window.follow("Lessons from Word documents")
    window.check("word-choose")
    files = [upload(document(number)) for number in range(1, 10)]
    window.page.get_by_label("Word documents").set_input_files(files)
    window.press("Read the documents")
    window.sees("What we read")
    window.sees("A formula, at “The index is")
    window.main.get_by_text("Show the lesson").nth(1).click()
    window.sees("Figure 1: a hot room")
    window.check("word-preview")
    window.fill("Title of the new module", "Nine weeks of heat")
    window.press("Add the lessons")
    window.sees("9 lessons added.")
    window.sees(re.compile("which has no description"))
    window.follow("Images, files and charts")
    window.follow(re.compile("^Describe"))
    window.fill("What the image shows", "A thermometer at 31 degrees in a bedroom.")
    window.press("Save")
    window.sees("Description saved.")
    window.check("media-list")
    window.follow("Heat at home")
    window.sees("Ready to publish")
    window.check("teach-course")
    window.main.locator("summary", has_text="Publish this version").click()
    window.press("Publish this version")
    window.sees("Version published.")

    course = Course.objects.get()
    assert course.state == "published"
    assert Lesson.objects.count() == 9
    learner = visitor()
    place = EnrolmentFactory(course=course)
    lesson = Lesson.objects.select_related("module__release__course").in_order()[1]
    reader = open_as(visitor, place.user, lesson.get_absolute_url())
    shown = reader.main.locator("figure img")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", value=True)
    assert shown.evaluate("img => img.naturalWidth") > 0
    reader.check("lesson-with-image")
    learner.go("/courses/")
    learner.sees("Heat at home")


def test_a_lesson_is_written_with_the_toolbar_and_looked_at(visitor):
    trainer = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(is_published=False, by=trainer, texts=1)
    RecordFactory(title="Cold homes and health")
    lesson = Lesson.objects.get()
    window = open_as(visitor, trainer, f"/courses/teach/{course.slug}/lessons/{lesson.pk}/")
    field = window.page.locator("textarea[data-editor]")
    bar = window.page.get_by_role("toolbar", name="Formatting")

    field.fill("Heat kills.")
    field.select_text()
    bar.get_by_role("button", name="Bold").click()
    expect(field).to_have_value("**Heat kills.**")
    field.press("Control+b")
    expect(field).to_have_value("Heat kills.")
    field.press("End")
    bar.get_by_role("button", name="Preview").click()
    bar.get_by_role("button", name="Call-out").click()
    expect(window.page.locator(".editor-preview .callout-title")).to_have_text("Note")
    field.press("Control+End")
    bar.get_by_role("button", name="Image").click()
    window.check("pick-image")
    window.page.locator("#new-image").set_input_files([upload(picture())])
    window.page.get_by_role("button", name="Add and insert").click()
    words = window.page.get_by_role("textbox", name="What the image shows")
    expect(words).to_be_focused()
    expect(words).to_have_accessible_description(re.compile("Error: Say what the image shows"))
    window.check("pick-image-without-words")
    words.fill("A map of heat.")
    chosen = window.page.locator("#new-image")
    chosen.set_input_files([{"name": "map.png", "mimeType": "image/png", "buffer": b"no image"}])
    window.page.get_by_role("button", name="Add and insert").click()
    expect(chosen).to_have_accessible_description(re.compile("Error: "))
    expect(words).to_have_value("A map of heat.")
    expect(window.page.locator("#pick-image .error")).to_have_count(1)
    window.check("pick-image-wrong-file")
    chosen.set_input_files([upload(picture())])
    window.page.get_by_role("button", name="Add and insert").click()
    expect(window.page.locator(".editor-preview img")).to_have_attribute("alt", "A map of heat.")
    bar.get_by_role("button", name="Record", exact=True).click()
    window.page.locator("#pick-record-q").fill("cold homes")
    window.page.locator("#pick-record").get_by_role("button", name="Find").click()
    window.check("pick-record")
    window.page.locator("#pick-record [data-found] button").first.click()
    expect(field).to_have_value(re.compile(r"\[\[cite:1\]\]"))
    window.check("lesson-edit", most_bytes=MOST_BYTES_OF_THE_EDITOR)
    window.press("Save the lesson")
    window.sees("Lesson saved.")

    lesson.refresh_from_db()
    media = Media.objects.get()
    assert lesson.body == (f"Heat kills.\n\n> [!NOTE]\n> words\n\n{media.marker}\n\n[[cite:1]]")


def test_what_is_pasted_from_a_word_processor_keeps_its_form(visitor):
    trainer = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(is_published=False, by=trainer, texts=1)
    window = open_as(
        visitor, trainer, f"/courses/teach/{course.slug}/lessons/{Lesson.objects.get().pk}/"
    )
    field = window.page.locator("textarea[data-editor]")
    field.select_text()
    field.press("Delete")

    field.evaluate(
        """(field, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "plain");
          field.focus();
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        WORD,
    )

    expect(field).to_have_value(PASTED)
    window.sees("Pasted without its images")
    field.press("Control+z")
    expect(field).to_have_value("Health follows a **gradient**, not a gap.")


def test_without_scripts_images_figures_and_records_are_put_in_by_their_words(visitor):
    trainer = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(is_published=False, by=trainer, texts=1)
    RecordFactory(title="Cold homes and health")
    lesson = Lesson.objects.get()
    window = open_as(
        visitor,
        trainer,
        f"/courses/teach/{course.slug}/lessons/{lesson.pk}/",
        java_script_enabled=False,
    )

    expect(window.page.locator(".editor-bar")).to_be_hidden()
    window.follow("Add an image")
    window.page.locator("[name=image]").set_input_files([upload(picture())])
    window.fill("What the image shows", "A map of heat.")
    window.press("Add the image")
    window.sees("Added. To show it, write {{image:heat-map}} on a line of its own.")
    window.fill("Text", "{{image:heat-map|Where it is hot}}")
    window.press("Preview without saving")
    window.sees("Where it is hot")
    window.press("Save the lesson")
    window.sees("Lesson saved.")

    lesson.refresh_from_db()
    assert "<!--image:heat-map|Where%20it%20is%20hot-->" in lesson.body_html


def test_the_outline_is_put_in_order_by_dragging_and_by_buttons(visitor):
    trainer = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(is_published=False, by=trainer, texts=2, quiz=True)
    second = ModuleFactory(release=course.releases.get(), title="Later")
    lessons = list(Lesson.objects.in_order())
    page = f"/courses/teach/{course.slug}/"
    window = open_as(visitor, trainer, page)

    rows = window.page.locator("[data-lesson]")
    rows.nth(2).drag_to(rows.nth(0), target_position={"x": 40, "y": 4})
    window.sees(re.compile("is in .* now"))
    window.go(page)
    expect(rows.first).to_have_attribute("data-lesson", str(lessons[2].pk))
    window.check("outline")
    rows.first.get_by_text("Move to").click()
    rows.first.get_by_role("button", name="Move", exact=True).click()
    window.sees(re.compile("is in .Later. now"))
    assert list(second.lessons.all()) == [lessons[2]]

    window.page.wait_for_load_state("networkidle")
    quiz = lessons[2]
    question = quiz.questions.get()
    window.go(f"{page}lessons/{quiz.pk}/")
    window.page.get_by_role("button", name="Edit here").click()
    form = window.page.locator(".row-main form")
    form.locator("[name=prompt]").fill("Is this a gradient?")
    window.check("question-in-place")
    form.get_by_role("button", name="Save the question").click()
    window.sees("Question saved.")
    question.refresh_from_db()
    assert question.prompt == "Is this a gradient?"


def test_a_chart_and_a_video_are_made_and_shown(visitor):
    trainer = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(is_published=False, by=trainer, texts=1)
    lesson = Lesson.objects.get()
    page = f"/courses/teach/{course.slug}/"
    window = open_as(visitor, trainer, f"{page}charts/new/")

    window.fill("Title", "Hot days")
    window.fill("Table", "Place\tDays\nEly\t12\nRoath\t7.5")
    window.fill("Unit", "days a year")
    window.fill("What the chart shows", "Ely has nearly twice as many hot days as Roath.")
    window.fill("Source", "Met Office, 2026")
    window.press("Preview without saving")
    window.sees("Show the numbers")
    window.check("chart-preview")
    window.press("Save the chart")
    window.sees("Chart created. To show it, write {{chart:hot-days}} on a line of its own.")
    window.follow("Add a video")
    window.check("video-new")
    film = {
        "name": "Heat.mp4",
        "mimeType": "video/mp4",
        "buffer": b"\0\0\0\x20ftypisom" + b"\0" * 99,
    }
    words = b"WEBVTT\n\n00:01.000 --> 00:04.000\nHeat kills.\n"
    captions = {"name": "Heat.vtt", "mimeType": "text/vtt", "buffer": words}
    window.page.locator("[name=upload]").set_input_files([film])
    window.page.locator("[name=captions_file]").set_input_files([captions])
    window.fill("Transcript", "Heat kills.")
    window.press("Add the recording")
    window.sees("Added. To show it, write {{video:heat}} on a line of its own.")
    window.check("media-list-full")
    window.go(f"{page}lessons/{lesson.pk}/")
    window.fill("Text", "{{chart:hot-days}}\n\n{{video:heat|Heat}}\n\nIt is $`a^2`$.")
    window.press("Save the lesson")
    window.sees("Lesson saved.")
    window.follow("Preview as a learner")
    window.sees("Transcript")
    window.check("lesson-with-everything")

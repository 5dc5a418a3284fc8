"""From the plan to a case study in the library."""

import re

from submissions.models import CRITERIA, Submission
from tests.browser.walk.cast import Cast
from tests.browser.walk.learning import NAME, PLAN, PLAN_WORDS
from tests.browser.window import Visitor, newest_mail

TITLE = "Warmth before winter: a fund at the post office counter in Nant-y-Glo"
CASE_STUDY = {
    "Title": TITLE,
    "Summary": (
        "Post offices paid out warm-home grants on the spot to households on prepayment meters. Days "
        "without heating fell from 2.9 to 1.1 a month in one winter."
    ),
    "Setting": "Two post offices and the health visiting team of one valley.",
    "Population": "Households on prepayment meters with a child under five; 84 were reached.",
    "What was done": "The counter paid £49 on a voucher that the health visitor had signed.",
    "How it promoted equity": "Only meters in the most deprived fifth of areas were eligible.",
    "Result and how it was measured": (
        "Days without heating fell from 2.9 to 1.1 a month, asked by the health visitors at each visit; "
        "elsewhere in the county they stayed at 0.3."
    ),
    "Cost": "£4,900 in grants and six hours of staff time a week.",
    "What did not work": "Households without a bank account could not be paid at one counter.",
    "Lessons learned": "Begin with the counters that are open on Saturdays.",
    "Contact": "warmth@aberwen.example",
}
FIRST_TRY = "Please say how many households you asked, and how."
SECOND_TRY = (
    "Asked of all 84 households, by the same three health visitors, in October and in March."
)
LETTER_OF_ACCEPTANCE = "A clear account of what worked, and of what did not. It is in the library."


def write(window: Visitor, evidence: str) -> None:
    """The finished plan becomes a draft that holds its words and its evidence; what is missing is asked for."""
    window.turn_to("Courses")
    window.follow("My action plans")
    window.follow(PLAN)
    window.follow("Write a case study from it")
    window.check("submission-new")
    window.press("Start a draft")
    assert PLAN_WORDS["Which inequality do you want to change?"] in _in_field(window, "Problem")
    window.check("submission-edit-from-plan")
    window.press("Save and continue")
    window.check("submission-co-authors")
    window.follow("Continue to the evidence")
    window.sees(evidence)
    window.check("submission-sources")
    window.main.get_by_role("link", name="Check and submit").first.click()
    window.sees("things are missing")
    window.check("submission-incomplete")
    window.follow("Edit the text")
    for label, words in CASE_STUDY.items():
        window.fill(label, words)
    window.main.locator("input[name=licence]").first.check()
    window.press("Save draft")
    window.sees("Draft saved.")


def send(window: Visitor) -> None:
    """Submit the draft; the page says what happens next."""
    window.main.get_by_role("link", name="Check and submit").first.click()
    window.sees("Everything needed is complete.")
    window.check("submission-send")
    window.press("Send to the editors")
    window.sees("Confirm that all authors agree, or wait until they do.")
    window.choose(re.compile("All authors agree"))
    window.press("Send to the editors")
    window.sees("What happens next")
    window.check("submission-sent")


def screen(window: Visitor, cast: Cast) -> None:
    """Claim the submission as the editor and invite a reviewer."""
    window.check("home-of-editor")
    window.follow(re.compile("1 new submission"))
    window.check("desk")
    window.follow(TITLE)
    window.press("Become the editor")
    window.check("desk-submission")
    window.follow("Ask a reviewer")
    window.check("review-invite")
    window.choose(re.compile(cast.reviewer.full_name))
    window.fill("Message to the reviewer", "You know prepayment meters better than anyone here.")
    window.press("Ask for a review")
    window.sees(cast.reviewer.full_name)


def review(window: Visitor) -> None:
    """The reviewer finds the request at home, accepts, and answers the form."""
    window.follow(TITLE)
    window.check("review-invitation")
    window.press("I will review it")
    window.check("review")
    window.press("Submit the review")
    window.sees("Choose a score from 1 to 5 for “Clarity of the problem”.")
    for label in CRITERIA.values():
        window.choose("4: good", group=str(label))
    window.fill("Comments to the author", FIRST_TRY)
    window.fill("Confidential comments to the editor", "Worth publishing once this is answered.")
    window.main.locator("input[name=recommendation]").nth(1).check()
    window.press("Submit the review")
    window.sees("You submitted this review on")
    window.check("review-delivered")


def ask_for_changes(window: Visitor) -> None:
    """The editor sends it back, with a letter that begins with what the reviewer said."""
    window.turn_to("Home")
    window.follow(TITLE)
    window.sees(FIRST_TRY)
    window.check("desk-reviewed")
    window.follow("Ask for changes…")
    assert FIRST_TRY in _in_field(window, "Letter to the author")
    window.check("decide-changes")
    window.press("Ask for changes")
    window.sees("Changes")


def send_again(window: Visitor, cast: Cast) -> None:
    """The author reads the letter, without learning who reviewed, and sends a second revision."""
    window.turn_to("Home")
    window.follow(TITLE)
    window.sees(FIRST_TRY)
    assert cast.reviewer.full_name not in window.main.inner_text()
    window.check("submission-changes-requested")
    window.follow("Edit the text")
    field = window.main.get_by_label("Result and how it was measured").first
    field.fill(f"{field.input_value()} {SECOND_TRY}")
    window.press("Save draft")
    window.main.get_by_role("link", name="Check and submit").first.click()
    window.fill("Note to the editor", "The number of households now stands under the result.")
    window.choose(re.compile("All authors agree"))
    window.press("Send to the editors")
    window.sees("What happens next")


def accept(window: Visitor) -> str:
    """The editor sees what changed, accepts, and it is in the library: return its address there."""
    window.turn_to("Home")
    window.follow(TITLE)
    if window.main.get_by_role("button", name="Continue as editor").count():
        window.press("Continue as editor")
    window.follow(re.compile("^Revision 2"))
    window.sees(re.compile(re.escape(SECOND_TRY[:40])))
    window.check("revision")
    window.page.go_back()
    window.follow("Accept…")
    window.sees("Reviews before the changes")
    window.sees(FIRST_TRY)
    window.fill("Letter to the author", LETTER_OF_ACCEPTANCE)
    window.check("decide-accept")
    window.press("Accept and publish")
    window.follow("View in the library")
    window.sees(TITLE)
    return str(Submission.objects.get().record.get_absolute_url())


def is_told(window: Visitor, address: str) -> None:
    """The author has a mail with the letter, and finds it on the page of the submission."""
    assert LETTER_OF_ACCEPTANCE in newest_mail("amina@example.org")
    window.follow(re.compile("^Notifications"))
    window.check("inbox")
    window.follow(re.compile("Accepted, and now in the library"))
    window.sees(LETTER_OF_ACCEPTANCE)
    window.check("submission-accepted")
    window.follow("View in the library")
    assert window.page.url.endswith(address)
    window.sees(NAME)


def _in_field(window: Visitor, label: str) -> str:
    return window.main.get_by_label(label).first.input_value()

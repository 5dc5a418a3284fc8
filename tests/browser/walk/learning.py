"""From the front door to the certificate."""

import datetime as dt
import re
from io import BytesIO

from django.utils import timezone
from pypdf import PdfReader

from courses.models import Certificate, Course, Lesson
from courses.states import QuestionKind
from tests.browser.walk.quizzes import answer
from tests.browser.window import Visitor, mailed_code

NAME = "Amina Yusuf-Bennett"
EMAIL = "amina@example.org"
PLAN = "Warm homes before winter in Nant-y-Glo"
WHAT_IT_SAYS = "Payment at the counter reaches those whom forms do not reach."
PLAN_WORDS = {
    "Which place is it for?": "Nant-y-Glo, Aberwen",
    "Which group of people?": "Households on prepayment meters with a child under five",
    "Which inequality do you want to change?": (
        "They went without heating on 2.9 days a month, against 0.3 days elsewhere in the county."
    ),
    "What will you try?": "A fund that the post office pays out on the spot, without a form.",
    "Who will you work with?": "Aberwen Credit Union, the post offices, the health visitors.",
}
MEASURE = "Days a month without heating, asked by the health visitors. Today 2.9."


def join(window: Visitor) -> None:
    """Sign up with a mailed code and go through the welcome."""
    window.go("/")
    window.check("public_home")
    window.follow("Create account")
    window.check("sign-up")
    window.fill("Full name", NAME)
    window.fill("Email address", EMAIL)
    window.press("Send me a code")
    window.check("sign-up-code")
    window.fill("Code", mailed_code(EMAIL))
    window.press("Continue")
    window.check("onboarding-work")
    window.fill("Your role", "Health visitor")
    window.fill("Organisation", "Aberwen County Council")
    window.fill("Place", "Aberwen")
    window.fill("Languages you work in", "English, Cymraeg")
    window.press("Save and continue")
    window.check("onboarding-start")
    window.press("See the courses")


def enrol(window: Visitor, course: Course) -> None:
    """Find the course and take a place in it."""
    window.check("course-list")
    window.follow(course.title)
    window.check("course")
    window.press("Enrol")


def study(window: Visitor, course: Course) -> None:
    """Read every lesson and pass every quiz, the first one at the second try."""
    lessons = list(
        Lesson.objects.filter(module__release__course=course)
        .select_related("module")
        .order_by("module__position", "position")
    )
    quizzes, kinds = 0, set()
    for number, lesson in enumerate(lessons[:-1]):
        window.sees(lesson.title)
        if lesson.is_quiz:
            kinds |= _take(window, lesson, is_first=quizzes == 0)
            quizzes += 1
            continue
        if number == 0:
            window.check("lesson")
        window.press("Mark as done and continue")
    assert quizzes == 5
    assert kinds == set(QuestionKind)
    assert lessons[-1].is_plan
    window.sees(lessons[-1].title)


def _take(window: Visitor, lesson: Lesson, *, is_first: bool) -> set[str]:
    if is_first:
        window.check("quiz")
    window.follow("Start the quiz")
    if is_first:
        window.press("Submit the quiz")
        window.sees("Answer question 1.")
        window.check("quiz-unanswered")
        answer(window, lesson, rightly=False)
        window.press("Submit the quiz")
        window.sees("Not passed yet")
        window.sees("Read again before your next attempt")
        window.check("quiz-failed")
        window.follow("Try again")
    kinds = answer(window, lesson, rightly=True)
    if is_first:
        window.check("quiz-questions")
    window.press("Submit the quiz")
    window.sees("You passed the quiz")
    if is_first:
        window.check("quiz-passed")
    window.follow(re.compile("^Next: "))
    return kinds


def plan(window: Visitor) -> None:
    """Write the action plan: a draft, then with one answer missing, then finished."""
    window.check("plan-lesson")
    window.press("Start my plan")
    window.fill("Name of the plan", PLAN)
    window.press("Save draft")
    window.sees("Draft saved.")
    window.check("plan-draft")
    window.follow("Continue the plan")
    for label, words in PLAN_WORDS.items():
        window.fill(label, words)
    window.main.get_by_text("Topics of the plan").first.click()
    window.choose("Fuel poverty and cold homes")
    window.fill(
        "When will you check the result?",
        (timezone.localdate() + dt.timedelta(days=90)).isoformat(),
    )
    window.press("Finish the plan")
    window.sees(re.compile("measure", re.IGNORECASE))
    assert window.page.locator(".error-summary li").count() == 1
    window.check("plan-unfinished")
    window.fill("How will you measure whether it works?", MEASURE)
    window.press("Finish the plan")
    window.sees("Plan finished.")
    window.check("plan")


def rest_on_evidence(window: Visitor) -> str:
    """Let the plan rest on a work that the library suggests for it, and return the title of the work."""
    window.follow("Add evidence")
    window.check("plan-evidence-none")
    suggested = window.main.get_by_role("region", name="Suggested for this plan")
    title = suggested.locator(".row-title").first.inner_text()
    suggested.get_by_role("link", name=re.compile("^Add")).first.click()
    window.check("plan-evidence-new")
    window.fill("How it supports your plan", WHAT_IT_SAYS)
    window.press("Add to plan")
    window.sees(f"“{title}” added to your plan.")
    window.check("plan-evidence")
    return title


def take_certificate(window: Visitor, course: Course) -> str:
    """Find the certificate, take the PDF home, and return the address that it names."""
    window.turn_to("Courses")
    window.follow(course.title)
    window.check("course-completed")
    window.follow("See my certificate")
    window.check("certificate")
    document = PdfReader(BytesIO(window.downloads("Download the certificate (PDF)")))
    text = " ".join("\n".join(page.extract_text() for page in document.pages).split())
    assert NAME in text
    assert course.title in text
    certificate = Certificate.objects.get()
    assert certificate.code in text
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in document.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert [certificate.code in link for link in links] == [True]
    return links[0]


def verify(window: Visitor, address: str, course: Course) -> None:
    """Check the certificate as a stranger who holds the paper."""
    window.go(address)
    window.sees("This certificate is genuine")
    window.sees(NAME)
    window.sees(course.title)
    window.check("certificate-verified")

"""A coordinator's morning: who waits, who is told that nobody fits yet, what people say, and the figures."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import (
    FeedbackFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
)
from library.vocabularies.models import TopicInterest
from mentoring.actions.requests import accept_request
from mentoring.actions.searches import look_again
from mentoring.models import Feedback, MentorProfile
from mentoring.states import RequestState
from tests.browser.test_safety import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def learner():
    """Somebody whose request was declined, and whose topic one full mentor knows."""
    learner = UserFactory(full_name="Lena Learner")
    topic = TopicFactory(label="Fuel poverty")
    TopicInterest.objects.create(user=learner, topic=topic)
    MentorProfileFactory(user__full_name="Fred Full", topics=[topic], capacity=1, places_taken=1)
    asked = timezone.now() - dt.timedelta(days=2)
    MentoringRequestFactory(
        mentee=learner, state=RequestState.DECLINED, created_at=asked, answered_at=timezone.now()
    )
    return learner


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_coordinators_morning(visitor, learner, scripts):
    for _ in range(6):
        FeedbackFactory(text="שלום, it goes well.")
    coordinator = sign_in(
        visitor(java_script_enabled=scripts),
        UserFactory(full_name="Cora Coordinator", roles=[Role.COORDINATOR]),
    )

    def check(who, name):
        if scripts:
            who.check(name)

    coordinator.go(reverse("mentoring:coordinator_desk") + "?show=alone")
    coordinator.page.get_by_role("link", name="Suggest a mentor").click()
    check(coordinator, "mentor-suggest-nobody")
    coordinator.page.get_by_role("link", name="No suitable mentor yet").click()
    coordinator.page.get_by_label("Message to the learner").fill("I have asked around for you.")
    check(coordinator, "nobody-fits")
    coordinator.page.get_by_role("button", name="Tell them, and keep looking").click()
    coordinator.page.get_by_text("We have told Lena Learner, and will keep looking.").wait_for()
    coordinator.go(reverse("mentoring:coordinator_desk") + "?show=nobody")
    check(coordinator, "desk-nobody-fits")
    coordinator.page.get_by_role("link", name="Figures").click()
    check(coordinator, "mentoring-figures")
    coordinator.go(reverse("mentoring:feedback_list"))
    check(coordinator, "mentoring-feedback")

    person = sign_in(visitor(java_script_enabled=scripts), learner)
    person.go(reverse("mentoring:mentoring_home"))
    person.page.get_by_role("link", name="What happens next").click()
    person.page.get_by_text("I have asked around for you.").wait_for()
    check(person, "search-for-a-mentor")
    MentorProfile.objects.update(capacity=2)
    assert look_again(at=timezone.now()) == 1
    person.page.reload()
    person.page.get_by_text("A suitable mentor has a free place now.").wait_for()


def test_an_agreement_is_filled_in_and_feedback_is_given(visitor):
    request = MentoringRequestFactory()
    match = accept_request(request=request, by=request.mentor, at=timezone.now())
    person = sign_in(visitor(), match.mentee)

    person.go(reverse("mentoring:agreement_edit", args=[match.pk]))
    person.check("agreement-fields")
    person.page.get_by_label("Minutes of a session").fill("45")
    person.page.get_by_role("button", name="Save the agreement").click()
    person.page.get_by_text("Agreement saved.").wait_for()
    person.check("agreement-of-fields")
    with person.page.expect_download() as paper:
        person.page.get_by_role("link", name="Download as PDF").click()
    begun = paper.value.path().read_bytes()[:5]

    asked = FeedbackFactory(match=MatchFactory(mentee=match.mentee), given_at=None)
    person.go(asked.get_absolute_url())
    for question in person.main.locator("fieldset").all():
        question.get_by_label("4", exact=True).check()
    person.check("feedback-give")
    person.page.get_by_role("button", name="Send to the coordinators").click()
    person.page.get_by_text("Only the coordinators read your answers.").first.wait_for()

    assert begun == b"%PDF-"
    assert Feedback.objects.values_list("useful", "openness", "progress").get() == (4, 4, 4)

"""The whole loop once, as people would play it: from a lesson to a case study that a lesson cites."""

import datetime as dt

import pytest
import time_machine

from tests.browser.walk import citing, learning, mentoring, submitting
from tests.browser.walk.cast import gather, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_lesson_to_a_case_study_that_a_lesson_cites(visitor):
    cast = gather()
    course = cast.course
    learner, anyone = visitor(), visitor()

    learning.join(learner)
    learning.enrol(learner, course)
    learning.study(learner, course)
    learning.plan(learner)
    evidence = learning.rest_on_evidence(learner)
    address = learning.take_certificate(learner, course)
    learning.verify(anyone, address, course)

    mentor = visitor()
    mentoring.ask(learner, cast)
    sign_in(mentor, cast.mentor.email)
    mentoring.accept(mentor)
    mentoring.sign(learner, cast)
    mentoring.set_goals(learner)
    session = mentoring.book(learner, cast)
    mentoring.sees_own_time(mentor, session)
    with time_machine.travel(session.ends_at + dt.timedelta(hours=1)):
        mentoring.hold(learner, cast)

    editor, reviewer, member, facilitator, second = (visitor() for _ in range(5))
    submitting.write(learner, evidence)
    submitting.send(learner)
    sign_in(editor, cast.editor.email)
    submitting.screen(editor, cast)
    sign_in(reviewer, cast.reviewer.email)
    submitting.review(reviewer)
    submitting.ask_for_changes(editor)
    submitting.send_again(learner, cast)
    record = submitting.accept(editor)
    submitting.is_told(learner, record)

    citing.find(anyone, record)
    citing.lead_to_each_other(anyone, evidence)
    sign_in(member, cast.member.email)
    citing.sees_in_network(member, cast)
    sign_in(facilitator, cast.facilitator.email)
    lesson = citing.cite(facilitator, cast, record)
    sign_in(second, cast.second_learner.email)
    citing.read_there(second, cast, lesson)

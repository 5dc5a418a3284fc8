import datetime as dt, uuid
import pytest
from django.utils import timezone
from tests.browser.walk import citing, learning, mentoring, submitting
from tests.browser.walk.cast import gather, sign_in, _person, WARMTH
from courses.actions import save_plan, start_plan, finish_plan
from library.models import Topic
pytestmark = pytest.mark.django_db(transaction=True)

def test_half(visitor):
    cast = gather()
    amina = _person("Amina Yusuf-Bennett")
    now = timezone.now()
    from demo.factories.courses import ActionPlanFactory
    ActionPlanFactory(owner=amina, title=learning.PLAN, inequality=learning.PLAN_WORDS["Which inequality do you want to change?"], place="Nant-y-Glo", topics=[Topic.objects.get(code=WARMTH)])
    learner, anyone = visitor(), visitor()
    sign_in(learner, "amina@example.org")
    editor, reviewer, member, facilitator, second = (visitor() for _ in range(5))
    submitting.write(learner)
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
    sign_in(member, cast.member.email)
    citing.sees_in_network(member, cast)
    sign_in(facilitator, cast.facilitator.email)
    lesson = citing.cite(facilitator, cast, record)
    sign_in(second, cast.second_learner.email)
    citing.read_there(second, cast, lesson)

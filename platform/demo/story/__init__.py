"""The demo institute, loaded through the actions of every part and never by rows of its own."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.cast import PLAYERS
from demo.story import (
    advising,
    answers,
    briefs,
    coursework,
    data_sets,
    events,
    figures,
    gaps,
    grades,
    learning,
    library,
    mentors,
    networking,
    newsletter,
    people,
    plan_figures,
    practice,
    programmes,
    programs,
    questions,
    safety,
    writing,
)
from demo.story.stage import Stage
from notifications.actions import mark_as_mailed, mark_read


def has_been_told() -> bool:
    """Tell whether this database holds the demo institute already."""
    return User.objects.filter(email=PLAYERS[0].email).exists()


@transaction.atomic
def tell(*, say: Callable[[str], object]) -> Stage:
    """Load the demo institute, all or nothing. ``say`` hears how far it has come."""
    stage = Stage(now=timezone.now())
    call_command("load_library", on=stage.day(-210), verbosity=0)
    say("  the library, with 160 reports")
    people.arrive(stage)
    say(f"  {len(stage.people)} people, all made up")
    figures.measure(stage)
    say("  indicators with their figures")
    learning.learn(stage)
    say("  a course, its learners and their action plans")
    coursework.learn_by_writing(stage)
    say("  a course in which people write")
    programmes.plan_programmes(stage)
    say("  programmes of courses")
    writing.write(stage)
    say("  submissions in every state")
    library.collect(stage)
    say("  collections and reading lists")
    answers.answer(stage)
    say("  answers to recommendations, and what was promised")
    networking.gather(stage)
    say("  two networks and their discussions")
    plan_figures.act_on_figures(stage)
    say("  a plan that starts from an indicator")
    questions.ask_in_cohort(stage)
    grades.keep_grades(stage)
    say("  questions and grades of a cohort")
    mentors.pair(stage)
    say("  mentors and mentees")
    events.meet(stage)
    say("  events, with a waiting list")
    data_sets.save_figures(stage)
    say("  figures saved from the calculator")
    safety.report(stage)
    say("  two concerns for the safeguarding lead")
    programs.connect(stage)
    say("  a service and tokens for programs")
    learning.cite_what_was_learnt(stage)
    library.use_case_studies(stage)
    practice.judge(stage)
    say("  judged case studies")
    gaps.describe_evidence(stage)
    gaps.look_for_gaps(stage)
    say("  evidence gaps, by rule and from people")
    practice.place_lessons(stage)
    say("  what case studies taught, where others look for it")
    advising.advise(stage)
    say("  advice: sent, in review, confidential")
    briefs.write_briefs(stage)
    say("  briefs around the evidence")
    newsletter.publish(stage)
    say("  a newsletter, its archive and its readers")
    _let_them_read(stage)
    return stage


def _let_them_read(stage: Stage) -> None:
    """Mark as read and mailed what is older than ten days; only the latest mail goes out."""
    long_ago = stage.ago(10)
    for user in stage.people.values():
        mark_read(user=user, keys=None, told_before=long_ago, at=long_ago)
    mark_as_mailed(told_before=stage.ago(2))

"""What the evening group asks about its lessons, and what its facilitator answers."""

from dataclasses import dataclass

from courses.models import Cohort, Lesson
from demo.story.stage import Stage
from networks.actions.answers import mark_answer
from networks.actions.discussions import reply, start_discussion
from networks.models import Network


@dataclass(frozen=True)
class _Question:
    """Who asks about which lesson of the course (none: about none), how many days ago, and who answers."""

    lesson: int | None
    ago: int
    who: str
    title: str
    body: str
    replies: tuple[tuple[str, str], ...]
    # The last reply is the answer.
    is_answered: bool = False


QUESTIONS = (
    _Question(
        1,
        20,
        "rosa",
        "Which deciles when the small areas were redrawn?",
        "Our 2011 and 2021 areas do not match. Do I rank the new ones again, or carry the old deciles over?",
        (
            ("liam", "We carried them over, and regretted it: a tenth of the areas had no decile."),
            (
                "facilitator",
                "Rank the new areas with the index that was made for them, and say which one in the caption. "
                "Do not compare across the break.",
            ),
        ),
        is_answered=True,
    ),
    _Question(
        2,
        3,
        "chidi",
        "Is a slope of 2.4 a lot?",
        "I have the slope for emergency admissions and nothing to hold it against.",
        (("learner", "Ours is 1.9. I would like to know as well."),),
    ),
    _Question(
        None,
        2,
        "learner",
        "Anybody on the 17:40 from Millbrook on Thursday?",
        "I could show you our figures on the way.",
        (("facilitator", "I am, in the second carriage."),),
    ),
)


def ask_in_cohort(stage: Stage) -> None:
    """Let the group under way ask, answer and mark an answer; one question stays open."""
    cohort = Cohort.objects.get(name="Evening group")
    group = Network.objects.get(cohort=cohort)
    lessons = list(Lesson.objects.of(cohort.release).in_order())
    for number, told in enumerate(QUESTIONS):
        discussion = start_discussion(
            network=group,
            author=stage.people[told.who],
            title=told.title,
            body=told.body,
            key=stage.key("question", number),
            at=stage.ago(told.ago, hour=19),
            lesson=None if told.lesson is None else lessons[told.lesson],
        )
        posts = [
            reply(
                discussion=discussion,
                author=stage.people[who],
                body=words,
                key=stage.key("answer", number, place),
                at=stage.ago(told.ago - 1, hour=9 + place),
            )
            for place, (who, words) in enumerate(told.replies)
        ]
        if told.is_answered:
            mark_answer(post=posts[-1], at=stage.ago(told.ago - 1, hour=20))

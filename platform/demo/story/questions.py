"""What the evening group asks about its lessons, and what its facilitator answers."""

from courses.models import Cohort, Lesson
from demo.story.stage import Stage
from networks.actions.answers import mark_answer
from networks.actions.discussions import reply, start_discussion
from networks.models import Network

# Who asks about which lesson of the course (none for the cohort as a whole), how many days ago, and who answers.
QUESTIONS = (
    {
        "lesson": 1,
        "ago": 20,
        "who": "rosa",
        "title": "Which deciles when the small areas were redrawn?",
        "body": "Our 2011 and 2021 areas do not match. Do I rank the new ones again, or carry the old deciles over?",
        "replies": (
            ("liam", "We carried them over, and regretted it: a tenth of the areas had no decile."),
            (
                "facilitator",
                "Rank the new areas with the index that was made for them, and say which one in the caption. "
                "Do not compare across the break.",
            ),
        ),
        "answer": 3,
    },
    {
        "lesson": 2,
        "ago": 3,
        "who": "chidi",
        "title": "Is a slope of 2.4 a lot?",
        "body": "I have the slope for emergency admissions and nothing to hold it against.",
        "replies": (("learner", "Ours is 1.9. I would like to know as well."),),
    },
    {
        "lesson": None,
        "ago": 2,
        "who": "learner",
        "title": "Anybody on the 17:40 from Millbrook on Thursday?",
        "body": "I could show you our figures on the way.",
        "replies": (("facilitator", "I am, in the second carriage."),),
    },
)


def ask_in_cohort(stage: Stage) -> None:
    """Let the group under way ask, answer and mark an answer; one question stays open."""
    cohort = Cohort.objects.get(name="Evening group")
    group = Network.objects.get(cohort=cohort)
    lessons = list(Lesson.objects.of(cohort.release).in_order())
    for number, told in enumerate(QUESTIONS):
        days = int(str(told["ago"]))
        place = told["lesson"]
        discussion = start_discussion(
            network=group,
            author=stage.people[str(told["who"])],
            title=str(told["title"]),
            body=str(told["body"]),
            key=stage.key("question", number),
            at=stage.ago(days, hour=19),
            lesson=lessons[place] if isinstance(place, int) else None,
        )
        replies = told["replies"]
        assert isinstance(replies, tuple)  # noqa: S101  (tells the type checker)
        posts = [
            reply(
                discussion=discussion,
                author=stage.people[who],
                body=words,
                key=stage.key("answer", number, place),
                at=stage.ago(days - 1, hour=9 + place),
            )
            for place, (who, words) in enumerate(replies)
        ]
        if "answer" in told:
            mark_answer(post=posts[-1], at=stage.ago(days - 1, hour=20))

"""What suggesting mentors costs among 5,000 of them, in processor time beside the floor: ``make bench-suggestions``."""

import random

from benchmarks.cpu import ask, measure, table_of
from benchmarks.ground import django_ground

MENTORS, TOPICS_EACH, TURNS = 5_000, 3, 4
PLACES = ("Leeds", "Cardiff", "Bradford", "Swansea", "Hull", "Newport")
LANGUAGES: tuple[list[str], ...] = (
    ["English"],
    ["English", "Cymraeg"],
    ["Urdu"],
    ["বাংলা", "English"],
    [],
)


def main() -> None:
    """Found many mentors and one learner, and measure the suggestions of that learner."""
    with django_ground():
        _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from accounts.models import User
    from benchmarks import floor
    from benchmarks.institute import gather_statistics
    from mentoring.suggestions.mentor_suggestions import suggest_for

    call_command("migrate", verbosity=0)
    learner = User.objects.get(pk=_found_mentors())
    gather_statistics()
    now = timezone.now()
    with CaptureQueriesContext(connection) as asked:
        suggested = suggest_for(learner, now=now)
    queries = len(asked)

    def suggest() -> None:
        suggest_for(learner, now=now)

    cost = measure(
        f"of {MENTORS} mentors",
        queries,
        suggest,
        lambda: ask(floor.application, f"/{queries}/"),
        turns=TURNS,
    )
    print(table_of([cost]))
    for one in suggested:
        print(f"{one.score:>5}  {one.profile.user}: {'; '.join((*one.reasons, *one.against))}")


def _found_mentors() -> int:
    """Make the mentors, with topics, places and languages by chance, and return the key of a learner."""
    from accounts.models import Profile, User
    from demo.factories.accounts import UserFactory
    from demo.factories.library import TopicFactory
    from library.vocabularies.actions.interests import follow_topics
    from mentoring.models import MentorProfile
    from mentoring.states import MentorState

    chance = random.Random(15)  # the same mentors every time
    topics = []
    for _ in range(10):
        parent = TopicFactory.create()
        topics += [parent, *TopicFactory.create_batch(5, parent=parent)]
    users = User.objects.bulk_create(
        User(email=f"mentor{n}@example.org", full_name=f"Mentor {n}") for n in range(MENTORS)
    )
    Profile.objects.bulk_create(
        Profile(user=user, place=chance.choice(PLACES), languages=chance.choice(LANGUAGES))
        for user in users
    )
    MentorProfile.objects.bulk_create(
        MentorProfile(
            user=user,
            headline="Health equity in practice",
            languages=user.profile.languages,
            capacity=chance.randint(1, 6),
            state=MentorState.APPROVED,
        )
        for user in users
    )
    named = MentorProfile.topics.through
    named.objects.bulk_create(
        named(mentorprofile_id=user.pk, topic_id=topic.pk)
        for user in users
        for topic in chance.sample(topics, TOPICS_EACH)
    )
    learner: User = UserFactory.create(full_name="Lena Learner")
    Profile.objects.filter(user=learner).update(place="Leeds", languages=["English"])
    follow_topics(user=learner, topics=topics[1:4])
    return learner.pk


if __name__ == "__main__":
    main()

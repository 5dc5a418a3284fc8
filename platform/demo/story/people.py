"""Chapter 1: the people, their profiles and roles."""

from accounts.actions.opening import mark_onboarded, open_account
from accounts.actions.organisations import save_organisation
from accounts.actions.profiles import save_profile
from accounts.actions.roles import grant_role
from accounts.models import Organisation, Visibility
from demo.cast import PASSWORD, PLAYERS, WORKPLACES, DemoPerson
from demo.story.stage import Stage
from library.vocabularies.actions.interests import follow_topics

# People with a role are shown on the public team page.
_OPEN = dict.fromkeys(("job_title", "organisation", "about"), Visibility.EVERYONE)


def arrive(stage: Stage) -> None:
    """Open every account of the demo."""
    for workplace in WORKPLACES:
        save_organisation(
            organisation=Organisation(
                name=workplace.name, kind=workplace.kind, country=workplace.country
            )
        )
    for number, player in enumerate(PLAYERS):
        _arrive(stage, player, days_ago=200 - number if player.job else 1)


def _arrive(stage: Stage, player: DemoPerson, *, days_ago: int) -> None:
    joined_at = stage.ago(days_ago, hour=9)
    user = open_account(
        email=player.email,
        full_name=player.name,
        password=PASSWORD if player.plays else None,
        is_demo=True,
        time_zone=player.time_zone,
        joined_at=joined_at,
    )
    stage.people[player.key] = user
    if not player.job:
        return
    save_profile(
        user=user,
        job_title=player.job,
        organisation=player.workplace,
        place=player.place,
        about=player.about,
        languages=list(player.languages),
        shown_to=_OPEN if player.roles else {},
    )
    follow_topics(user=user, topics=stage.topics(player.topics))
    mark_onboarded(user=user, at=joined_at)
    for role in player.roles:
        grant_role(user=user, role=role, by=None, at=joined_at)

"""Chapter 4: mentors, requests and matches."""

import datetime as dt
from typing import Any

from accounts.models import Organisation, User
from demo.story.stage import Stage, told_in
from mentoring.actions.agreement import sign_agreement
from mentoring.actions.feedback import ask_both, give_feedback
from mentoring.actions.free_hours import set_free_hours
from mentoring.actions.goals import add_goal, reach_goal
from mentoring.actions.matches import end_match, pause_match
from mentoring.actions.mentors import approve_mentor, offer_mentoring
from mentoring.actions.notes import write_note
from mentoring.actions.profile_requests import ask_to_fill_in_profile
from mentoring.actions.requests import (
    accept_request,
    decline_request,
    request_mentor,
    withdraw_request,
)
from mentoring.actions.searches import open_search
from mentoring.actions.series import book_series
from mentoring.actions.sessions import book_session, hold_session
from mentoring.booking.free_hours import Hours
from mentoring.models import Feedback, Match, MentoringRequest
from mentoring.models.feedback import FeedbackStage
from mentoring.models.matches import EndKind

_AFTER_THE_FIRST = (
    "It was good to be asked what I had not tried.",
    "",
    "We spoke for an hour and it was not enough. The next one is booked.",
)


def pair(stage: Stage) -> None:
    """Add mentors, their requests, and the matches that came of them."""
    told = told_in("mentoring")
    for mentor in told["mentors"]:
        profile = _offer(stage, mentor)
        approve_mentor(
            profile=profile, by=stage.people["coordinator"], at=stage.ago(mentor["ago"] - 1)
        )
    for mentor in told["offered"]:
        _offer(stage, mentor)
    for who, hours in told["free_hours"].items():
        free = [Hours(*each) for each in hours]
        set_free_hours(user=stage.people[who], hours=free)
    for story in told["matches"]:
        _work(stage, story)
    for story in told["waiting"]:
        _ask(stage, story)
    for story in told["declined"]:
        decline_request(
            request=_ask(stage, story),
            by=stage.people[story["mentor"]],
            at=stage.ago(story["ago"] - 2),
            note=story["note"],
        )
    for story in told["searches"]:
        _search(stage, story)
    for story in told["withdrawn"]:
        withdraw_request(
            request=_ask(stage, story),
            by=stage.people[story["mentee"]],
            at=stage.ago(story["ago"] - 2),
        )


def _search(stage: Stage, story: dict[str, Any]) -> None:
    open_search(
        mentee=stage.people[story["mentee"]],
        by=stage.people["coordinator"],
        words=story["words"],
        mentors=[stage.people[story["ask"]].mentor_profile],
        at=stage.ago(story["ago"]),
    )
    ask_to_fill_in_profile(
        person=stage.people[story["mentee"]],
        by=stage.people["coordinator"],
        at=stage.ago(story["profile_asked"]),
    )


def _offer(stage: Stage, told: dict[str, Any]) -> Any:
    return offer_mentoring(
        user=stage.people[told["who"]],
        headline=told["headline"],
        about=told["about"],
        topics=stage.topics(told["topics"]),
        languages=told["languages"],
        capacity=told["capacity"],
        at=stage.ago(told["ago"]),
    )


def _ask(stage: Stage, story: dict[str, Any]) -> MentoringRequest:
    mentee = stage.people[story["mentee"]]
    return request_mentor(
        mentor=stage.people[story["mentor"]],
        mentee=mentee,
        plan=stage.plans[story["mentee"]] if story.get("plan") else None,
        message=story["message"],
        key=stage.key("ask", story["mentor"], story["mentee"]),
        at=stage.ago(story["ago"]),
        organisation=_workplace_of(mentee) if story.get("organisation") else None,
    )


def _workplace_of(person: User) -> Organisation:
    return Organisation.objects.get(profiles__user=person)


def _work(stage: Stage, story: dict[str, Any]) -> None:
    mentor, mentee = stage.people[story["mentor"]], stage.people[story["mentee"]]
    began = story["ago"]
    match = accept_request(
        request=_ask(stage, story), by=mentor, at=stage.ago(began - 1), note=story["answer"]
    )
    sign_agreement(match=match, by=mentee, at=stage.ago(began - 1, hour=14))
    if story["signed"] == "both":
        sign_agreement(match=match, by=mentor, at=stage.ago(began - 1, hour=15))
    match.refresh_from_db()
    _goals(stage, match, mentee, story)
    _sessions(stage, match, mentor, story)
    _notes(stage, match, story)
    if "paused" in story:
        pause_match(
            match=match, by=mentee, at=stage.ago(story["paused"]), note="Until the hubs open."
        )
    if "ended" in story:
        at = stage.ago(story["ended"])
        reason = "The programme runs without me now."
        end_match(match=match, by=mentee, kind=EndKind.REACHED, reason=reason, at=at)
        _answer(match, mentee, FeedbackStage.END, "Patient, and merciless with my charts.", at=at)


def _answer(
    match: Match, person: User, stage: FeedbackStage, words: str, *, at: dt.datetime
) -> None:
    asked = Feedback.objects.get(match=match, author=person, stage=stage)
    give_feedback(
        feedback=asked,
        useful=5,
        openness=5 - match.pk % 2,
        progress=3 + match.pk % 3,
        text=words,
        at=at,
    )


def _goals(stage: Stage, match: Match, mentee: User, story: dict[str, Any]) -> None:
    for number, told in enumerate(story.get("goals", [])):
        goal = add_goal(
            match=match,
            text=told["text"],
            measure=told.get("measure", ""),
            due_on=stage.day(told["due"]),
            at=stage.ago(story["ago"] - 2),
            key=stage.key("goal", match.pk, number),
        )
        if told.get("reached"):
            at = stage.ago(-told["due"])
            reach_goal(goal=goal, by=mentee, on=at.date(), at=at)


def _sessions(stage: Stage, match: Match, mentor: User, story: dict[str, Any]) -> None:
    for number, told in enumerate(story.get("held", [])):
        starts_at = stage.ago(told["ago"], hour=10)
        session = book_session(
            match=match,
            by=mentor,
            starts_at=starts_at,
            time_zone=mentor.time_zone,
            minutes=45,
            place_or_link="https://meet.example.org/mentoring",
            key=stage.key("held", match.pk, number),
            at=starts_at - dt.timedelta(days=5),
        )
        hold_session(
            session=session,
            by=mentor,
            summary=told["summary"],
            at=starts_at + dt.timedelta(hours=2),
        )
        if number == 0:
            asked_at = starts_at + dt.timedelta(days=1)
            ask_both(match=match, stage=FeedbackStage.FIRST, at=asked_at)
            words = _AFTER_THE_FIRST[match.pk % len(_AFTER_THE_FIRST)]
            _answer(match, match.mentee, FeedbackStage.FIRST, words, at=asked_at)
    if told := story.get("series"):
        book_series(
            match=match,
            by=mentor,
            rhythm="fortnightly",
            first_on=stage.day(told["in"]),
            time=dt.time(told["hour"]),
            time_zone=mentor.time_zone,
            times=told["times"],
            minutes=45,
            place_or_link=told["place"],
            key=stage.key("series", match.pk),
            at=stage.ago(2),
        )
    if told := story.get("next"):
        book_session(
            match=match,
            by=mentor,
            starts_at=stage.ago(-told["in"], hour=told["hour"]),
            time_zone=mentor.time_zone,
            minutes=told["minutes"],
            place_or_link=told["place"],
            key=stage.key("next", match.pk),
            at=stage.ago(2),
        )


def _notes(stage: Stage, match: Match, story: dict[str, Any]) -> None:
    said = [(story["mentor"], story["shared"], False)] if "shared" in story else []
    for who, body in story.get("private", {}).items():
        said.append((story.get(who, who), body, True))
    for number, (key, body, is_private) in enumerate(said):
        write_note(
            match=match,
            author=stage.people[key],
            body=body,
            is_private=is_private,
            key=stage.key("note", match.pk, number),
            at=stage.ago(10),
        )

"""Chapter 5: submissions in every state, three of them in the library by now."""

from typing import Any

from accounts.models import User
from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.recommendations.models import Recommendation
from submissions.actions.assignment import claim, start_review
from submissions.actions.co_authors import add_co_author
from submissions.actions.decisions import accept_submission, decline_submission, request_changes
from submissions.actions.drafts import save_draft, start_submission
from submissions.actions.reviews import answer_invitation, deliver_review, invite_reviewer
from submissions.actions.sources import add_recommendation_acted_on, add_source
from submissions.actions.submitting import submit, withdraw_submission
from submissions.models import CRITERIA, Licence, Submission


def write(stage: Stage) -> None:
    """Add submissions, and let editors and reviewers do their part."""
    for number, told in enumerate(told_in("submissions")):
        submission = _draft(stage, told, number)
        _carry_on(stage, submission, told["steps"])


def _draft(stage: Stage, told: dict[str, Any], number: int) -> Submission:
    author = stage.people[told["author"]]
    begun_at = stage.ago(told["steps"].get("submit", 2) + 1)
    submission = start_submission(
        author=author,
        kind=told["kind"],
        key=stage.key("submission", number),
        at=begun_at,
        plan=stage.plans[told["author"]] if told.get("plan") else None,
    )
    if told.get("plan"):
        return submission
    submission = save_draft(
        submission=submission,
        values={
            "title": told["title"],
            "summary": _marked(told["summary"]),
            "place": told["place"],
            "licence": Licence.CC_BY,
            "topics": stage.topics(told["topics"]),
            **told["content"],
        },
        at=begun_at,
    )
    for key in told.get("draws_on", []):
        add_source(submission=submission, record=Record.objects.get(import_key=key))
    for reference in told.get("acts_on", []):
        recommendation = Recommendation.objects.get(reference=reference)
        add_recommendation_acted_on(submission=submission, recommendation=recommendation)
    for person in told.get("coauthors", []):
        add_co_author(submission=submission, **person)
    return submission


def _marked(summary: str) -> str:
    """Mark a made-up summary as such beside the real reports of the library."""
    return f"{summary} (A made-up example of the demo.)" if summary else ""


def _carry_on(stage: Stage, submission: Submission, steps: dict[str, Any]) -> None:
    editor = stage.people["editor"]
    if "submit" not in steps:
        return
    submit(submission=submission, by=submission.author, at=stage.ago(steps["submit"]))
    if "claim" in steps:
        claim(submission=submission, editor=editor, at=stage.ago(steps["claim"]))
    if "review" in steps:
        start_review(submission=submission, editor=editor, at=stage.ago(steps["review"]["invited"]))
        _review(stage, submission, steps["review"], editor)
    if told := steps.get("changes"):
        request_changes(
            submission=submission, editor=editor, letter=told["letter"], at=stage.ago(told["ago"])
        )
    if "resubmit" in steps:
        _resubmit(stage, submission, steps, editor)
    if told := steps.get("accept"):
        accept_submission(
            submission=submission, editor=editor, letter=told["letter"], at=stage.ago(told["ago"])
        )
    if told := steps.get("decline"):
        decline_submission(
            submission=submission, editor=editor, letter=told["letter"], at=stage.ago(told["ago"])
        )
    if told := steps.get("withdraw"):
        withdraw_submission(
            submission=submission,
            by=submission.author,
            reason=told["reason"],
            at=stage.ago(told["ago"]),
        )


def _resubmit(stage: Stage, submission: Submission, steps: dict[str, Any], editor: User) -> None:
    at = stage.ago(steps["resubmit"])
    submission.refresh_from_db()
    result = submission.content["result"] + (
        "\n\nThe 140 households were drawn by lot from those entitled. The second winter was milder by one "
        "degree on average, which by the supplier’s own figures saves about six per cent of heating."
    )
    save_draft(submission=submission, values={"result": result}, at=at)
    submit(submission=submission, by=submission.author, at=at, note="Both points are answered.")
    claim(submission=submission, editor=editor, at=at)
    start_review(submission=submission, editor=editor, at=at)
    _review(stage, submission, steps["second_review"], editor)


def _review(stage: Stage, submission: Submission, told: dict[str, Any], editor: User) -> None:
    invited_at = stage.ago(told["invited"], hour=11)
    review = invite_reviewer(
        submission=submission,
        reviewer=stage.people[told["by"]],
        by=editor,
        due_on=stage.day(21 - told["invited"]),
        at=invited_at,
        message="You know this field better than anyone here. Could you read it?",
    )
    if "agreed" not in told:
        return
    review = answer_invitation(review=review, accept=True, at=stage.ago(told["agreed"]))
    if "delivered" not in told:
        return
    deliver_review(
        review=review,
        answers={
            **dict(zip(CRITERIA, told["scores"], strict=True)),
            "comments_to_author": told["to_author"],
            "comments_to_editor": told["to_editor"],
            "recommendation": told["recommendation"],
            "is_signed": False,
        },
        at=stage.ago(told["delivered"]),
    )

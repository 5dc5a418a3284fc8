"""Chapter 3: two networks and their discussions."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.story.stage import Stage, told_in
from networks.actions.cases import claim_case, decide_case, flag
from networks.actions.conduct import accept_conduct, publish_conduct
from networks.actions.discussions import follow_discussion, pin_discussion, reply, start_discussion
from networks.actions.files import CheckedFile, checked_file
from networks.actions.memberships import approve_membership, join_network, make_moderator
from networks.actions.networks import create_network
from networks.actions.read_marks import mark_read
from networks.models import Membership, Network, Post
from networks.states import MembershipState


def gather(stage: Stage) -> None:
    """Publish the code of conduct, open the networks and add their discussions."""
    version = publish_conduct(
        body=told_in("conduct")["body"], by=stage.people["admin"], at=stage.ago(190)
    )
    for person in stage.people.values():
        accept_conduct(number=version.number, user=person, at=stage.ago(185))
    for told in told_in("networks"):
        network = _open(stage, told)
        for number, talk in enumerate(told["discussions"]):
            _talk(stage, network, talk, number)
        for asking in told.get("asking", []):
            join_network(
                network=network,
                user=stage.people[asking["who"]],
                at=stage.ago(asking["ago"]),
                message=asking["message"],
            )


def _open(stage: Stage, told: dict[str, Any]) -> Network:
    founder = stage.people[told["founder"]]
    opened_at = stage.ago(told["founded"])
    network = create_network(
        name=told["name"],
        purpose=told["purpose"],
        access=told["access"],
        topics=stage.topics(told["topics"]),
        by=founder,
        at=opened_at,
    )
    for number, key in enumerate(told["members"]):
        if key == told["founder"]:
            continue
        joined_at = stage.ago(told["founded"] - 2 * number - 1)
        member = join_network(network=network, user=stage.people[key], at=joined_at)
        if member.state == MembershipState.REQUESTED:
            approve_membership(membership=member, by=founder, at=joined_at)
    for key in told["moderators"]:
        if key != told["founder"]:
            member = Membership.objects.get(network=network, user=stage.people[key])
            make_moderator(membership=member, by=founder, at=opened_at)
    return network


def _talk(stage: Stage, network: Network, talk: dict[str, Any], number: int) -> None:
    author = stage.people[talk["author"]]
    discussion = start_discussion(
        network=network,
        author=author,
        title=talk["title"],
        body=talk["body"],
        key=stage.key("talk", network.slug, number),
        at=stage.ago(talk["ago"], hour=9),
        record=stage.record(talk["record"]) if "record" in talk else None,
        plan=stage.plans[talk["plan"]] if "plan" in talk else None,
    )
    for place, said in enumerate(talk["replies"]):
        post = reply(
            discussion=discussion,
            author=stage.people[said["author"]],
            body=said["body"],
            key=stage.key("reply", network.slug, number, place),
            at=stage.ago(said["ago"], hour=11, minute=place),
            file=_file(said),
        )
        _flags(stage, post, said)
    if talk.get("pinned"):
        pin_discussion(discussion=discussion, pinned=True, at=stage.ago(talk["ago"]))
    follow_discussion(discussion=discussion, user=author, wish="follow")
    # What is older than a week has been read by the one who plays the member.
    member = stage.people["member"]
    if talk["ago"] > 14 and network.memberships.active().filter(user=member).exists():
        mark_read(discussion=discussion, user=member, at=stage.ago(13))


def _file(said: dict[str, Any]) -> CheckedFile | None:
    """Return the table that comes with a reply, as somebody would upload it."""
    if "file" not in said:
        return None
    table = SimpleUploadedFile("table.csv", said["file"]["table"].encode())
    return checked_file(table, name=said["file"]["name"])


def _flags(stage: Stage, post: Post, said: dict[str, Any]) -> None:
    """Let members flag the post, and a moderator decide where the story says so."""
    for place, flagged in enumerate(said.get("flags", [])):
        case = flag(
            discussion=post.discussion,
            post=post,
            person=stage.people[flagged["who"]],
            reason=flagged["reason"],
            words=flagged["words"],
            at=stage.ago(flagged["ago"], hour=13, minute=place),
        )
    if "decision" in said:
        told = said["decision"]
        moderator, at = stage.people[told["by"]], stage.ago(told["ago"], hour=9)
        claim_case(case=case, by=moderator, at=at)
        decide_case(case=case, by=moderator, outcome=told["outcome"], reason=told["reason"], at=at)

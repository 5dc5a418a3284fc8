"""Every write of the networks."""

from networks.actions.discussions import (
    close_discussion,
    follow_discussion,
    hide_discussion,
    pin_discussion,
    reopen_discussion,
    reply,
    show_discussion,
    start_discussion,
)
from networks.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from networks.actions.memberships import (
    approve_membership,
    decline_membership,
    join_network,
    leave_network,
    make_moderator,
    part_with_networks,
    remove_member,
    restore_member,
    step_down,
    withdraw_request,
)
from networks.actions.networks import (
    archive_network,
    create_network,
    edit_network,
    reopen_network,
)
from networks.actions.posts import edit_post, hide_post, remove_post, show_post, stop_sharing_plan
from networks.actions.reading import mark_all_read, mark_read
from networks.actions.records import announce_missing_records, announce_record

__all__ = [
    "accept_invitation",
    "announce_missing_records",
    "announce_record",
    "approve_membership",
    "archive_network",
    "close_discussion",
    "create_network",
    "decline_invitation",
    "decline_membership",
    "edit_network",
    "edit_post",
    "follow_discussion",
    "hide_discussion",
    "hide_post",
    "invite",
    "join_network",
    "leave_network",
    "make_moderator",
    "mark_all_read",
    "mark_read",
    "part_with_networks",
    "pin_discussion",
    "remove_member",
    "remove_post",
    "reopen_discussion",
    "reopen_network",
    "reply",
    "restore_member",
    "show_discussion",
    "show_post",
    "start_discussion",
    "step_down",
    "stop_sharing_plan",
    "withdraw_invitation",
    "withdraw_request",
]

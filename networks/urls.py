"""Addresses of the networks."""

from django.urls import URLPattern, URLResolver, include, path

from networks.views import (
    cases,
    conduct,
    discussions,
    events,
    files,
    flags,
    groups,
    invitations,
    memberships,
    moderation,
    networks,
    news,
    posts,
    questions,
    transparency,
)

app_name = "networks"

_post = [
    path("", posts.post_detail, name="post_detail"),
    path("edit/", posts.post_edit, name="post_edit"),
    path("remove/", posts.post_remove, name="post_remove"),
    path("stop-sharing/", posts.post_stop_sharing, name="post_stop_sharing"),
    path("history/", posts.post_history, name="post_history"),
    path("files/", files.post_files, name="post_files"),
    path("files/<key:file_pk>/", files.file_download, name="file_download"),
    path("files/<key:file_pk>/remove/", files.file_remove, name="file_remove"),
    path("hide/", moderation.post_hide, name="post_hide"),
    path("show/", moderation.post_show, name="post_show"),
    path("approve/", moderation.post_approve, name="post_approve"),
    path("flag/", flags.post_flag, name="post_flag"),
    path("answer/", groups.post_answer, name="post_answer"),
    path("answer/undo/", groups.post_answer_undo, name="post_answer_undo"),
]

_discussion = [
    path("", discussions.discussion_detail, name="discussion_detail"),
    path("reply/", discussions.discussion_reply, name="discussion_reply"),
    path("unread/", discussions.discussion_unread, name="discussion_unread"),
    path("read/", discussions.discussion_read, name="discussion_read"),
    path("read/undo/", discussions.discussion_read_undo, name="discussion_read_undo"),
    path("follow/", discussions.discussion_follow, name="discussion_follow"),
    path("pin/", moderation.discussion_pin, name="discussion_pin"),
    path("close/", moderation.discussion_close, name="discussion_close"),
    path("reopen/", moderation.discussion_reopen, name="discussion_reopen"),
    path("hide/", moderation.discussion_hide, name="discussion_hide"),
    path("show/", moderation.discussion_show, name="discussion_show"),
    path("approve/", moderation.discussion_approve, name="discussion_approve"),
    path("flag/", flags.discussion_flag, name="discussion_flag"),
]

_member = [
    path("remove/", memberships.member_remove, name="member_remove"),
    path("restore/", memberships.member_restore, name="member_restore"),
    path("make-moderator/", memberships.member_make_moderator, name="member_make_moderator"),
]

_network: list[URLPattern | URLResolver] = [
    path("", networks.network_detail, name="network_detail"),
    path("about/", networks.network_about, name="network_about"),
    path("library/", networks.network_library, name="network_library"),
    path("events/", events.network_events, name="network_events"),
    path("events/new/", events.network_event_new, name="network_event_new"),
    path("events/add/", events.network_event_add, name="network_event_add"),
    path("events/<key:event_pk>/remove/", events.network_event_remove, name="network_event_remove"),
    path("members/", networks.network_members, name="network_members"),
    path("members/names/", networks.member_names, name="member_names"),
    path("members/<key:pk>/", include(_member)),
    path("history/", networks.network_history, name="network_history"),
    path("edit/", networks.network_edit, name="network_edit"),
    path("cover/", networks.network_cover_edit, name="network_cover_edit"),
    path("cover/<str:name>", networks.network_cover, name="network_cover"),
    path("archive/", networks.network_archive, name="network_archive"),
    path("reopen/", networks.network_reopen, name="network_reopen"),
    path("join/", memberships.network_join, name="network_join"),
    path("leave/", memberships.network_leave, name="network_leave"),
    path("step-down/", memberships.network_step_down, name="network_step_down"),
    path("requests/", memberships.request_list, name="request_list"),
    path("requests/withdraw/", memberships.request_withdraw, name="request_withdraw"),
    path("requests/<key:pk>/approve/", memberships.request_approve, name="request_approve"),
    path("requests/<key:pk>/decline/", memberships.request_decline, name="request_decline"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path(
        "invitations/<key:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("flags/", cases.case_list, name="case_list"),
    path("flags/<key:pk>/", cases.case_detail, name="case_detail"),
    path("flags/<key:pk>/claim/", cases.case_claim, name="case_claim"),
    path("flags/<key:pk>/release/", cases.case_release, name="case_release"),
    path("pauses/<key:pk>/lift/", cases.pause_lift, name="pause_lift"),
    path("read/", discussions.network_read, name="network_read"),
    path("read/undo/", discussions.network_read_undo, name="network_read_undo"),
    path("discussions/new/", discussions.discussion_start, name="discussion_start"),
    path("discussions/<key:pk>/", include(_discussion)),
    path("posts/<key:pk>/", include(_post)),
]

urlpatterns = [
    path("", networks.network_list, name="network_list"),
    path("new/", networks.network_new, name="network_new"),
    path("cohort-questions/", groups.cohort_questions, name="cohort_questions"),
    path("unanswered/", questions.question_list, name="question_list"),
    path("unanswered/<key:pk>/gap/", questions.question_gap, name="question_gap"),
    path("unanswered/<key:pk>/aside/", questions.question_aside, name="question_aside"),
    path("share/", discussions.discussion_choose, name="discussion_choose"),
    path("invitations/<str:token>/", invitations.invitation_detail, name="invitation_detail"),
    path("conduct/", conduct.conduct_detail, name="conduct_detail"),
    path("conduct/edit/", conduct.conduct_edit, name="conduct_edit"),
    path("notifications/", news.news_settings, name="news_settings"),
    path("flags/", transparency.transparency, name="transparency"),
    path("<slug:slug>/", include(_network)),
]

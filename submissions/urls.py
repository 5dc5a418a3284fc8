"""Addresses of submissions, reviews and the editors' desk."""

from django.urls import path

from submissions.views import (
    authors,
    co_authors,
    drafts,
    editors,
    learnt,
    reviews,
    sources,
)

app_name = "submissions"
urlpatterns = [
    path("", authors.submission_list, name="submission_list"),
    path("new/", authors.submission_new, name="submission_new"),
    path("<key:pk>/", authors.submission_detail, name="submission_detail"),
    path("<key:pk>/edit/", drafts.submission_edit, name="submission_edit"),
    path("<key:pk>/autosave/", drafts.submission_autosave, name="submission_autosave"),
    path("<key:pk>/co-authors/", drafts.submission_co_authors, name="submission_co_authors"),
    path(
        "<key:pk>/co-authors/<key:co_author_pk>/remove/",
        drafts.co_author_remove,
        name="co_author_remove",
    ),
    path("<key:pk>/sources/", sources.submission_sources, name="submission_sources"),
    path(
        "<key:pk>/recommendations/",
        sources.submission_recommendation,
        name="submission_recommendation",
    ),
    path("<key:pk>/sources/<key:record_pk>/remove/", sources.source_remove, name="source_remove"),
    path("<key:pk>/files/", drafts.submission_files, name="submission_files"),
    path("<key:pk>/files/<key:file_pk>/", drafts.file_download, name="file_download"),
    path("<key:pk>/files/<key:file_pk>/remove/", drafts.file_remove, name="file_remove"),
    path("<key:pk>/submit/", drafts.submission_submit, name="submission_submit"),
    path("<key:pk>/preview/", authors.submission_preview, name="submission_preview"),
    path("<key:pk>/delete/", authors.submission_delete, name="submission_delete"),
    path("<key:pk>/withdraw/", authors.submission_withdraw, name="submission_withdraw"),
    path("<key:pk>/revisions/<key:number>/", authors.revision_detail, name="revision_detail"),
    path("co-author/<str:token>/", co_authors.co_author_answer, name="co_author_answer"),
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/<key:pk>/", reviews.review_detail, name="review_detail"),
    path("reviews/<key:pk>/answer/", reviews.review_answer, name="review_answer"),
    path("reviews/<key:pk>/autosave/", reviews.review_autosave, name="review_autosave"),
    path("desk/", editors.desk, name="desk"),
    path("desk/learnt/", learnt.learnt_list, name="learnt_list"),
    path("desk/learnt/<key:pk>/", learnt.learnt_detail, name="learnt_detail"),
    path("desk/learnt/<key:pk>/remove/", learnt.learnt_remove, name="learnt_remove"),
    path("desk/learnt/<key:pk>/finish/", learnt.learnt_finish, name="learnt_finish"),
    path("desk/learnt/<key:pk>/reopen/", learnt.learnt_reopen, name="learnt_reopen"),
    path("desk/learnt/<key:pk>/not-placed/", learnt.learnt_leave_out, name="learnt_leave_out"),
    path("desk/learnt/<key:pk>/set-aside/", learnt.learnt_set_aside, name="learnt_set_aside"),
    path("desk/<key:pk>/", editors.desk_detail, name="desk_detail"),
    path("desk/<key:pk>/claim/", editors.submission_claim, name="submission_claim"),
    path("desk/<key:pk>/release/", editors.submission_release, name="submission_release"),
    path("desk/<key:pk>/assign/", editors.submission_assign, name="submission_assign"),
    path("desk/<key:pk>/review/", editors.submission_start_review, name="submission_start_review"),
    path("desk/<key:pk>/invite/", editors.submission_invite, name="submission_invite"),
    path(
        "desk/<key:pk>/reviews/<key:review_pk>/cancel/", editors.review_cancel, name="review_cancel"
    ),
    path(
        "desk/<key:pk>/decide/<slug:verdict>/", editors.submission_decide, name="submission_decide"
    ),
]

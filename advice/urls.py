"""Addresses of advice."""

from django.urls import path

from advice.views import evidence, letters, outcomes, public, reviewing, reviews, work

app_name = "advice"
urlpatterns = [
    path("", public.case_list, name="case_list"),
    path("work/", work.work_list, name="work_list"),
    path("new/", work.case_new, name="case_new"),
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/<key:pk>/", reviews.review_detail, name="review_detail"),
    path("reviews/<key:pk>/decline/", reviews.review_decline, name="review_decline"),
    path("<key:pk>/", public.case_detail, name="case_detail"),
    path("<key:pk>/closing.ics", public.case_ics, name="case_ics"),
    path("<key:pk>/document/", public.case_document, name="case_document"),
    path("<key:pk>/work/", work.case_work, name="case_work"),
    path("<key:pk>/edit/", work.case_edit, name="case_edit"),
    path("<key:pk>/draft/", work.case_draft, name="case_draft"),
    path("<key:pk>/withdraw/", work.case_withdraw, name="case_withdraw"),
    path("<key:pk>/restore/", work.case_restore, name="case_restore"),
    path("<key:pk>/evidence/", evidence.case_evidence, name="case_evidence"),
    path(
        "<key:pk>/evidence/<key:record_pk>/remove/",
        evidence.citation_remove,
        name="citation_remove",
    ),
    path("<key:pk>/recommendations/", evidence.recommendation_add, name="recommendation_add"),
    path(
        "<key:pk>/recommendations/<key:recommendation_pk>/remove/",
        evidence.recommendation_remove,
        name="recommendation_remove",
    ),
    path("<key:pk>/call/", evidence.case_call, name="case_call"),
    path(
        "<key:pk>/contributions/<key:post_pk>/",
        evidence.contribution_keep,
        name="contribution_keep",
    ),
    path("<key:pk>/letters/new/", letters.letter_new, name="letter_new"),
    path(
        "<key:pk>/letters/<key:letter_pk>/document/",
        letters.letter_document,
        name="letter_document",
    ),
    path("<key:pk>/letters/<key:letter_pk>/remove/", letters.letter_remove, name="letter_remove"),
    path("<key:pk>/reviewers/", reviewing.case_reviewers, name="case_reviewers"),
    path("<key:pk>/take-back/", reviewing.case_take_back, name="case_take_back"),
    path("<key:pk>/return/", reviewing.case_return, name="case_return"),
    path("<key:pk>/sign-off/", reviewing.case_sign_off, name="case_sign_off"),
    path("<key:pk>/send/", outcomes.case_send, name="case_send"),
    path("<key:pk>/outcome/", outcomes.case_outcome, name="case_outcome"),
    path("<key:pk>/publish/", outcomes.case_publish, name="case_publish"),
]

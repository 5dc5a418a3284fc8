"""Addresses of courses and action plans."""

from django.urls import include, path

from courses.views import (
    citing,
    corrections,
    course_states,
    courses,
    evidence,
    facilitating,
    lessons,
    more_attempts,
    moving,
    outdated_citations,
    plans,
    teaching,
    teaching_lessons,
)

app_name = "courses"
_authoring = [
    path("", teaching.teach_course, name="teach_course"),
    path("edit/", teaching.teach_edit, name="teach_edit"),
    path("cover/", teaching.teach_cover, name="teach_cover"),
    path("draft/", teaching.draft_begin, name="draft_begin"),
    path("publish/", teaching.draft_publish, name="draft_publish"),
    path("copy/", course_states.course_copy, name="course_copy"),
    path("archive/", course_states.course_archive, name="course_archive"),
    path("reopen/", course_states.course_reopen, name="course_reopen"),
    path("unpublish/", course_states.course_unpublish, name="course_unpublish"),
    path("publish-again/", course_states.course_publish_again, name="course_publish_again"),
    path("draft/delete/", course_states.draft_delete, name="draft_delete"),
    path("citations/", outdated_citations.citation_review, name="citation_review"),
    path("modules/new/", teaching.module_new, name="module_new"),
    path("modules/<key:pk>/", teaching.module_edit, name="module_edit"),
    path("modules/<key:pk>/move/", teaching.module_move, name="module_move"),
    path("modules/<key:pk>/remove/", teaching.module_remove, name="module_remove"),
    path("modules/<key:pk>/lessons/new/", teaching_lessons.lesson_new, name="lesson_new"),
    path("lessons/<key:pk>/", teaching_lessons.lesson_edit, name="lesson_edit"),
    path("lessons/<key:pk>/move/", teaching_lessons.lesson_move, name="lesson_move"),
    path("lessons/<key:pk>/remove/", teaching_lessons.lesson_remove, name="lesson_remove"),
    path("lessons/<key:pk>/citations/", teaching_lessons.citation_add, name="citation_add"),
    path(
        "lessons/<key:pk>/citations/<key:citation_pk>/",
        teaching_lessons.citation_change,
        name="citation_change",
    ),
    path(
        "lessons/<key:pk>/questions/new/<slug:kind>/",
        teaching_lessons.question_new,
        name="question_new",
    ),
    path(
        "lessons/<key:pk>/questions/<key:question_pk>/",
        teaching_lessons.question_edit,
        name="question_edit",
    ),
    path(
        "lessons/<key:pk>/questions/<key:question_pk>/change/",
        teaching_lessons.question_change,
        name="question_change",
    ),
    path("releases/<key:number>/", corrections.release_detail, name="release_detail"),
    path("lessons/<key:pk>/correct/", corrections.lesson_correct, name="lesson_correct"),
    path("lessons/<key:pk>/require/", corrections.lesson_require, name="lesson_require"),
    path("questions/<key:pk>/regrade/", corrections.question_regrade, name="question_regrade"),
    path("regrades/<key:pk>/undo/", corrections.regrade_undo, name="regrade_undo"),
    path("preview/<slug:module>/<slug:lesson>/", teaching.lesson_preview, name="lesson_preview"),
]
# The first words of these addresses are in ``RESERVED_SLUGS``: no course can take them.
urlpatterns = [
    path("", courses.course_list, name="course_list"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/start/", plans.plan_start, name="plan_start"),
    path("plans/choose/", evidence.plan_choose, name="plan_choose"),
    path("plans/<key:pk>/", plans.plan_detail, name="plan_detail"),
    path("plans/<key:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<key:pk>/autosave/", plans.plan_autosave, name="plan_autosave"),
    path("plans/<key:pk>/evidence/", evidence.evidence_list, name="evidence_list"),
    path("plans/<key:pk>/evidence/<key:record_pk>/", evidence.evidence_edit, name="evidence_edit"),
    path(
        "plans/<key:pk>/evidence/<key:record_pk>/newer/",
        evidence.evidence_decide,
        name="evidence_decide",
    ),
    path(
        "plans/<key:pk>/evidence/<key:record_pk>/drop/",
        evidence.evidence_drop,
        name="evidence_drop",
    ),
    path("plans/<key:pk>/outcome/<key:week>/", plans.outcome_record, name="outcome_record"),
    path("cite/", citing.cite_record, name="cite_record"),
    path("cite/<key:pk>/withdraw/", citing.citation_withdraw, name="citation_withdraw"),
    path("teach/", teaching.teach_list, name="teach_list"),
    path("teach/new/", teaching.teach_new, name="teach_new"),
    path("teach/<slug:slug>/", include(_authoring)),
    path("<slug:slug>/", courses.course_detail, name="course_detail"),
    path("<slug:slug>/cover/<str:name>", courses.course_cover, name="course_cover"),
    path("<slug:slug>/learners/", facilitating.learner_list, name="learner_list"),
    path(
        "<slug:slug>/learners/<key:pk>/attempts/", more_attempts.attempts_give, name="attempts_give"
    ),
    path("<slug:slug>/move/", moving.course_move, name="course_move"),
    path("<slug:slug>/enrol/", courses.course_enrol, name="course_enrol"),
    path("<slug:slug>/leave/", courses.course_leave, name="course_leave"),
    path("<slug:slug>/<slug:module>/<slug:lesson>/", lessons.lesson_detail, name="lesson_detail"),
    path(
        "<slug:slug>/<slug:module>/<slug:lesson>/complete/",
        lessons.lesson_complete,
        name="lesson_complete",
    ),
    path(
        "<slug:slug>/<slug:module>/<slug:lesson>/attempt/",
        lessons.attempt_new,
        name="attempt_new",
    ),
    path(
        "<slug:slug>/<slug:module>/<slug:lesson>/attempt/keep/",
        lessons.attempt_keep,
        name="attempt_keep",
    ),
    path(
        "<slug:slug>/<slug:module>/<slug:lesson>/ask/",
        more_attempts.attempt_ask,
        name="attempt_ask",
    ),
    path(
        "<slug:slug>/<slug:module>/<slug:lesson>/attempts/<key:number>/",
        lessons.attempt_detail,
        name="attempt_detail",
    ),
]

"""Addresses of action plans, below those of the courses."""

from django.urls import include, path

from courses.views.action_plans import baselines, evidence, plans, recommendations

_plan = [
    path("", plans.plan_detail, name="plan_detail"),
    path("edit/", plans.plan_edit, name="plan_edit"),
    path("autosave/", plans.plan_autosave, name="plan_autosave"),
    path("evidence/", evidence.evidence_list, name="evidence_list"),
    path("evidence/<key:record_pk>/", evidence.evidence_edit, name="evidence_edit"),
    path("evidence/<key:record_pk>/newer/", evidence.evidence_decide, name="evidence_decide"),
    path("evidence/<key:record_pk>/drop/", evidence.evidence_drop, name="evidence_drop"),
    path("recommendations/", recommendations.plan_recommendations, name="plan_recommendations"),
    path("recommendations/<slug:reference>/add/", recommendations.plan_recommendation_add, name="plan_recommendation_add"),
    path("recommendations/<slug:reference>/remove/", recommendations.plan_recommendation_remove, name="plan_recommendation_remove"),
    path("baseline/", baselines.baseline_choose, name="baseline_choose"),
    path("baseline/indicators/<slug:code>/", baselines.baseline_from_indicator, name="baseline_from_indicator"),
    path("baseline/data-sets/<key:data_set_pk>/", baselines.baseline_from_data_set, name="baseline_from_data_set"),
    path("baseline/target/", baselines.target_edit, name="target_edit"),
    path("baseline/remove/", baselines.baseline_remove, name="baseline_remove"),
    path("baseline/restore/", baselines.baseline_restore, name="baseline_restore"),
    path("outcome/<key:week>/", plans.outcome_record, name="outcome_record"),
    path("outcomes/share/", plans.plan_share_outcomes, name="plan_share_outcomes"),
]  # fmt: skip
urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("start/", plans.plan_start, name="plan_start"),
    path("choose/", evidence.plan_choose, name="plan_choose"),
    path("act-on/", baselines.plan_act_on, name="plan_act_on"),
    path(
        "for/<slug:reference>/",
        recommendations.plan_choose_for,
        name="plan_choose_for",
    ),
    path("<key:pk>/", include(_plan)),
]

"""The addresses of recommendations, at ``/recommendations/``."""

from django.urls import path

from library.recommendations.views.commitments import (
    commitment_detail,
    commitment_edit,
    commitment_list,
    commitment_new,
    commitment_update,
)
from library.recommendations.views.editing import (
    recommendation_edit,
    recommendation_new,
    recommendation_withdraw,
    record_export,
    record_recommendations,
    table_write,
)
from library.recommendations.views.merging import respondent_merge, respondent_part
from library.recommendations.views.register import (
    recommendation_detail,
    recommendation_export,
    recommendation_feed,
    recommendation_list,
)
from library.recommendations.views.representations import (
    representation_detail,
    representation_end,
    representation_list,
    representation_new,
    representation_withdraw,
)
from library.recommendations.views.responses import (
    respondent_detail,
    response_change,
    response_detail,
    response_new,
    response_withdraw,
)
from library.recommendations.views.scorecards import (
    place_scorecard,
    place_scorecard_file,
    report_scorecard,
    report_scorecard_file,
)

app_name = "recommendations"
# A reference has a part after a hyphen that begins with a capital letter, so no word of ours below is one.
urlpatterns = [
    path("", recommendation_list, name="recommendation_list"),
    path("export.csv", recommendation_export, name="recommendation_export"),
    path("feed.atom", recommendation_feed, name="recommendation_feed"),
    path("commitments/", commitment_list, name="commitment_list"),
    path("commitments/<key:pk>/", commitment_detail, name="commitment_detail"),
    path("commitments/<key:pk>/edit/", commitment_edit, name="commitment_edit"),
    path("commitments/<key:pk>/update/", commitment_update, name="commitment_update"),
    path("records/<key:pk>/", record_recommendations, name="record_recommendations"),
    path("records/<key:pk>/recommendations.csv", record_export, name="record_export"),
    path("records/<key:pk>/import/", table_write, name="table_write"),
    path("records/<key:pk>/scorecard/", report_scorecard, name="report_scorecard"),
    *(
        path(
            f"records/<key:pk>/scorecard.{kind}",
            report_scorecard_file,
            {"kind": kind},
            name=f"report_scorecard_{kind}",
        )
        for kind in ("pdf", "csv")
    ),
    path("places/<slug:code>/", place_scorecard, name="place_scorecard"),
    *(
        path(
            f"places/<slug:code>/scorecard.{kind}",
            place_scorecard_file,
            {"kind": kind},
            name=f"place_scorecard_{kind}",
        )
        for kind in ("pdf", "csv")
    ),
    path("records/<key:pk>/new/", recommendation_new, name="recommendation_new"),
    path("representations/", representation_list, name="representation_list"),
    path("representations/new/", representation_new, name="representation_new"),
    path("representations/<key:pk>/", representation_detail, name="representation_detail"),
    path("representations/<key:pk>/end/", representation_end, name="representation_end"),
    path(
        "representations/<key:pk>/withdraw/",
        representation_withdraw,
        name="representation_withdraw",
    ),
    path("respondents/<key:pk>/", respondent_detail, name="respondent_detail"),
    path("respondents/<key:pk>/merge/", respondent_merge, name="respondent_merge"),
    path(
        "respondents/<key:pk>/merges/<key:merge_pk>/part/",
        respondent_part,
        name="respondent_part",
    ),
    path("responses/<key:pk>/", response_detail, name="response_detail"),
    path("responses/<key:pk>/change/", response_change, name="response_change"),
    path("responses/<key:pk>/commitments/", commitment_new, name="commitment_new"),
    path("responses/<key:pk>/withdraw/", response_withdraw, name="response_withdraw"),
    path("<slug:reference>/", recommendation_detail, name="recommendation_detail"),
    path("<slug:reference>/edit/", recommendation_edit, name="recommendation_edit"),
    path("<slug:reference>/respond/", response_new, name="response_new"),
    path("<slug:reference>/withdraw/", recommendation_withdraw, name="recommendation_withdraw"),
]

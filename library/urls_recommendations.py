"""The addresses of recommendations, at ``/recommendations/``."""

from django.urls import path

from library.recommendations.views.editing import (
    recommendation_edit,
    recommendation_new,
    recommendation_withdraw,
    record_export,
    record_recommendations,
    table_write,
)
from library.recommendations.views.register import (
    recommendation_detail,
    recommendation_export,
    recommendation_feed,
    recommendation_list,
)

app_name = "recommendations"
# A reference has a part after a hyphen that begins with a capital letter, so no word of ours below is one.
urlpatterns = [
    path("", recommendation_list, name="recommendation_list"),
    path("export.csv", recommendation_export, name="recommendation_export"),
    path("feed.atom", recommendation_feed, name="recommendation_feed"),
    path("records/<key:pk>/", record_recommendations, name="record_recommendations"),
    path("records/<key:pk>/recommendations.csv", record_export, name="record_export"),
    path("records/<key:pk>/import/", table_write, name="table_write"),
    path("records/<key:pk>/new/", recommendation_new, name="recommendation_new"),
    path("<slug:reference>/", recommendation_detail, name="recommendation_detail"),
    path("<slug:reference>/edit/", recommendation_edit, name="recommendation_edit"),
    path("<slug:reference>/withdraw/", recommendation_withdraw, name="recommendation_withdraw"),
]

from django.urls import path

from safeguarding.views import cases, reports

app_name = "safeguarding"
urlpatterns = [
    path("", reports.report_list, name="report_list"),
    path("report/", reports.concern_new, name="concern_new"),
    path("reports/<key:pk>/", reports.report_detail, name="report_detail"),
    path("concerns/", cases.concern_list, name="concern_list"),
    path("concerns/<key:pk>/", cases.concern_detail, name="concern_detail"),
    path("concerns/<key:pk>/suspend/", cases.concern_suspend, name="concern_suspend"),
]

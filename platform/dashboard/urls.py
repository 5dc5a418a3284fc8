from django.urls import path

from dashboard.views import front, home, institute, onboarding, operation, people, search

app_name = "dashboard"
urlpatterns = [
    path("", front.public_home, name="public_home"),
    path("home/", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("people/<key:pk>/", people.person, name="person"),
    path("welcome/work/", onboarding.onboarding_work, name="onboarding_work"),
    path("welcome/start/", onboarding.onboarding_start, name="onboarding_start"),
    path("operation/", operation.operation, name="operation"),
    path("operation/test-mail/", operation.test_mail_send, name="test_mail_send"),
    path("institute/", institute.institute, name="institute"),
    path("institute/team/", institute.team, name="team"),
    path("institute/help/", institute.help_page, name="help"),
    path("institute/accessibility/", institute.accessibility, name="accessibility"),
    path("institute/<slug:area>/", institute.area, name="area"),
]

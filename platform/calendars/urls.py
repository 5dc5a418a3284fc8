from django.urls import path

from calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("renew/", views.calendar_renew, name="calendar_renew"),
    path("end/", views.calendar_end, name="calendar_end"),
    path("<str:token>.ics", views.feed, name="feed"),
]

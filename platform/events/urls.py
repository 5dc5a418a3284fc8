from django.urls import path

from events.views.afterwards import event_afterwards, event_slides, slides_remove
from events.views.events import (
    event_delete,
    event_detail,
    event_feed,
    event_ics,
    event_list,
    event_publish,
    event_unpublish,
)
from events.views.organising import event_cancel, event_edit, event_move, event_new
from events.views.people import attendance_restore, event_attendance, event_people
from events.views.registering import event_accept, event_register, event_withdraw
from events.views.series import series_detail, series_register, series_withdraw

app_name = "events"
urlpatterns = [
    path("", event_list, name="event_list"),
    path("feed.atom", event_feed, name="event_feed"),
    path("new/", event_new, name="event_new"),
    path("series/<key:pk>/", series_detail, name="series_detail"),
    path("series/<key:pk>/register/", series_register, name="series_register"),
    path("series/<key:pk>/withdraw/", series_withdraw, name="series_withdraw"),
    path("<key:pk>/", event_detail, name="event_detail"),
    path("<key:pk>/event.ics", event_ics, name="event_ics"),
    path("<key:pk>/register/", event_register, name="event_register"),
    path("<key:pk>/accept/", event_accept, name="event_accept"),
    path("<key:pk>/withdraw/", event_withdraw, name="event_withdraw"),
    path("<key:pk>/people/", event_people, name="event_people"),
    path("<key:pk>/attendance/", event_attendance, name="event_attendance"),
    path("<key:pk>/people/restore/", attendance_restore, name="attendance_restore"),
    path("<key:pk>/recording/", event_afterwards, name="event_afterwards"),
    path("<key:pk>/slides/", event_slides, name="event_slides"),
    path("<key:pk>/slides/<key:record_pk>/remove/", slides_remove, name="slides_remove"),
    path("<key:pk>/edit/", event_edit, name="event_edit"),
    path("<key:pk>/publish/", event_publish, name="event_publish"),
    path("<key:pk>/unpublish/", event_unpublish, name="event_unpublish"),
    path("<key:pk>/move/", event_move, name="event_move"),
    path("<key:pk>/cancel/", event_cancel, name="event_cancel"),
    path("<key:pk>/delete/", event_delete, name="event_delete"),
]

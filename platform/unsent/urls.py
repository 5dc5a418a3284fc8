from django.urls import path

from unsent import views

app_name = "unsent"
urlpatterns = [
    path("", views.text_list, name="text_list"),
    path("keep/", views.keep, name="keep"),
    path("<uuid:key>/", views.text_detail, name="text_detail"),
    path("<uuid:key>/discard/", views.text_discard, name="text_discard"),
]

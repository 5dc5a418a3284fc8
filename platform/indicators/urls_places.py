"""The addresses of places, at ``/places/``."""

from django.urls import path

from indicators.profiles.views.places import (
    place_compare,
    place_csv,
    place_detail,
    place_follow,
    place_json,
    place_list,
    place_pdf,
)

app_name = "places"
urlpatterns = [
    path("", place_list, name="place_list"),
    path("compare/", place_compare, name="place_compare"),
    path("<slug:code>/", place_detail, name="place_detail"),
    path("<slug:code>/follow/", place_follow, name="place_follow"),
    path("<slug:code>/profile.pdf", place_pdf, name="place_pdf"),
    path("<slug:code>/figures.csv", place_csv, name="place_csv"),
    path("<slug:code>/figures.json", place_json, name="place_json"),
]

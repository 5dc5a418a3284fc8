"""Addresses of the library for programs."""

from django.urls import path

from library.exchange.views import api

app_name = "api"
urlpatterns = [
    path("", api.api_home, name="api_home"),
    path("v1/openapi.json", api.openapi, name="openapi"),
    path("v1/records/", api.record_list, name="record_list"),
    path("v1/records/<key:pk>/", api.record_detail, name="record_detail"),
    path("v1/facets/", api.facet_list, name="facet_list"),
]

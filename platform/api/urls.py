from django.urls import path

from api.views import home, programs

app_name = "api"
urlpatterns = [
    path("", home.api_home, name="api_home"),
    path("v1/openapi.json", programs.openapi, name="openapi"),
    path("v1/<path:rest>/", programs.endpoint, name="endpoint"),
]

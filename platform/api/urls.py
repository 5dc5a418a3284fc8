from django.urls import path

from api.views import home, programs, services, tokens

app_name = "api"
urlpatterns = [
    path("", home.api_home, name="api_home"),
    path("tokens/", tokens.token_list, name="token_list"),
    path("tokens/new/", tokens.token_new, name="token_new"),
    path("tokens/all/", tokens.all_tokens, name="all_tokens"),
    path("tokens/<key:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("services/", services.service_list, name="service_list"),
    path("services/new/", services.service_new, name="service_new"),
    path("services/<key:pk>/", services.service_detail, name="service_detail"),
    path("services/<key:pk>/edit/", services.service_edit, name="service_edit"),
    path("services/<key:pk>/tokens/new/", services.service_token_new, name="service_token_new"),
    path("v1/openapi.json", programs.openapi, name="openapi"),
    path("v1/<path:rest>/", programs.endpoint, name="endpoint"),
]

"""Permanent addresses of certificates."""

from django.urls import path

from courses.views import certificates

app_name = "certificates"
urlpatterns = [
    path("", certificates.certificate_look_up, name="certificate_look_up"),
    path("<str:code>/", certificates.certificate_detail, name="certificate_detail"),
    path("<str:code>/pdf/", certificates.certificate_download, name="certificate_download"),
    path("<str:code>/revoke/", certificates.certificate_revoke, name="certificate_revoke"),
]

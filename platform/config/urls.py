"""Every address of Praxis, app by app."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import passkeys
from accounts.views.new_codes import NewLoginCodeView, NewSignUpCodeView
from core.parts import parts
from core.sitemaps import SITEMAPS
from dashboard.views.robots import robots
from library.exchange.views.harvesting import oai
from notifications.views import outbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dashboard.urls")),
    path("", include("core.urls")),
    # Each part at the address that its apps.py names: /courses/, /inbox/, /library/ …
    *(path(f"{part.address}/", include(f"{part.name}.urls")) for part in parts()),
    # Before allauth's own view, which makes each challenge a row in the database.
    path("accounts/2fa/webauthn/login/", passkeys.passkey_sign_in),
    # Before allauth's own views, whose new codes take less time for addresses without an account.
    path(
        "accounts/login/code/confirm/",
        NewLoginCodeView.as_view(),
        name="account_confirm_login_code",
    ),
    path(
        "accounts/confirm-email/",
        NewSignUpCodeView.as_view(),
        name="account_email_verification_sent",
    ),
    path("accounts/", include("allauth.urls")),
    path("certificates/", include("courses.views.certificate_addresses")),
    path("places/", include("indicators.urls_places")),
    path("recommendations/", include("library.urls_recommendations")),
    path("admin/", admin.site.urls),
    path("oai", oai, name="oai"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        login_not_required(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap_index",
    ),
    path(
        "sitemap-<section>.xml",
        login_not_required(sitemaps.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
]
if settings.DEBUG:
    urlpatterns.append(path("outbox/", outbox, name="outbox"))
if settings.DEMO:
    urlpatterns.append(path("", include("demo.urls")))

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"

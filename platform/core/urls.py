from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("health/live", views.health_live, name="health_live"),
    path("health/ready", views.health_ready, name="health_ready"),
    path("metrics", views.metrics, name="metrics"),
    path("covers/<str:key>.svg", views.cover, name="cover"),
    path("covers/<str:key>.png", views.cover_png, name="cover_png"),
    path("design/", views.design, name="design"),
]

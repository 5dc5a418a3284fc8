"""Addresses below those of a course in which charts, figures and exercises are made from numbers."""

from django.urls import path

from courses.views import charts
from courses.views.excerpts import exercises, figures

urlpatterns = [
    path("charts/new/", charts.chart_new, name="chart_new"),
    path("charts/<key:pk>/", charts.chart_edit, name="chart_edit"),
    path("charts/<key:pk>/remove/", charts.chart_remove, name="chart_remove"),
    path("figures/new/", figures.figure_new, name="figure_new"),
    path("figures/look/", figures.figure_look, name="figure_look"),
    path("figures/<key:pk>/", figures.figure_edit, name="figure_edit"),
    path("figures/<key:pk>/renew/", figures.figure_renew, name="figure_renew"),
    path("figures/<key:pk>/remove/", figures.figure_remove, name="figure_remove"),
    path("lessons/<key:pk>/exercises/new/", exercises.exercise_new, name="exercise_new"),
    path("exercises/<key:pk>/", exercises.exercise_edit, name="exercise_edit"),
    path("exercises/<key:pk>/renew/", exercises.exercise_renew, name="exercise_renew"),
]

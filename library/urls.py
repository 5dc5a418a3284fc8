from django.urls import path

from library import views

app_name = "library"
urlpatterns = [
    path("", views.finder, name="finder"),
    path("export.<slug:ending>", views.finder_export, name="finder_export"),
    path("featured/", views.featured, name="featured"),
    path("featured/<key:pk>/end/", views.featured_end, name="featured_end"),
    path("files/<key:pk>/", views.file_download, name="file_download"),
    path("duplicates/", views.duplicate_list, name="duplicate_list"),
    path("feed.atom", views.finder_feed, name="finder_feed"),
    path("gaps/", views.gap_list, name="gap_list"),
    path("gaps/<key:pk>/", views.gap_edit, name="gap_edit"),
    path("gaps.csv", views.gap_export, name="gap_export"),
    path("imports/", views.import_list, name="import_list"),
    path("imports/<key:pk>/", views.import_detail, name="import_detail"),
    path("imports/<key:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<key:pk>/drop/", views.import_drop, name="import_drop"),
    path("new/", views.record_new, name="record_new"),
    path("new/<slug:type>/", views.record_new_type, name="record_new_type"),
    path("places/", views.place_list, name="place_list"),
    path("places/<slug:code>/", views.place_edit, name="place_edit"),
    path("searches/", views.saved_search_list, name="saved_search_list"),
    path("searches/new/", views.saved_search_new, name="saved_search_new"),
    path("searches/<key:pk>/", views.saved_search_edit, name="saved_search_edit"),
    path("searches/<key:pk>/delete/", views.saved_search_delete, name="saved_search_delete"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("topics/", views.interests, name="interests"),
    path("<key:pk>/", views.record_detail, name="record_detail"),
    path("<key:pk>/v<key:number>/", views.version_detail, name="version_detail"),
    path("<key:pk>/reference.<slug:ending>", views.record_reference, name="record_reference"),
    path(
        "<key:pk>/v<key:number>/reference.<slug:ending>",
        views.record_reference,
        name="version_reference",
    ),
    path("<key:pk>/edit/", views.record_edit, name="record_edit"),
    path("<key:pk>/files/add/", views.file_add, name="file_add"),
    path("<key:pk>/merge/", views.record_merge, name="record_merge"),
    path("<key:pk>/relations/", views.relation_list, name="relation_list"),
    path(
        "<key:pk>/relations/<key:relation_pk>/remove/",
        views.relation_remove,
        name="relation_remove",
    ),
    path("<key:pk>/withdraw/", views.record_withdraw, name="record_withdraw"),
]

from django.urls import path

from library.catalogue.views.adding import record_new, record_new_type
from library.catalogue.views.editing import file_add, record_edit, record_withdraw
from library.catalogue.views.records import file_download, record_detail, version_detail
from library.curation.views.bulk_edits import bulk_edit_list, bulk_edit_new, bulk_edit_undo
from library.curation.views.featured import featured, featured_end
from library.curation.views.proposals import (
    proposal_detail,
    proposal_list,
    proposal_new,
    proposal_withdraw,
)
from library.curation.views.queues import desk, link_check
from library.curation.views.relations import (
    duplicate_list,
    record_merge,
    relation_list,
    relation_remove,
)
from library.documents.views import file_edit, file_read, first_page
from library.exchange.views.citing import finder_export, record_reference
from library.exchange.views.feeds import finder_feed
from library.exchange.views.importing import (
    import_confirm,
    import_detail,
    import_drop,
    import_list,
    import_retry,
    import_undo,
)
from library.finding.views.autocomplete import suggestions
from library.finding.views.evidence_map import evidence_map
from library.finding.views.finder import finder
from library.finding.views.searches import (
    gap_edit,
    gap_export,
    gap_list,
    saved_search_delete,
    saved_search_edit,
    saved_search_list,
    saved_search_new,
)
from library.gaps.views.deciding import (
    evidence_gap_accept,
    evidence_gap_desk,
    evidence_gap_dismiss,
    evidence_gap_fill,
    evidence_gap_offer_drop,
    evidence_gap_reopen,
    evidence_gap_together,
)
from library.gaps.views.register import (
    evidence_gap_detail,
    evidence_gap_edit,
    evidence_gap_list,
    evidence_gap_new,
)
from library.gaps.views.taking_part import (
    evidence_gap_follow,
    evidence_gap_work,
    evidence_gap_work_end,
)
from library.lists.views import (
    collection_cover,
    collection_cover_edit,
    collection_list,
    listed_edit,
    listed_move,
    listed_remove,
    listed_restore,
    reading_list_delete,
    reading_list_detail,
    reading_list_edit,
    reading_list_export,
    reading_list_list,
    reading_list_new,
    record_list,
    shared_list,
    shared_list_export,
)
from library.practice.views.judging import (
    practice_criteria,
    practice_detail,
    practice_judge,
    practice_withdraw,
)
from library.practice.views.trials import trial_detail, trial_list, trial_new, trial_withdraw
from library.practice.views.waiting import practice_desk
from library.usage.views import record_usage, record_usage_export, usage_export, usage_list
from library.vocabularies.views.interests import interests
from library.vocabularies.views.places import place_edit, place_list

app_name = "library"
urlpatterns = [
    path("", finder, name="finder"),
    path("export.<slug:ending>", finder_export, name="finder_export"),
    path("featured/", featured, name="featured"),
    path("featured/<key:pk>/end/", featured_end, name="featured_end"),
    path("files/<key:pk>/", file_download, name="file_download"),
    path("files/<key:pk>/edit/", file_edit, name="file_edit"),
    path("files/<key:pk>/read/", file_read, name="file_read"),
    path("files/<key:pk>/first-page-<int:width>.webp", first_page, name="first_page"),
    path("bulk/", bulk_edit_list, name="bulk_edit_list"),
    path("bulk/new/", bulk_edit_new, name="bulk_edit_new"),
    path("bulk/<key:pk>/undo/", bulk_edit_undo, name="bulk_edit_undo"),
    path("collections/", collection_list, name="collection_list"),
    path("desk/", desk, name="desk"),
    path("desk/<slug:queue>/", desk, name="desk_queue"),
    path("duplicates/", duplicate_list, name="duplicate_list"),
    path("evidence-gaps/", evidence_gap_list, name="evidence_gap_list"),
    path("evidence-gaps/desk/", evidence_gap_desk, name="evidence_gap_desk"),
    path("evidence-gaps/new/", evidence_gap_new, name="evidence_gap_new"),
    path("evidence-gaps/together/", evidence_gap_together, name="evidence_gap_together"),
    path("evidence-gaps/<key:pk>/", evidence_gap_detail, name="evidence_gap_detail"),
    path("evidence-gaps/<key:pk>/accept/", evidence_gap_accept, name="evidence_gap_accept"),
    path("evidence-gaps/<key:pk>/dismiss/", evidence_gap_dismiss, name="evidence_gap_dismiss"),
    path("evidence-gaps/<key:pk>/edit/", evidence_gap_edit, name="evidence_gap_edit"),
    path("evidence-gaps/<key:pk>/fill/", evidence_gap_fill, name="evidence_gap_fill"),
    path("evidence-gaps/<key:pk>/follow/", evidence_gap_follow, name="evidence_gap_follow"),
    path(
        "evidence-gaps/<key:pk>/offers/<key:record_pk>/drop/",
        evidence_gap_offer_drop,
        name="evidence_gap_offer_drop",
    ),
    path("evidence-gaps/<key:pk>/reopen/", evidence_gap_reopen, name="evidence_gap_reopen"),
    path("evidence-gaps/<key:pk>/work/", evidence_gap_work, name="evidence_gap_work"),
    path(
        "evidence-gaps/<key:pk>/work/<key:work_pk>/end/",
        evidence_gap_work_end,
        name="evidence_gap_work_end",
    ),
    path("evidence-map/", evidence_map, name="evidence_map"),
    path("feed.atom", finder_feed, name="finder_feed"),
    path("gaps/", gap_list, name="gap_list"),
    path("gaps/<key:pk>/", gap_edit, name="gap_edit"),
    path("gaps.csv", gap_export, name="gap_export"),
    path("imports/", import_list, name="import_list"),
    path("imports/<key:pk>/", import_detail, name="import_detail"),
    path("imports/<key:pk>/confirm/", import_confirm, name="import_confirm"),
    path("imports/<key:pk>/drop/", import_drop, name="import_drop"),
    path("imports/<key:pk>/retry/", import_retry, name="import_retry"),
    path("imports/<key:pk>/undo/", import_undo, name="import_undo"),
    path("lists/", reading_list_list, name="reading_list_list"),
    path("lists/new/", reading_list_new, name="reading_list_new"),
    path("lists/shared/<slug:token>/", shared_list, name="shared_list"),
    path(
        "lists/shared/<slug:token>/works.<slug:ending>",
        shared_list_export,
        name="shared_list_export",
    ),
    path("lists/<key:pk>/", reading_list_detail, name="reading_list_detail"),
    path("lists/<key:pk>/cover/", collection_cover_edit, name="collection_cover_edit"),
    path("lists/<key:pk>/cover/<str:name>", collection_cover, name="collection_cover"),
    path("lists/<key:pk>/edit/", reading_list_edit, name="reading_list_edit"),
    path("lists/<key:pk>/delete/", reading_list_delete, name="reading_list_delete"),
    path(
        "lists/<key:pk>/works.<slug:ending>",
        reading_list_export,
        name="reading_list_export",
    ),
    path("lists/<key:pk>/works/<key:listed_pk>/", listed_edit, name="listed_edit"),
    path("lists/<key:pk>/works/<key:listed_pk>/move/", listed_move, name="listed_move"),
    path(
        "lists/<key:pk>/works/<key:listed_pk>/remove/",
        listed_remove,
        name="listed_remove",
    ),
    path("lists/<key:pk>/restore/", listed_restore, name="listed_restore"),
    path("new/", record_new, name="record_new"),
    path("new/<slug:type>/", record_new_type, name="record_new_type"),
    path("places/", place_list, name="place_list"),
    path("places/<slug:code>/", place_edit, name="place_edit"),
    path("practice/", practice_criteria, name="practice_criteria"),
    path("practice/desk/", practice_desk, name="practice_desk"),
    path("proposals/", proposal_list, name="proposal_list"),
    path("proposals/<key:pk>/", proposal_detail, name="proposal_detail"),
    path("proposals/<key:pk>/withdraw/", proposal_withdraw, name="proposal_withdraw"),
    path("searches/", saved_search_list, name="saved_search_list"),
    path("searches/new/", saved_search_new, name="saved_search_new"),
    path("searches/<key:pk>/", saved_search_edit, name="saved_search_edit"),
    path("searches/<key:pk>/delete/", saved_search_delete, name="saved_search_delete"),
    path("suggestions/", suggestions, name="suggestions"),
    path("topics/", interests, name="interests"),
    path("tried/", trial_list, name="trial_list"),
    path("tried/<key:pk>/", trial_detail, name="trial_detail"),
    path("tried/<key:pk>/withdraw/", trial_withdraw, name="trial_withdraw"),
    path("usage/", usage_list, name="usage_list"),
    path("usage.csv", usage_export, name="usage_export"),
    path("<key:pk>/", record_detail, name="record_detail"),
    path("<key:pk>/v<key:number>/", version_detail, name="version_detail"),
    path("<key:pk>/reference.<slug:ending>", record_reference, name="record_reference"),
    path(
        "<key:pk>/v<key:number>/reference.<slug:ending>",
        record_reference,
        name="version_reference",
    ),
    path("<key:pk>/edit/", record_edit, name="record_edit"),
    path("<key:pk>/files/add/", file_add, name="file_add"),
    path("<key:pk>/link/", link_check, name="link_check"),
    path("<key:pk>/practice/", practice_detail, name="practice_detail"),
    path("<key:pk>/practice/judge/", practice_judge, name="practice_judge"),
    path("<key:pk>/practice/withdraw/", practice_withdraw, name="practice_withdraw"),
    path("<key:pk>/list/", record_list, name="record_list"),
    path("<key:pk>/propose/", proposal_new, name="proposal_new"),
    path("<key:pk>/merge/", record_merge, name="record_merge"),
    path("<key:pk>/relations/", relation_list, name="relation_list"),
    path(
        "<key:pk>/relations/<key:relation_pk>/remove/",
        relation_remove,
        name="relation_remove",
    ),
    path("<key:pk>/tried/", trial_new, name="trial_new"),
    path("<key:pk>/usage/", record_usage, name="record_usage"),
    path("<key:pk>/usage.csv", record_usage_export, name="record_usage_export"),
    path("<key:pk>/withdraw/", record_withdraw, name="record_withdraw"),
]

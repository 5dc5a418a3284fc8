"""Pages of the library."""

from library.views.adding import record_new, record_new_type
from library.views.bulk import bulk_edit_list, bulk_edit_new, bulk_edit_undo
from library.views.citing import finder_export, record_reference
from library.views.desk import desk, link_check
from library.views.editing import file_add, record_edit, record_withdraw
from library.views.featured import featured, featured_end
from library.views.feeds import finder_feed
from library.views.files import file_edit, file_read
from library.views.finder import finder
from library.views.harvesting import oai
from library.views.importing import import_confirm, import_detail, import_drop, import_list
from library.views.interests import interests
from library.views.lists import (
    collection_list,
    listed_edit,
    listed_move,
    listed_remove,
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
from library.views.places import place_edit, place_list
from library.views.proposals import (
    proposal_detail,
    proposal_list,
    proposal_new,
    proposal_withdraw,
)
from library.views.records import file_download, record_detail, version_detail
from library.views.searches import (
    gap_edit,
    gap_export,
    gap_list,
    saved_search_delete,
    saved_search_edit,
    saved_search_list,
    saved_search_new,
)
from library.views.suggestions import suggestions
from library.views.ties import duplicate_list, record_merge, relation_list, relation_remove
from library.views.usage import record_usage, record_usage_export, usage_export, usage_list

__all__ = [
    "bulk_edit_list",
    "bulk_edit_new",
    "bulk_edit_undo",
    "collection_list",
    "desk",
    "duplicate_list",
    "featured",
    "featured_end",
    "file_add",
    "file_download",
    "file_edit",
    "file_read",
    "finder",
    "finder_export",
    "finder_feed",
    "gap_edit",
    "gap_export",
    "gap_list",
    "import_confirm",
    "import_detail",
    "import_drop",
    "import_list",
    "interests",
    "link_check",
    "listed_edit",
    "listed_move",
    "listed_remove",
    "oai",
    "place_edit",
    "place_list",
    "proposal_detail",
    "proposal_list",
    "proposal_new",
    "proposal_withdraw",
    "reading_list_delete",
    "reading_list_detail",
    "reading_list_edit",
    "reading_list_export",
    "reading_list_list",
    "reading_list_new",
    "record_detail",
    "record_edit",
    "record_list",
    "record_merge",
    "record_new",
    "record_new_type",
    "record_reference",
    "record_usage",
    "record_usage_export",
    "record_withdraw",
    "relation_list",
    "relation_remove",
    "saved_search_delete",
    "saved_search_edit",
    "saved_search_list",
    "saved_search_new",
    "shared_list",
    "shared_list_export",
    "suggestions",
    "usage_export",
    "usage_list",
    "version_detail",
]

"""Every write of the library."""

from library.actions.bulk import edit_together, undo_together
from library.actions.changes import MOST_RECORDS, Change, Planned, for_bulk, planned
from library.actions.checks import CORRECTABLE, FACTS, MAX_PLACES, MAX_TERMS, MAX_TOPICS
from library.actions.interests import follow_topics
from library.actions.joins import cite_version, end_feature, feature_record, remove_citation
from library.actions.links import (
    accept_link,
    expect_links,
    look_again,
    note_answer,
    postpone,
)
from library.actions.lists import (
    MOST_LISTED,
    MOST_LISTS,
    ListIsGone,
    ListsAreFull,
    change_list,
    change_note,
    delete_list,
    forget_lists,
    list_record,
    make_list,
    move_listed,
    unlist_record,
)
from library.actions.loading import (
    LoadResult,
    RowProblem,
    load_organisations,
    load_reports,
    load_topics,
)
from library.actions.merging import gaps_filled, merge_records
from library.actions.places import (
    PlaceNames,
    add_place,
    correct_place,
    load_places,
    load_terms,
)
from library.actions.reading import (
    BeingRead,
    change_embargo,
    open_embargoed,
    read_again,
    read_file,
    take_up_left_behind,
)
from library.actions.records import (
    correct_record,
    publish_record,
    restore_record,
    withdraw_record,
)
from library.actions.relations import part_records, relate_records
from library.actions.searches import (
    MOST_SEARCHES,
    TooManySearches,
    change_search,
    decide_gap,
    forget_old_gaps,
    forget_searches,
    remember_gap,
    save_search,
    tell_of_new,
)
from library.actions.typed import add_record, correct_typed_record
from library.actions.usage import add_use, forget_visits
from library.actions.versions import MAX_FILES, add_file, deposit_version
from library.names import CreatorName

__all__ = [
    "CORRECTABLE",
    "FACTS",
    "MAX_FILES",
    "MAX_PLACES",
    "MAX_TERMS",
    "MAX_TOPICS",
    "MOST_LISTED",
    "MOST_LISTS",
    "MOST_RECORDS",
    "MOST_SEARCHES",
    "BeingRead",
    "Change",
    "CreatorName",
    "ListIsGone",
    "ListsAreFull",
    "LoadResult",
    "PlaceNames",
    "Planned",
    "RowProblem",
    "TooManySearches",
    "accept_link",
    "add_file",
    "add_place",
    "add_record",
    "add_use",
    "change_embargo",
    "change_list",
    "change_note",
    "change_search",
    "cite_version",
    "correct_place",
    "correct_record",
    "correct_typed_record",
    "decide_gap",
    "delete_list",
    "deposit_version",
    "edit_together",
    "end_feature",
    "expect_links",
    "feature_record",
    "follow_topics",
    "for_bulk",
    "forget_lists",
    "forget_old_gaps",
    "forget_searches",
    "forget_visits",
    "gaps_filled",
    "list_record",
    "load_organisations",
    "load_places",
    "load_reports",
    "load_terms",
    "load_topics",
    "look_again",
    "make_list",
    "merge_records",
    "move_listed",
    "note_answer",
    "open_embargoed",
    "part_records",
    "planned",
    "postpone",
    "publish_record",
    "read_again",
    "read_file",
    "relate_records",
    "remember_gap",
    "remove_citation",
    "restore_record",
    "save_search",
    "take_up_left_behind",
    "tell_of_new",
    "undo_together",
    "unlist_record",
    "withdraw_record",
]

"""No writer forgets what a change of a record owes: its moment, what it lacks, and its place in the index."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from library.catalogue.actions.aftercare import look_after
from library.catalogue.models import Record
from library.finding.facets import FACETS
from library.finding.models import SearchRow
from library.finding.search.engine import Search
from library.finding.search.index import reindex
from library.finding.search.query import parse
from library.vocabularies.models import Topic
from tests.library.catalogue.scenes import AT, SCENES, WORDS, Stage

pytestmark = pytest.mark.django_db

TOUCH_NO_RECORD = {
    "catalogue.actions.aftercare": {"look_after_record"},
    "catalogue.actions.checks": {"validate_record", "problems_of", "name_problem"},
    "catalogue.actions.citations": {"cite_version", "remove_citation"},
    "catalogue.actions.featured": {"feature_record", "end_feature"},
    "catalogue.actions.starter_data": {"load_organisations"},
    "catalogue.actions.merging": {"fields_taken_over"},
    "catalogue.actions.form_records": {"parse_creators", "creator_names"},
    "curation.actions.links": {
        *(
            "schedule_link_checks",
            "record_link_answer",
            "postpone_link_checks",
            "recheck_link",
            "accept_link",
        ),
    },
    "curation.actions.proposals": {
        *("current_values", "propose_correction", "decline_proposal", "withdraw_proposal"),
    },
    "documents.actions.extracting": {
        *("queue_extraction", "retry_extraction", "requeue_stalled_files"),
    },
    "documents.actions.first_pages": {"draw_first_page"},
    "exchange.actions.imports": {
        *("start_import", "read_import", "confirm_import", "drop_import"),
        *("requeue_stalled_imports", "requeue_failed_import", "try_import_again"),
    },
    "exchange.actions.steps": {"begin_try", "move", "note"},
    "exchange.actions.undoing": {"queue_undo"},
    "vocabularies.actions.interests": {"follow_topics"},
    "vocabularies.actions.places": {"add_place"},
    "vocabularies.actions.rewording": {"reworded"},
}
# Recommendations, judgements and evidence gaps change no record by themselves; their own tests see to it.
SHELVES_WITHOUT_RECORDS = {"finding", "gaps", "lists", "practice", "recommendations", "usage"}


def writers():
    """Every public function of the library's modules of actions, by its address within the library."""
    root = Path(apps.get_app_config("library").path)
    files = [*root.glob("*/actions.py"), *root.glob("*/actions/*.py")]
    for file in files:
        name = ".".join(file.relative_to(root).with_suffix("").parts)
        module = import_module(f"library.{name}")
        for function, thing in inspect.getmembers(module, inspect.isfunction):
            home = inspect.unwrap(thing).__module__
            if home == module.__name__ and not function.startswith("_"):
                yield name, function


def index_state():
    """Return what searches find by each word, and how often each value of each facet is there."""
    found = {word: sorted(Search(parse(word)).by_relevance(0, 50)) for word in WORDS}
    everything = Search(parse(""))
    counts = {facet.name: everything.counts(facet.name) for facet in FACETS}
    rows = list(SearchRow.objects.order_by("pk").values_list("pk", "title", "summary", "body"))
    return found, counts, rows


def test_every_writer_of_the_library_has_a_scene_or_touches_no_record():
    known = {tuple(name.rsplit(".", 1)) for name in SCENES}
    known |= {(module, name) for module, names in TOUCH_NO_RECORD.items() for name in names}

    found = {pair for pair in writers() if pair[0].split(".")[0] not in SHELVES_WITHOUT_RECORDS}

    assert found == known


@pytest.mark.parametrize("writer", sorted(SCENES))
def test_no_writer_forgets_the_aftercare_of_a_record(writer, settings, tmp_path, time_machine):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(AT, tick=False)
    stage = Stage()

    touched = SCENES[writer](stage)

    assert {record.pk for record in touched} == set(
        Record.objects.filter(changed_at=AT).values_list("pk", flat=True)
    )
    kept = dict(Record.objects.values_list("pk", "lacks"))
    after_writing = index_state()
    look_after(kept, at=AT)
    assert dict(Record.objects.values_list("pk", "lacks")) == kept
    reindex()
    assert index_state() == after_writing


def test_topics_of_the_scenes_are_those_of_the_index():
    stage = Stage()

    assert Topic.objects.get() == stage.topic
    assert Search(parse("damp")).total == 2

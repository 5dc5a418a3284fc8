"""Tables that are created at once, whatever they point at."""

import pytest
from django.apps.registry import apps as installed
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from core.schema.create_tables import CreateTables


def _tables():
    """Two models, each of which points at the other."""
    number = ("id", models.BigAutoField(primary_key=True))
    return CreateTables(
        models=[
            migrations.CreateModel(
                "Answer",
                [number, ("question", models.ForeignKey("schema.Question", models.CASCADE))],
            ),
            migrations.CreateModel(
                "Question",
                [number, ("best", models.ForeignKey("schema.Answer", models.SET_NULL, null=True))],
            ),
        ]
    )


def _names():
    return {name for name in connection.introspection.table_names() if name.startswith("schema_")}


@pytest.mark.django_db(transaction=True)
def test_tables_that_point_at_each_other_are_made_and_dropped():
    before, after, create = ProjectState(), ProjectState(), _tables()
    create.state_forwards("schema", after)

    with connection.schema_editor() as editor:
        create.database_forwards("schema", editor, before, after)
    made = _names()
    question = after.apps.get_model("schema", "Question").objects.create(best=None)
    answer = after.apps.get_model("schema", "Answer").objects.create(question=question)
    points_at = answer.question
    question.delete()
    with connection.schema_editor() as editor:
        create.database_backwards("schema", editor, after, before)

    assert made == {"schema_answer", "schema_question"}
    assert points_at == question
    assert _names() == set()


def test_the_classes_of_models_are_made_once_for_all_tables(monkeypatch):
    state = ProjectState.from_apps(installed)
    classes, made = state.apps, []
    monkeypatch.setattr(ProjectState, "reload_model", lambda *args, **named: made.append(args))

    _tables().state_forwards("schema", state)

    assert made == []
    assert state.apps is not classes
    assert state.apps.get_model("schema", "Answer").question.field.related_model is (
        state.apps.get_model("schema", "Question")
    )


def test_it_says_what_it_creates():
    assert _tables().describe() == "Create the tables of Answer, Question"
    assert _tables().references_model("question", "schema")

"""How pages write: only actions do, and every form that is sent takes the one road of ``core.forms.answering``."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from core.forms.edit_conflicts import EditedElsewhere
from core.forms.form_keys import AlreadySubmitted
from core.refusals import Conflict, Refusal
from workflow.flows import TransitionNotAllowed

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["courses", "library", "mentoring", "networks", "submissions"]
FOLDERS = [*(ROOT / part for part in PARTS), *(ROOT / "platform").iterdir()]

# What is not written as actions and still is one, or stands below them, each with its reason.
ALSO_WRITE = {
    "platform/accounts/apps.py": "makes the groups of the roles after each migration",
    "platform/accounts/forms/sign_in.py": "allauth saves in its form; a second click must not break it",
    "platform/core/backups/media.py": "writes uploaded files, not rows, and only for the operator",
    "platform/core/files/uploads_folder.py": "takes away half a file, no rows",
    "platform/core/queries/ordering.py": "gives actions the positions of what they order",
    "platform/notifications/delivery/sending.py": "sends mail: every step is a short transaction of its own",
    "platform/workflow/flows.py": "makes moves for actions, with their line of history",
    "library/finding/search/index.py": "keeps the search index: its own tables only",
    "library/finding/search/segment_merging.py": "keeps the search index: its own tables only",
    "library/finding/search/store.py": "keeps the search index: its own tables only",
}
OUT_OF_SCOPE = {"migrations", "models", "actions", "management", "demo", "__pycache__"}

# Methods that write whatever they are called on, and those that dictionaries and sets have as well.
WRITES = {
    *("save", "create", "delete", "bulk_create", "bulk_update", "get_or_create"),
    *("update_or_create", "acreate", "asave", "adelete"),
}

# Pages that take what people send and do not ask ``save``, each with its reason.
OWN_ROAD = {
    "courses/views/outdated_citations.py:citation_review": "two buttons beside each citation, answered in a list",
    "courses/views/lessons.py:attempt_keep": "a draft that is kept as it is, with nothing to check",
    "courses/views/moving.py:course_move": "one button, nothing to fill in",
    "courses/views/citing.py:citation_withdraw": "one button, nothing to fill in",
    "courses/views/action_plans/plans.py:plan_start": "a button with a key, which stands on several pages",
    "courses/views/teaching_lessons.py:citation_add": "a row of search results, answered on the lesson",
    "courses/views/excerpts/figures.py:figure_look": "choices to look at, answered to the script of the page; nothing is stored",
    "courses/views/writing.py:record_cite": "a row of search results, answered to the script of the toolbar",
    "platform/events/views/afterwards.py:event_slides": "a row of search results, answered in the list",
    "platform/indicators/calculator/views/calculator.py:calculator": "figures to measure, of which nothing is stored",
    "platform/indicators/calculator/views/calculator.py:calculator_file": "the same figures as a file",
    "courses/views/authoring/people.py:authorship_answer": "two buttons, nothing to fill in",
    "courses/views/cohorts/live_sessions.py:live_session_lesson": "a list of lessons in a row, answered in the list",
    "courses/views/cohorts/joining.py:cohort_invitation": "buttons for people without an account, by a link",
    "library/recommendations/views/editing.py:record_recommendations": "a file to check, of which nothing is stored",
    "library/exchange/views/harvesting.py:oai": "a protocol that reads by POST, too",
    "networks/views/invitations.py:invitation_detail": "buttons for people without an account, by a link",
    "platform/accounts/views/account.py:data_export": "answers with a file",
    "platform/accounts/views/account.py:leaving": "one button, nothing to fill in",
    "platform/accounts/views/account.py:resume": "lets go of what was kept of a form; nothing to fill in",
    "platform/dashboard/views/onboarding.py:onboarding_start": "buttons that lead to different pages",
    "platform/newsletters/views/subscribers.py:subscriber_figures": "looks one address up, of which nothing is stored",
    "platform/newsletters/views/subscribing.py:confirm_page": "one button for people without an account, by a link",
    "platform/newsletters/views/subscribing.py:unsubscribe_page": "one button, also pressed by mail programs",
    "platform/notifications/views.py:unsubscribe_page": "one button, also pressed by mail programs",
    "submissions/views/authors.py:submission_delete": "one button, nothing to fill in",
    "submissions/views/co_authors.py:co_author_answer": "two buttons for people without an account",
    "submissions/views/sources.py:submission_sources": "a row of search results, answered on the same page",
}
# ``edit_cover`` is the page that all things with covers share; it asks ``save``.
ROADS = {"save", "autosave", "ask_reason", "show_once", "edit_cover"}
# By their classes, so that a new name of one of them is a new name here.
CAUGHT_IN_ONE_PLACE = {
    refusal.__name__
    for refusal in (Refusal, Conflict, AlreadySubmitted, EditedElsewhere, TransitionNotAllowed)
}


def texts() -> Iterator[tuple[str, str]]:
    """Every module of the product with its path from the top."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(ROOT)
            if not OUT_OF_SCOPE & {*name.parts, name.stem}:
                yield str(name), path.read_text(encoding="utf-8")


def modules(words: Iterable[str]) -> Iterator[tuple[str, ast.Module]]:
    """Those in which one of these words stands, read as Python does."""
    has_one = re.compile(rf"\b(?:{'|'.join(words)})\b").search
    for name, text in texts():
        if has_one(text):
            yield name, ast.parse(text)


@cache
def views() -> dict[str, ast.Module]:
    return {
        name: ast.parse(text)
        for name, text in texts()
        if "views" in Path(name).parts or Path(name).name == "views.py"
    }


def is_write(call: ast.Call) -> bool:
    """A call that writes rows: by its method, or as ``update`` on what is certainly a query."""
    if not isinstance(call.func, ast.Attribute):
        return False
    method = call.func.attr
    # Most calls are none of these: to write their owners out would take longest.
    if method not in {*WRITES, "update"}:
        return False
    owner = ast.unparse(call.func.value)
    if method in WRITES:
        # A form field or a picture is saved with a place to put it; ``super()`` belongs to the class.
        return not (method == "save" and (call.args or owner == "super()")) or "objects" in owner
    return method == "update" and any(
        word in owner for word in ("objects.", ".filter(", ".exclude(", "select_for_update")
    )


def test_only_actions_write_and_open_transactions():
    writers = {
        name
        for name, tree in modules([*WRITES, "update", "atomic"])
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and is_write(node))
        or (
            isinstance(node, ast.Attribute)
            and node.attr == "atomic"
            and ast.unparse(node) == "transaction.atomic"
        )
    }

    assert writers == set(ALSO_WRITE)


def test_no_view_catches_what_the_one_road_answers():
    caught = {
        (name, exception)
        for name, tree in views().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        for exception in names_in(node.type)
        if exception in CAUGHT_IN_ONE_PLACE
    }

    # They answer people without an account, with the status of the refusal itself.
    assert caught == {
        ("courses/views/cohorts/joining.py", "Refusal"),
        ("networks/views/invitations.py", "Refusal"),
    }


def names_in(tree: ast.expr) -> set[str]:
    """The last part of each name: ``Conflict`` of ``refusals.Conflict``."""
    names = [each.id for each in ast.walk(tree) if isinstance(each, ast.Name)]
    return {*names, *(each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute))}


def called(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def takes_the_road(name: str, functions: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    """Tell whether the function calls the one road, itself or through its neighbours in the module."""
    calls = called(functions[name])
    if calls & ROADS:
        return True
    near = (calls & set(functions)) - seen
    return any(takes_the_road(each, functions, seen | near) for each in near)


def is_sent_a_form(function: ast.FunctionDef) -> bool:
    """Takes POST; with ``require_POST``, fills a form with it. A button has nothing to keep or to show again."""
    decorators = {ast.unparse(each) for each in function.decorator_list}
    if "require_POST" in decorators:
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id.endswith("Form")
            and any(ast.unparse(argument) == "request.POST" for argument in node.args)
            for node in ast.walk(function)
        )
    return "require_safe" not in decorators and (
        "reads_and_writes" in decorators or any("POST" in each for each in decorators)
    )


def test_every_form_that_is_sent_takes_the_one_road():
    apart = set()
    for name, tree in views().items():
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        apart |= {
            f"{name}:{view}"
            for view, function in functions.items()
            if is_sent_a_form(function) and not takes_the_road(view, functions, frozenset({view}))
        }

    assert apart == set(OWN_ROAD)


# Every mail is a row that is sent beside the page (docs/decisions/0020), but for those about errors.
HAND_MAIL_OVER = {
    "platform/notifications/delivery/mail_server.py",
    "platform/core/logs/error_mails.py",
}
MAY_BE_IMPORTED = {"EmailMessage", "EmailMultiAlternatives"}


def test_no_page_hands_mail_to_a_mail_server():
    read = list(modules(["mail", "send"]))
    senders = {
        name
        for name, tree in read
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (
            (node.module == "django.core.mail" and {a.name for a in node.names} - MAY_BE_IMPORTED)
            or (node.module == "django.core" and "mail" in {a.name for a in node.names})
        )
    } | {
        name
        for name, tree in read
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "send"
        and re.fullmatch(r"(mail|msg|message|letter)\.send", ast.unparse(node.func))
    }  # fmt: skip

    assert senders == HAND_MAIL_OVER


def test_the_law_knows_a_write_from_a_dictionary():
    known = {
        "Record.objects.filter(pk=1).update(title='')": True,
        "Record.objects.create()": True,
        "record.save(update_fields=['title'])": True,
        "search.delete()": True,
        "initial.update(title='')": False,
        "digest.update(chunk)": False,
        "picture.save(buffer, 'WEBP')": False,
        "super().save(*args)": False,
        "save(request, form, act)": False,
    }

    judged = {text: is_write(ast.parse(text, mode="eval").body) for text in known}  # type: ignore[arg-type]

    assert judged == known

"""Who may do what in the library. Reading is everyone's: see ``Record.objects.visible_to``."""

from typing import Any

from core.permissions import rule
from core.types import Person
from library.catalogue.models import Record
from library.catalogue.models.records import is_library_staff
from library.lists.models import ReadingList
from library.practice.judges import may_judge
from library.recommendations.models import Respondent


@rule("library.edit")
def may_edit(user: Person, _thing: Any = None) -> bool:
    """Editors and administrators correct, withdraw, restore and feature records and add files."""
    return is_library_staff(user)


@rule("library.judge")
def may_judge_practice(user: Person, record: Record) -> bool:
    """Editors and administrators judge case studies of others. Takes no query for a record ``with_creators()``."""
    return may_judge(user, record)


@rule("library.see_usage")
def may_see_usage(user: Person, record: Record) -> bool:
    """Editors, and whoever made the work or gave it to the library, see how often it is used.

    Takes no query for a record ``with_creators()``.
    """
    if not user.is_authenticated:
        return False
    makers = {creator.user_id for creator in record.creators.all()} | {record.depositor_id}
    return user.pk in makers or may_edit(user, record)


@rule("library.curate")
def may_curate(user: Person, _thing: Any = None) -> bool:
    """Editors and administrators make collections, which the library shows to everyone."""
    return may_edit(user, None)


@rule("library.edit_list")
def may_edit_list(user: Person, reading_list: ReadingList) -> bool:
    """People edit their own lists; a collection only whoever may curate, its maker included. Takes no query."""
    if reading_list.is_curated:
        return may_curate(user, None)
    return user.is_authenticated and reading_list.user_id == user.pk


@rule("library.respond")
def may_respond(user: Person, _thing: Any = None) -> bool:
    """Editors record answers to recommendations; representatives those of whom they represent. One query."""
    return may_edit(user, None) or Respondent.objects.represented_by(user).exists()


@rule("library.answer_for")
def may_answer_for(user: Person, respondent: Respondent) -> bool:
    """Editors, and the confirmed representatives of a respondent, record its answers and commitments."""
    return (
        may_edit(user, None)
        or Respondent.objects.represented_by(user).filter(pk=respondent.pk).exists()
    )

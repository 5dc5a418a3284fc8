"""The table of the gradebook: a line for each learner, a column for each item."""

from collections.abc import Callable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import address_of, addresses_by_key
from core.tables.cells import Badge, Cell, number, person
from core.tables.layout import Column, Layout
from courses.grades.book import Grade, Gradebook, GradeState, Line
from courses.grades.files import PLACE_COLUMN, column_of, present_of
from courses.grades.items import TOTAL, Item, item_in
from courses.models import Cohort

BADGES = {
    GradeState.LATE: "wait",
    GradeState.TO_GRADE: "info",
    GradeState.RETURNED: "wait",
    GradeState.MISSING: "stop",
    GradeState.EXCUSED: "",
    GradeState.DONE: "ok",
}


def in_words(grade: Grade) -> str:
    """Return the grade as pages show it: per cent, or how the learner stands."""
    if grade.shown is not None:
        words = _("%(percent)s%%") % {"percent": number_format(grade.shown)}
        if grade.is_changed:
            return _("%(grade)s, changed") % {"grade": words}
        if grade.state == GradeState.LATE:
            return _("%(grade)s, late") % {"grade": words}
        return words
    return "–" if grade.state == GradeState.OPEN else str(grade.state.label)


def _cell(item: Item, slug: str, cohort: int) -> Callable[[Line], Cell]:
    address = addresses_by_key("courses:grade_change", slug, cohort, after=(item.key,))

    def cell(line: Line) -> Cell:
        return Cell(in_words(line.grades[item.key]), address(line.place.pk))

    return cell


def _sort_key(item: Item) -> Callable[[Line], Any]:
    def key(line: Line) -> Any:
        grade = line.grades[item.key]
        return (grade.percent is not None, grade.percent or 0, grade.state, line.place.pk)

    return key


def _total(line: Line) -> Cell:
    if line.shown_total is None:
        return Cell("–")
    words = _("%(percent)s%%") % {"percent": number_format(line.shown_total)}
    return Cell(_("%(grade)s, changed") % {"grade": words} if line.total_change else words)


def _open_things(line: Line) -> Cell:
    badges = []
    if line.missing:
        badges.append(Badge(_("%(count)d missing") % {"count": line.missing}, "stop"))
    if line.to_grade:
        badges.append(Badge(_("%(count)d to grade") % {"count": line.to_grade}, "info"))
    return Cell(badges=tuple(badges))


def grade_layout(cohort: Cohort, book: Gradebook) -> Layout[Line]:
    """Lay out the gradebook: name, total, what is open, and the items in the order of the course."""
    slug = cohort.release.course.slug
    return Layout[Line](
        name="grades",
        caption=gettext_lazy("Grades of the cohort"),
        columns=(
            Column(
                "name",
                gettext_lazy("Name"),
                lambda line: person(
                    line.place.user,
                    address_of("courses:learner_grades", slug, cohort.pk, line.place.pk),
                ),
                sort_key=lambda line: (line.place.user.full_name, line.place.pk),
            ),
            Column(
                "total",
                gettext_lazy("Total"),
                _total,
                sort_key=lambda line: (
                    line.total is not None,
                    line.total or 0,
                    line.place.pk,
                ),
                is_descending=True,
                is_number=True,
                is_labelled=True,
            ),
            Column(
                "open",
                gettext_lazy("Missing and to grade"),
                _open_things,
                sort_key=lambda line: (line.missing, line.to_grade, line.place.pk),
                is_descending=True,
            ),
            *(
                Column(
                    f"item-{item.key}",
                    item.title,
                    _cell(item, slug, cohort.pk),
                    sort_key=_sort_key(item),
                    is_descending=True,
                    is_number=True,
                    is_extra=True,
                )
                for item in book.items
            ),
        ),
        usual_sort="name",
    )


def csv_layout(cohort: Cohort, book: Gradebook) -> Layout[Line]:
    """Lay out the gradebook for a spreadsheet, which can be read again."""

    def grade_of(item: Item) -> Callable[[Line], Cell]:
        return lambda line: Cell(written=present_of(line, item))

    total = item_in(book.items, TOTAL)
    assert total is not None  # noqa: S101  (tells the type checker)
    return Layout[Line](
        name=f"grades-of-cohort-{cohort.pk}",
        caption="",
        columns=(
            Column(PLACE_COLUMN, PLACE_COLUMN, lambda line: number(line.place.pk)),
            Column("name", "Name", lambda line: Cell(line.place.user.full_name)),
            *(Column(item.key, column_of(item), grade_of(item)) for item in book.items),
            Column(TOTAL, column_of(total), grade_of(total)),
        ),
        usual_sort="",
    )

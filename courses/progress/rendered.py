"""The modules of an outline as HTML, each rendered once in a process for what it shows."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.models import Lesson
from courses.progress.outline import Outline, OutlineModule
from courses.progress.table_of_contents import Chapter

# Most learners do the lessons in order, so nearly all modules are wholly done or not begun.
_MOST_MODULES = 2_048


def rendered_modules(
    template: str, outline: Outline, *, current: Lesson | None, **shown: bool
) -> list[SafeString]:
    """Render each module by the template, which knows ``part``, ``current`` and what else is ``shown``.

    The template gets no request: what it shows of a published release is kept, and others see it as well.
    """
    render = _kept if outline.table.is_kept else _kept.__wrapped__
    language = get_language()
    here = current.module_id if current else None
    return [
        render(
            template,
            part.chapter,
            part.done_keys,
            part.closed_keys,
            current if part.module.pk == here else None,
            tuple(shown.items()),
            language,
        )
        for part in outline
    ]


@lru_cache(maxsize=_MOST_MODULES)
def _kept(
    template: str,
    chapter: Chapter,
    done_keys: frozenset[int],
    closed_keys: frozenset[int],
    current: Lesson | None,
    shown: tuple[tuple[str, bool], ...],
    _language: str | None,
) -> SafeString:
    part = OutlineModule(chapter, done_keys, closed_keys)
    context = {"part": part, "current": current, **dict(shown)}
    return render_to_string(template, context)

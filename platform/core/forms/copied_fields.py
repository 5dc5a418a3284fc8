"""Copies of the fields of a form's class, which each form needs for itself.

Django takes half a millisecond for thirty fields: for each it asks how objects of its class are copied, puts its choices in
order again, and looks into every one of them. What the copies share is what Django's share, but for labels of choices,
which nothing changes.
"""

from collections.abc import Callable
from copy import copy, deepcopy
from functools import cache
from typing import Any

from django.forms import ChoiceField, Field, ModelChoiceField, Widget
from django.forms.widgets import ChoiceWidget

Memo = dict[int, Any]
Copy = Callable[[Any, Memo], Any]


class QuicklyCopied(dict[str, Field]):
    """The fields of a class, for ``copy.deepcopy``, by which ``BaseForm`` copies them."""

    def __deepcopy__(self, memo: Memo) -> dict[str, Field]:
        return {name: _copied(field, memo) for name, field in self.items()}


def _copied(thing: Any, memo: Memo) -> Any:
    """Return the copy of a field or a widget; the same one for the same thing."""
    known = memo.get(id(thing))
    return _way_of(type(thing))(thing, memo) if known is None else known  # type: ignore[arg-type]


@cache
def _way_of(kind: type) -> Copy:
    """Return our way where the class is copied as Django's are, and else its own."""
    way = _WAYS.get(getattr(kind, "__deepcopy__", None))
    has_other = any(name in vars(base) for base in kind.__mro__[:-1] for name in _OTHER_WAYS)
    return deepcopy if way is None or has_other else way


def _twin(thing: Any, memo: Memo) -> Any:
    """Return another object with the same values."""
    kind: Any = type(thing)
    memo[id(thing)] = twin = kind.__new__(kind)
    vars(twin).update(vars(thing))
    return twin


def _field(field: Field, memo: Memo) -> Field:
    twin: Field = _twin(field, memo)
    twin.widget = _copied(field.widget, memo)
    twin.error_messages = field.error_messages.copy()
    twin.validators = field.validators[:]
    return twin


def _choice_field(field: Any, memo: Memo) -> Any:
    twin: Any = _field(field, memo)
    twin._choices = _own_list(field._choices, lambda choices: deepcopy(choices, memo))
    return twin


def _model_choice_field(field: Any, memo: Memo) -> Any:
    twin: Any = _field(field, memo)
    if field.queryset is not None:
        # Also makes the list of the widget anew.
        twin.queryset = field.queryset.all()
    return twin


def _widget(widget: Widget, memo: Memo) -> Widget:
    twin: Widget = _twin(widget, memo)
    twin.attrs = widget.attrs.copy()
    return twin


def _choice_widget(widget: Any, memo: Memo) -> Any:
    twin: Any = _widget(widget, memo)
    twin._choices = _own_list(widget._choices, copy)
    return twin


def _own_list(choices: Any, otherwise: Callable[[Any], Any]) -> Any:
    """Return a list of its own with the same choices, groups with lists of their own; what is no list, as told."""
    if type(choices) is not list:
        return otherwise(choices)
    return [
        choice if type(choice) is tuple and type(choice[-1]) is not list else deepcopy(choice)
        for choice in choices
    ]


_WAYS: dict[Any, Copy] = {
    Field.__deepcopy__: _field,
    ChoiceField.__deepcopy__: _choice_field,
    ModelChoiceField.__deepcopy__: _model_choice_field,
    Widget.__deepcopy__: _widget,
    ChoiceWidget.__deepcopy__: _choice_widget,
}
# What a class may say of how it is copied.
_OTHER_WAYS = (
    *("__new__", "__copy__", "__getstate__", "__setstate__", "__slots__"),
    *("__getnewargs__", "__getnewargs_ex__", "__reduce__", "__reduce_ex__"),
)

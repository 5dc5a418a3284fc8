"""What a field says that has no words of its own: which numbers and files it takes, and what no choice means."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _

from core.files.upload_limits import refuse_what_did_not_arrive
from core.forms.given_choices import GivenChoices

_DASHES = BLANK_CHOICE_DASH[0][1]
# Problems of numbers for which a field has no words of its own.
_NO_WORDS = (("min_value", ""), ("max_value", ""))


def say_limits(field: forms.IntegerField) -> None:
    """Give a field of numbers words for those out of its range, and for what is no number, unless it has its own."""
    least, most = field.min_value, field.max_value
    if least is not None and most is not None:
        words = _("Enter a number from %(least)s to %(most)s")
    elif least is not None:
        words = _("Enter a number of at least %(least)s")
    elif most is not None:
        words = _("Enter a number of at most %(most)s")
    else:
        words = _("Enter a number")
    said = words % {"least": least, "most": most}
    for code, usual in (("invalid", type(field).default_error_messages["invalid"]), *_NO_WORDS):
        if field.error_messages.get(code, usual) == usual:
            field.error_messages[code] = said


def say_no_choice(field: forms.Field) -> None:
    """Give the line of a list that stands for no choice words instead of Django's dashes, unless it has its own.

    "Not stated" is for what somebody could say of a thing. A list where "none" is an answer, or a filter, says so itself;
    ``tests/architecture/test_forms.py`` names those that rely on these words.
    """
    if not isinstance(field, forms.ChoiceField):
        return
    words = _("Choose") if field.required else _("Not stated")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
        return
    # The choices of the widget alone are shown; those of the field say what may be sent.
    shown: Any = getattr(field.widget, "choices", ())
    if next(iter(shown), None) == ("", _DASHES):
        field.widget.choices = GivenChoices([("", words), *list(shown)[1:]])


def say_what_did_not_come(field: forms.FileField) -> None:
    """Give a field of files our words for one without content, and refuse one that there was no room for."""
    usual = forms.FileField.default_error_messages["empty"]
    if field.error_messages["empty"] == usual:
        field.error_messages["empty"] = _("This file is empty. Choose another one.")
    if refuse_what_did_not_arrive not in field.validators:
        field.validators = [*field.validators, refuse_what_did_not_arrive]

"""Which forms keep what is written in them: all of more than a line, but those with secrets and of concerns."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps

from core.forms.bases import Form, Helper
from core.forms.unsent import takes_part


def _form_classes():
    """Return every form of ours that has a field of more than a line, by its name."""
    for config in apps.get_app_configs():
        if not getattr(config.module, "__path__", None) or "site-packages" in config.path:
            continue
        for module in pkgutil.walk_packages(config.module.__path__, f"{config.name}."):
            if "forms" in module.name:
                importlib.import_module(module.name)
    found, waiting = {}, [forms.Form, forms.ModelForm]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        fields = getattr(each, "base_fields", {}).values()
        is_ours = "site-packages" not in (
            getattr(importlib.import_module(each.__module__), "__file__", "") or ""
        )
        if is_ours and any(isinstance(f.widget, forms.Textarea) for f in fields):
            found[f"{each.__module__}.{each.__qualname__}"] = each
    return found


def test_every_form_of_more_than_a_line_takes_part_but_those_of_concerns():
    left_out = {
        name for name, each in _form_classes().items() if not getattr(each, "keeps_unsent", False)
    }

    assert len(_form_classes()) > 20
    assert {name for name in left_out if not name.startswith("tests.")} == {
        "safeguarding.forms.ConcernForm",
        "safeguarding.forms.CaseForm",
        # A table that was checked and is sent again as it was shown, out of sight.
        "library.recommendations.forms.recommendations.ConfirmTableForm",
        # Of what is measured nothing is stored, unless somebody saves it.
        "indicators.calculator.forms.CalculatorForm",
    }


class _Secret(Form):
    words = forms.CharField(widget=forms.Textarea)
    word = forms.CharField(widget=forms.PasswordInput)


class _Line(Form):
    word = forms.CharField()


@pytest.mark.parametrize("form", [_Secret, _Line])
def test_forms_with_a_password_or_of_one_line_take_no_part(form):
    assert not takes_part(form())
    assert Helper().form_method == "post"

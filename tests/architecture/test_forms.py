"""How forms are laid out."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("courses", "library", "mentoring", "networks", "submissions", "platform")


def _names_of_buttons(layout: ast.AST) -> set[str]:
    return {
        str(call.args[0].value)
        for call in ast.walk(layout)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "Submit"
        and isinstance(call.args[0], ast.Constant)
    }


def _names_of_fields(form: ast.ClassDef) -> set[str]:
    return {
        target.id
        for line in form.body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    }


def test_no_button_has_the_name_of_a_field():
    """Browsers send both, and the words of the button would take the place of what was written."""
    forms = [
        (path.relative_to(ROOT), form)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for form in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(form, ast.ClassDef) and form.name.endswith("Form")
    ]

    taken = {
        f"{path}:{form.name}": both
        for path, form in forms
        if (both := _names_of_buttons(form) & _names_of_fields(form))
    }

    assert len(forms) > 60
    assert taken == {}

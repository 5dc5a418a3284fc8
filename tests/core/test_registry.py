"""The one class of registries."""

import importlib
import sys

import pytest

from core.registry import REGISTRIES, Registry


@pytest.fixture
def fruits(monkeypatch):
    monkeypatch.setattr("core.registry.REGISTRIES", [])
    return Registry("fruit")


def test_things_are_found_by_name_and_come_in_order_of_positions_and_names(fruits):
    @fruits.register("pear")
    def pear():
        return "a pear"

    fruits.add("apple", str)
    fruits.add("zest", int, position=-1)

    assert fruits["pear"] is pear
    assert list(fruits.items()) == [("zest", int), ("apple", str), ("pear", pear)]
    assert (len(fruits), "apple" in fruits, fruits.get("fig")) == (3, True, None)


def test_a_name_that_nobody_registered_is_named(fruits):
    with pytest.raises(KeyError, match="No fruit is called 'fig'"):
        fruits["fig"]


def test_a_name_that_is_taken_is_refused_with_both_places(fruits, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["core.registry"], "fruits", fruits, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    adds = "from core.registry import fruits\n\nfruits.add('fig', 1)\n"
    (tmp_path / "first_garden.py").write_text(adds)
    (tmp_path / "second_garden.py").write_text(f"\n\n{adds}")
    importlib.import_module("first_garden")

    with pytest.raises(ValueError, match=r"'fig'.*fruit.*first_garden:3 and second_garden:5"):
        importlib.import_module("second_garden")

    assert fruits["fig"] == 1


def test_every_registry_says_what_it_holds():
    names = [registry.what for registry in REGISTRIES]

    assert sorted(set(names)) == sorted(names)
    assert {"rule", "kind of notification", "conflict of interest", "sitemap"} <= set(names)

"""The papers name nothing that does not exist: links, files, make targets, and the code of their examples."""

import os
import re
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "library/data/README.md", ROOT / "courses/data/README.md"])  # fmt: skip
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ENDINGS = "py|md|css|js|html|toml|yaml|yml|json|csv|sh|svg|png|txt|example|service|lock"
FILE = re.compile(rf"[\w./-]*\w\.(?:{ENDINGS})|\.[a-z]+(?:-[a-z]+)*(?:\.(?:{ENDINGS}))?")
NOT_OURS = {"var", "staticfiles", "__pycache__"}
# What a machine makes, is given, or only asks for.
MADE = re.compile(r"^(var|staticfiles|\.venv)(/|$)|^(corpus\.jsonl|queries\.\w+\.?\w*|qrels\.tsv)$")

# Its example is a part that does not exist: ``test_example_part`` makes it and runs it.
MADE_UP = ROOT / "docs/add-a-part.md"

every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.relative_to(ROOT)))


@cache
def files() -> frozenset[str]:
    """Every file of the project, by its path from the top."""
    found = set()
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [n for n in inside if n == ".ci" or (n[0] != "." and n not in NOT_OURS)]
        found |= {(Path(folder) / name).relative_to(ROOT).as_posix() for name in names}
    return frozenset(found)


@cache
def folders() -> frozenset[str]:
    return frozenset(str(above) for name in files() for above in PurePosixPath(name).parents)


@cache
def names_of_files() -> frozenset[str]:
    return frozenset(PurePosixPath(name).name for name in files())


@cache
def code() -> str:
    return "\n".join(
        (ROOT / name).read_text(encoding="utf-8") for name in files() if name.endswith(".py")
    )


@cache
def prose(paper: Path) -> str:
    return FENCE.sub("", paper.read_text(encoding="utf-8"))


def names_in_backticks(paper: Path) -> set[str]:
    return {" ".join(name.split()) for name in re.findall(r"`([^`]+)`", prose(paper))}


def anchors(paper: Path) -> set[str]:
    """The addresses of a paper's headings, as its readers' programs make them."""
    headings = re.findall(r"^#+ (.+)$", prose(paper), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def is_there(name: str) -> bool:
    """Tell whether a file or folder has this name: from the top, from the source root, or anywhere."""
    if name.endswith("/"):
        return not folders().isdisjoint({name.rstrip("/"), f"platform/{name.rstrip('/')}"})
    if "/" in name:
        return any(each in files() for each in (name, f"platform/{name}", f"templates/{name}"))
    return name in names_of_files()


@every_paper
def test_links_lead_to_something(paper):
    broken = []
    for target in LINK.findall(prose(paper)):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (paper.parent / path).resolve() if path else paper
        if not place.exists() or (anchor and anchor not in anchors(place)):
            broken.append(target)

    assert broken == []


@every_paper
def test_files_that_are_named_exist(paper):
    named = {
        name
        for name in names_in_backticks(paper)
        if FILE.fullmatch(name) or re.fullmatch(r"\w[\w-]*(/[\w-]+)*/", name)
    }

    # What begins with a slash is an address of the site.
    missing = {n for n in named if n[0] != "/" and not MADE.search(n) and not is_there(n)}
    missing -= {"platform/noticeboard/"} if paper == MADE_UP else set()

    assert missing == set()


@every_paper
def test_make_targets_that_are_named_exist(paper):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = paper.read_text(encoding="utf-8")
    in_code = [*re.findall(r"`([^`]+)`", prose(paper)), *FENCE.findall(text)]

    named = {
        target
        for code in in_code
        for target in re.findall(r"(?<![\w-])make\s+([a-z][a-z-]*)(?![\w])", code)
    }

    assert named - set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == set()


def test_the_made_up_part_stands_nowhere_else():
    assert not is_there("platform/noticeboard/")


@pytest.mark.parametrize(
    "paper", [p for p in PAPERS if p != MADE_UP], ids=lambda p: str(p.relative_to(ROOT))
)
def test_examples_are_made_of_code_that_exists(paper):
    examples = "\n".join(
        re.findall(r"^```python\n(.*?)^```", paper.read_text("utf-8"), re.S | re.M)
    )
    defined = set(re.findall(r"^(?:def|class) \w+|^[A-Z_]+ = ", examples, re.MULTILINE))
    imported = re.findall(r"^from ([\w.]+) import (.+)$", examples, re.MULTILINE)

    assert {line for line in defined if not re.search(rf"^{line}", code(), re.MULTILINE)} == set()
    assert [
        f"{module}.{name}"
        for module, names in imported
        for name in names.split(", ")
        if not re.search(
            rf"^from {module} import .*\b{name}\b|^from {module} import \(", code(), re.M
        )
    ] == []


def test_every_paper_stands_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    papers = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}

    assert papers - {"README.md"} - set(LINK.findall(index)) == set()

"""The files that a task touches, counted: who else names a format, a back end, an engine, a kind or a conflict."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("index", "rag", "ui")
    for path in sorted((ROOT / package).rglob("*.py"))
}
# What is added as one module of a folder, and the one place that names it.
TASKS = {
    "format": ("index.loaders.formats", "index.loaders.registry"),
    "search back end": ("index.search.local", "index.search"),
    "generator": ("rag.generators", "rag.generators.registry"),
    "kind of answer": ("rag.answer", "rag.answer.gathering"),
    "kind of conflict": ("rag.support.conflicts", "rag.support.conflicts"),
}
# Modules of these folders that others build on, which are no task's; and the uses beside the registration.
SHARED = {
    "index.loaders.formats.html", "rag.generators.base", "rag.generators.states", "rag.answer.request",
    "rag.answer.explanation", "rag.support.conflicts.kinds",
}  # fmt: skip
BESIDE = {
    "rag.generators.extractive": {"rag.assistant"},  # the one without a model is the default
    # What it says where nothing was found, and the questions that it offers.
    "rag.answer.library": {"rag.assistant", "ui.service.starters"},
    "rag.generators.llama_cpp": {"ui.commands.arrival"},  # whose binding is told apart from no model
}


def imported(path: Path) -> Iterator[str]:
    """Give the modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


IMPORTS = {name: frozenset(imported(path)) for name, path in MODULES.items()}


@pytest.mark.parametrize("task", TASKS)
def test_what_is_added_is_named_in_one_place(task: str) -> None:
    folder, registration = TASKS[task]
    added = [name for name in IMPORTS[registration] if name.startswith(folder) and name not in {registration, *SHARED}]
    assert added
    for name in added:
        inside = {one for one in MODULES if one == name or one.startswith(f"{name}.")}
        neighbours = {one for one in MODULES if one == folder or one.startswith(f"{folder}.")}  # they may share code
        named = {one for one, needs in IMPORTS.items() if needs & inside} - neighbours - {registration}
        assert named <= BESIDE.get(name, set()), f"the {task} {name} is named elsewhere, too"


def test_only_the_door_names_what_lies_behind_it() -> None:
    behind = {name for name in MODULES if name.startswith("index.search.local")}
    assert {one for one, needs in IMPORTS.items() if needs & behind} - behind == {"index.search"}


def test_a_file_is_hashed_by_one_function() -> None:
    holders = [name for name, path in MODULES.items() if "file_digest(" in path.read_text(encoding="utf-8")]
    assert holders == ["index.disk"]


def test_the_page_says_where_a_task_goes() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for registration in ("index/loaders/registry.py", "index/search/__init__.py", "rag/generators/registry.py"):
        assert registration in page
        assert (ROOT / registration).is_file()

"""The files that a task touches, counted: who else names a format, a back end, an engine, a kind or a conflict."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sources
from sources import ROOT, imports_of

pytestmark = pytest.mark.slow  # all of the tree is read
MODULES = {sources.dotted(path).removesuffix(".__init__"): path for path in sources.MODULES}
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
    "rag.answer.explanation", "rag.answer.joined", "rag.support.conflicts.kinds",
}  # fmt: skip
BESIDE = {
    "index.loaders.formats.ics": {"index.loaders.mail_texts"},  # invitations and cards are parts of mails
    "index.loaders.formats.vcf": {"index.loaders.mail_texts"},
    "rag.generators.extractive": {"rag.assistant"},  # the one without a model is the default
    # What it says where nothing was found, and the questions that it offers.
    "rag.answer.library": {"rag.assistant", "ui.service.starters"},
    "rag.generators.llama_cpp": {"ui.commands.arrival"},  # whose binding is told apart from no model
}


def imported(path: Path) -> Iterator[str]:
    """Give the modules that a module imports, wherever in it."""
    for one in imports_of(path):
        full = [f"{one.module}.{name}" for name in one.names]
        yield from (name if name in MODULES else one.module for name in full or [one.module])


@pytest.fixture(scope="module")
def imports() -> dict[str, frozenset[str]]:
    """Return what each module of the package imports; every one of them is parsed, so none when tests are collected."""
    return {name: frozenset(imported(path)) for name, path in MODULES.items()}


@pytest.mark.parametrize("task", TASKS)
def test_what_is_added_is_named_in_one_place(imports: dict[str, frozenset[str]], task: str) -> None:
    folder, registration = TASKS[task]
    added = [name for name in imports[registration] if name.startswith(folder) and name not in {registration, *SHARED}]
    assert added
    for name in added:
        inside = {one for one in MODULES if one == name or one.startswith(f"{name}.")}
        neighbours = {one for one in MODULES if one == folder or one.startswith(f"{folder}.")}  # they may share code
        named = {one for one, needs in imports.items() if needs & inside} - neighbours - {registration}
        assert named <= BESIDE.get(name, set()), f"the {task} {name} is named elsewhere, too"


def test_only_the_door_names_what_lies_behind_it(imports: dict[str, frozenset[str]]) -> None:
    behind = {name for name in MODULES if name.startswith("index.search.local")}
    assert {one for one, needs in imports.items() if needs & behind} - behind == {"index.search"}


def test_a_file_is_hashed_by_one_function() -> None:
    holders = [name for name, path in MODULES.items() if "file_digest(" in path.read_text(encoding="utf-8")]
    assert holders == ["index.disk"]


def test_the_page_says_where_a_task_goes() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for registration in ("index/loaders/registry.py", "index/search/__init__.py", "rag/generators/registry.py"):
        assert registration in page
        assert (ROOT / registration).is_file()

"""The shape of the code: which way imports point, what is public, and what an import costs."""

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from sources import MODULES, PACKAGES, ROOT, dotted, imports_of, place, tree_of

pytestmark = pytest.mark.slow

ORDER = {name: height for height, name in enumerate(PACKAGES)}
PUBLIC = {
    "index": ["Article", "BroadsheetError", "Filter", "Hit", "Library", "Passage", "Progress", "Span", "SyncReport"],
    "rag": ["Answer", "Assistant", "Citation", "Claim", "Evidence", "Finished", "Outcome", "Support", "Token", "Turn"],
    "ui": [],
}
# Which heavy library may be imported where.
ROOMS = {
    "gradio": ("ui/browser/",),
    "faiss": ("index/search/local/",),
    "tantivy": ("index/search/local/", "index/search/terms/"),
    "psycopg": ("index/postgres/",),
    "ray": ("index/filling/",),
    "sqlite3": ("index/database/", "ui/collections/", "ui/conversations/", "ui/notes/"),
    "sentence_transformers": ("index/embedders/",),
    "transformers": ("rag/generators/", "index/embedders/"),
    "ik_llama_cpp": ("rag/generators/",),
    "typer": ("ui/",),
    "trafilatura": ("index/loaders/",),
    "rapidocr": ("index/loaders/",),
    "PIL": ("index/loaders/",),
}


def imported(path: Path) -> set[str]:
    """Return the top-level names that a module imports, at the top or inside functions."""
    assert not [one for one in imports_of(path) if one.is_relative], f"{path} has a relative import"
    return {one.module.split(".")[0] for one in imports_of(path)}


# These are loops and not parameters: with one test for each of some 560 modules, the count took longer than the look.
def test_imports_point_one_way_and_heavy_ones_stay_in_their_room() -> None:
    above, strangers = [], []
    for path in MODULES:
        names = imported(path)
        height = ORDER[place(path).split("/")[0]]
        above += [(place(path), name) for name in names & ORDER.keys() if ORDER[name] > height]
        strangers += [(place(path), name) for name in names & ROOMS.keys() if not place(path).startswith(ROOMS[name])]
    assert above == []
    assert strangers == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not even late, inside a function, or for types alone: who reads one must not have to read both."""
    names = {dotted(path): path for path in MODULES}
    needs: dict[str, set[str]] = {}
    for name, path in names.items():
        needs[name] = {one.module for one in imports_of(path)} & names.keys()
        needs[name] |= {f"{one.module}.{taken}" for one in imports_of(path) for taken in one.names} & names.keys()
    assert sum(map(len, needs.values())) > len(needs)
    list(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


def test_modules_are_short() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {place(path): count for path, count in lines.items() if count > 350} == {}
    doors = {place(ROOT / name / "__init__.py"): lines[ROOT / name / "__init__.py"] for name in PACKAGES}
    assert {name: count for name, count in doors.items() if count > 40} == {}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names(name: str) -> None:
    module = importlib.import_module(name)
    assert sorted(getattr(module, "__all__", [])) == PUBLIC[name]
    for public in PUBLIC[name]:
        assert getattr(module, public).__name__ == public
    assert Path(str(module.__file__)).is_relative_to(ROOT)


def test_imports_have_no_side_effect_and_load_nothing_heavy(tmp_path: Path) -> None:
    heavy = ["torch", "gradio", "faiss", "transformers", "tantivy", "numpy", "ik_llama_cpp"]
    code = f"import sys, index, rag, ui; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


# Where markup is read and not written: what loaders and the guards against hostile articles look for.
TAG = re.compile(r"(?<!\?P)<(?:/?[a-z][a-z0-9]*[\s/>]|!doctype)")
READS_MARKUP = ("index/", "rag/evidence/markup.py", "rag/support/roles.py")


def written(path: Path) -> list[str]:
    """Return the strings of a module that are no docstrings."""
    tree = tree_of(path)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return [one.value for one in texts if isinstance(one.value, str)]


def test_markup_stands_in_templates() -> None:
    """A string of Python that holds a tag is markup that nothing escapes."""
    pages = [path for path in MODULES if not place(path).startswith(READS_MARKUP)]
    assert [(place(path), text) for path in pages for text in written(path) if TAG.search(text)] == []


def test_no_pickle_anywhere() -> None:
    for path in MODULES:
        assert not imported(path) & {"pickle", "dill", "joblib", "shelve", "marshal"}, path


def test_no_secret_is_in_the_tree() -> None:
    """Keys of services and private keys have shapes of their own."""
    shapes = (
        rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bhf_[A-Za-z]{34}\b"
        rb"|\bsk-[A-Za-z0-9_-]{32,}|\bxox[abp]-\w{10,}|\bAIza[\w-]{35}\b"
    )
    assert re.search(shapes, b"hf_" + b"a" * 34)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    paths = [ROOT / os.fsdecode(name) for name in listed if name]
    assert len(paths) > 100
    found = [path for path in paths if path.is_file() and re.search(shapes, path.read_bytes())]
    assert found == []


def test_the_version_is_the_newest_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == version


def test_a_module_is_introduced_by_a_noun_or_a_verb() -> None:
    said = {place(path): ast.get_docstring(tree_of(path)) or "" for path in MODULES}
    asking = {"", "How", "What", "When", "Where", "Whether", "Which", "Who", "Whose", "Why"}
    assert {name: words for name, words in said.items() if words.split(" ")[0] in asking} == {}

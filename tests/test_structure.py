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

ROOT = Path(__file__).parent.parent
ORDER = {"index": 0, "rag": 1, "ui": 2}
MODULES = [path for name in ORDER for path in sorted((ROOT / name).rglob("*.py"))]
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
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way_and_heavy_ones_stay_in_their_room(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    names = imported(path)
    above = [name for name in names & ORDER.keys() if ORDER[name] > ORDER[place.split("/")[0]]]
    assert above == []
    strangers = [name for name in names & ROOMS.keys() if not place.startswith(ROOMS[name])]
    assert strangers == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not even late, inside a function, or for types alone: who reads one must not have to read both."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    needs: dict[str, set[str]] = {}
    for name, path in names.items():
        needs[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                needs[name] |= {f"{node.module}.{alias.name}" for alias in node.names} & names.keys()
                needs[name] |= {node.module} & names.keys()
            elif isinstance(node, ast.Import):
                needs[name] |= {alias.name for alias in node.names} & names.keys()
    assert sum(map(len, needs.values())) > len(needs)
    list(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
    if path.name == "__init__.py" and path.parent.parent == ROOT:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 40


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


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_introduced_by_a_noun_or_a_verb(path: Path) -> None:
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split(" ")[0]
    assert first not in {"", "How", "What", "When", "Where", "Whether", "Which", "Who", "Whose", "Why"}

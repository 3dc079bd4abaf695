"""The libraries that the loaders import, most of them only when a file of their format comes."""

import ast
import importlib
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path

DISTRIBUTION = "broadsheet"
# Those that an extra brings: without it they are not missed, and a file that needs them says so.
_EXTRAS = {"rapidocr": "ocr", "onnxruntime": "ocr"}
_OWN = "index"


@dataclass(frozen=True, slots=True)
class MissingLibrary:
    """A module that cannot be imported, why, and what to type."""

    module: str
    reason: str
    install: str


@cache
def loader_libraries() -> tuple[str, ...]:
    """Return the modules of other people that the loaders import, also late, inside a function; sorted."""
    return tuple(sorted({name for path in Path(__file__).parent.rglob("*.py") for name in _imported(path)}))


def missing_extras() -> tuple[str, ...]:
    """Return the extras that read further files and are not installed in full."""
    return tuple(sorted({extra for module, extra in _EXTRAS.items() if find_spec(module) is None}))


def _imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    optional = {id(node) for tried in ast.walk(tree) if isinstance(tried, ast.Try) for node in _excused(tried)}
    for node in ast.walk(tree):
        if id(node) in optional:
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (name for name in names if name.partition(".")[0] not in {_OWN, *sys.stdlib_module_names})


def _excused(tried: ast.Try) -> Iterator[ast.AST]:
    """Yield the nodes of a `try` that goes on without what it imports, as an extra's."""
    caught = {ast.unparse(handler.type) for handler in tried.handlers if handler.type is not None}
    if caught & {"ImportError", "ModuleNotFoundError"}:
        yield from (node for statement in tried.body for node in ast.walk(statement))


def missing_libraries() -> Iterator[MissingLibrary]:
    """Import what the loaders need, and yield each library that cannot be imported; of the extras those installed."""
    met: set[str] = set()
    for module in sorted({*loader_libraries(), *_EXTRAS}):
        if module.partition(".")[0] in _EXTRAS and find_spec(module.partition(".")[0]) is None:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                importlib.import_module(module)
        except Exception as error:  # a broken library raises anything while it is imported
            missing = (error.name if isinstance(error, ImportError) else None) or module
            if missing not in met:
                met.add(missing)
                told = f"{type(error).__name__}: {' '.join(str(error).split())}"
                yield MissingLibrary(module, told, f'python -m pip install --force-reinstall "{_requirement(missing)}"')


def _requirement(module: str) -> str:
    """Return what pip calls the library of a module: our own requirement of that name, else the module's name."""
    top = module.partition(".")[0].lower().replace("_", "-")
    try:
        needed = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        needed = []
    for need in needed:
        name = need.partition(";")[0].strip()
        bare = re.split(r"[\s\[<>=!~(]", name)[0].lower().replace("_", "-")
        if bare in {top, f"python-{top}", f"py{top}"}:
            return name.replace(" ", "")
    return top

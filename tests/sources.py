"""The package's own modules, as the tests of its shape read them: each is parsed once, whoever asks."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "ui")
MODULES = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]


@dataclass(frozen=True, slots=True)
class Import:
    """One module that is imported, at the top or inside a function, and what is taken from it by name."""

    module: str
    names: tuple[str, ...] = ()
    is_relative: bool = False


def place(path: Path) -> str:
    """Return where a module lies, as it is written in messages: `index/library.py`."""
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    """Return a module's name as imports write it; a package's ends in `.__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a module parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    """Return all that a module imports."""
    return tuple(_imports(tree_of(path)))


def _imports(tree: ast.Module) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield Import(node.module or "", tuple(alias.name for alias in node.names), node.level > 0)

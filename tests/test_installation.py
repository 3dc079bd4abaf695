"""Broadsheet as it is installed: what it needs is declared, and it works outside its source tree."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from command_line import write_articles
from sources import MODULES, PACKAGES, ROOT, imports_of, place

pytestmark = pytest.mark.slow

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def distribution(need: str) -> str:
    """Return the name that a requirement begins with, as indexes compare it."""
    found = re.match(r"[\w.-]+", need)
    assert found is not None, need
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def declared(*extras: str) -> set[str]:
    """Return the distributions that are asked for: always, and with `extras`."""
    needs = [*PROJECT["dependencies"], *(need for extra in extras for need in PROJECT["optional-dependencies"][extra])]
    return {distribution(need) for need in needs}


def imports(folder: Path) -> dict[str, str]:
    """Return the packages of others that a folder's modules import, at the top or late, each with such a module."""
    inside = [path for path in MODULES if path.is_relative_to(folder)]
    found = {one.module.split(".")[0]: place(path) for path in inside for one in imports_of(path)}
    return {name: path for name, path in found.items() if name not in {*sys.stdlib_module_names, *PACKAGES}}


def undeclared(names: dict[str, str], asked_for: set[str]) -> list[str]:
    """Return which imports come from a distribution that is not asked for, or from none."""
    known = packages_distributions()
    return [
        f"{name} in {path}"
        for name, path in names.items()
        if not {distribution(one) for one in known.get(name, [])} & asked_for
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_imported_is_declared(package: str) -> None:
    """What another package happens to bring may be gone with its next version, or with an older pip."""
    extras = [extra for extra in PROJECT["optional-dependencies"] if extra != "dev"]
    found = imports(ROOT / package)
    assert len(found) > 5
    assert undeclared(found, declared(*extras)) == []


def test_an_import_that_is_not_declared_is_found() -> None:
    assert undeclared({"yaml": "a.py", "nowhere": "b.py"}, declared() - {"pyyaml"}) == [
        "yaml in a.py",
        "nowhere in b.py",
    ]


def test_what_a_dependency_asks_for_by_an_extra_is_declared_here() -> None:
    """pip before 23.3 looks for `html_clean` under another spelling and goes on without it: no HTML could be read."""
    assert "lxml-html-clean" in declared()


def test_extras_are_what_the_tests_run_with() -> None:
    for extra in PROJECT["optional-dependencies"]:
        assert declared(extra) <= declared("dev")


def test_constraints_pin_every_dependency() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {distribution(line) for line in lines if "==" in line}
    assert declared(*PROJECT["optional-dependencies"]) - {"pip"} <= pinned


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the wheel is built from, in a folder that the build may write to."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, check=True, capture_output=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    """A file that is forgotten in the package is missed only by who installs it."""
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.split("/")[0] in PACKAGES}
    tree = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == tree


@pytest.mark.parametrize("given", ["wheel", "source"])
def test_what_is_installed_answers_outside_the_clone(
    given: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    made = tmp_path / "environment"
    venv.create(made)
    binaries = made / ("Scripts" if os.name == "nt" else "bin")
    # The dependencies are those of this environment: to download them again would be 2 GB.
    (packages,) = made.rglob("site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(binaries / "python"),
        "install",
        "-q",
        "--no-index",
        "--no-deps",
    ]
    installed = subprocess.run(
        [*pip, "--no-build-isolation", "--ignore-installed", str(request.getfixturevalue(given))],
        capture_output=True, text=True, cwd=tmp_path, env={**_bare(tmp_path), "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    articles = write_articles(tmp_path)
    options = ["--home", str(tmp_path / "home"), "--embedder", "hashed", "--generator", "extractive"]

    def broadsheet(*arguments: str) -> str:
        done = subprocess.run(
            [str(binaries / "broadsheet"), *options, *arguments],
            capture_output=True, text=True, cwd=tmp_path, env=_bare(tmp_path),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [str(binaries / "python"), "-c", "import index, rag, ui; print(index.__file__, rag.__file__, ui.__file__)"]
    files = subprocess.run(where, capture_output=True, text=True, cwd=tmp_path, env=_bare(tmp_path), check=True)
    assert all(Path(file).is_relative_to(packages) for file in files.stdout.split())
    broadsheet("sync", str(articles))
    assert "1902" in broadsheet("ask", "When did the museum of Saltby open?")


def _bare(home: Path) -> dict[str, str]:
    """Return an environment that leads to no source tree."""
    return {"HOME": str(home), "PATH": os.environ["PATH"]}

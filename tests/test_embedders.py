"""The reference embedder, the choice by name, and what a model's folder is checked for before it is loaded."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedders import open_embedder
from index.embedders.base import EmbedderIdentity, Vectors
from index.embedders.batches import token_batches
from index.embedders.folder import check_folder, fingerprint, fingerprint_folder, read_dim
from index.embedders.hashed import HashedEmbedder, bucket_of
from index.embedders.hub import is_hub_name
from index.embedders.sentence_transformer import SentenceTransformerEmbedder, multiplies_bfloat16
from index.errors import ModelDamaged, ModelMissing, ModelUnknown
from index.library import Library
from index.models import load_lock

CODE = "sentence_transformers.models."


def write_model(folder: Path, modules: dict[str, dict[str, object]], weights: str = "model.safetensors") -> Path:
    """Write the files of a model that says `modules`, with weights that nobody could load."""
    folder.mkdir(parents=True)
    listed = [{"idx": i, "name": str(i), "path": str(i), "type": CODE + kind} for i, kind in enumerate(modules)]
    (folder / "modules.json").write_text(json.dumps(listed), encoding="utf-8")
    for i, config in enumerate(modules.values()):
        (folder / str(i)).mkdir()
        (folder / str(i) / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "0" / weights).write_bytes(b"weights")
    return folder


def plain_model(folder: Path, weights: str = "model.safetensors") -> Path:
    return write_model(folder, {"Transformer": {}, "Pooling": {"word_embedding_dimension": 384}}, weights)


# The reference


def test_a_hashed_vector_is_its_word_counts_divided_by_their_norm() -> None:
    embedder = HashedEmbedder()
    harbour, old = bucket_of("harbour", 256), bucket_of("old", 256)
    assert harbour != old
    expected = np.zeros(256, dtype=np.float32)
    expected[harbour], expected[old] = 2 / np.sqrt(5), 1 / np.sqrt(5)
    np.testing.assert_allclose(embedder.embed_question("Harbour, old HARBOUR!"), expected, rtol=1e-6)


def test_buckets_are_the_same_on_every_computer() -> None:
    assert [bucket_of(word, 256) for word in ("harbour", "old", "Москва", "\ud800")] == [226, 211, 206, 233]
    digest = hashlib.blake2b(b"harbour", digest_size=8).hexdigest()
    assert bucket_of("harbour", 256) == int(digest, 16) % 256


def test_a_text_without_words_has_a_fixed_unit_vector() -> None:
    vectors = HashedEmbedder(dim=3).embed_passages(["", " ?! "])
    assert vectors.tolist() == [[1, 0, 0], [1, 0, 0]]


def test_hashed_rows_are_unit_float32_in_the_texts_order() -> None:
    embedder = HashedEmbedder(dim=16)
    texts = ["one two", "three", "two one", ""]
    vectors = embedder.embed_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
    assert vectors[0].tolist() == vectors[2].tolist()
    for text, vector in zip(texts, vectors, strict=True):
        assert embedder.embed_question(text).tolist() == vector.tolist()
    assert embedder.embed_passages([]).shape == (0, 16)


def test_hashed_vectors_are_as_long_as_asked_for() -> None:
    assert HashedEmbedder().identity == EmbedderIdentity("hashed", "1", 256)
    assert HashedEmbedder(dim=8).embed_question("word").shape == (8,)
    with pytest.raises(ValueError, match="dim is 0"):
        HashedEmbedder(dim=0)


# The choice by name


def test_the_reference_is_opened_by_its_name(tmp_path: Path) -> None:
    assert open_embedder("hashed", tmp_path).identity == HashedEmbedder().identity


def test_a_folder_is_opened_and_named_by_its_path(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model")
    embedder = open_embedder(str(folder), tmp_path / "models")
    assert embedder.identity == EmbedderIdentity(str(folder), fingerprint_folder(folder), 384)


def test_a_locked_model_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="models pull all-MiniLM-L6-v2"):
        open_embedder("all-MiniLM-L6-v2", tmp_path)


def test_a_locked_model_with_other_files_is_damaged(tmp_path: Path) -> None:
    (model,) = [model for model in load_lock() if model.name == "all-MiniLM-L6-v2"]
    for file in model.files:
        path = tmp_path / model.name / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.truncate(path, file.size)
    with pytest.raises(ModelDamaged, match="sha256"):
        open_embedder("all-minilm-l6-v2", tmp_path)


def test_a_generator_is_not_an_embedder(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match="is a generator, not an embedder"):
        open_embedder("smollm2-135m", tmp_path)


def test_a_hub_model_that_is_not_here_is_missing_when_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # huggingface_hub reads both variables when it is imported: its own constants are the switch afterwards.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelMissing, match=r"owner/model is not on this computer, and .* HF_HUB_OFFLINE is set"):
        open_embedder("owner/model", tmp_path)


def test_a_hub_model_is_taken_from_the_hubs_cache_with_its_commit_for_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    commit = "0123456789abcdef0123456789abcdef01234567"
    plain_model(tmp_path / "models--owner--model" / "snapshots" / commit)
    (tmp_path / "models--owner--model" / "refs").mkdir()
    (tmp_path / "models--owner--model" / "refs" / "main").write_text(commit, encoding="utf-8")
    assert open_embedder("owner/model", tmp_path).identity == EmbedderIdentity("owner/model", commit, 384)


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "a/b/c"])
def test_a_folder_that_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelMissing, match=f"no folder {name} to read"):
        open_embedder(name, tmp_path)


def test_any_other_name_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match='No embedder is called "word2vec"'):
        open_embedder("word2vec", tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("owner/model", True), ("BAAI/bge-small-en-v1.5", True), ("model", False), ("../model", False), ("a/b/c", False)],
)
def test_a_hub_name_has_an_owner_and_a_model(name: str, expected: bool) -> None:
    assert is_hub_name(name) is expected


# What a folder is checked for


def test_a_whole_folder_passes_the_check(tmp_path: Path) -> None:
    check_folder(plain_model(tmp_path / "model"))
    both = plain_model(tmp_path / "both")
    (both / "0" / "pytorch_model.bin").write_bytes(b"pickle")
    check_folder(both)


def test_weights_that_are_only_pickles_are_refused(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model", weights="pytorch_model.bin")
    with pytest.raises(ModelUnknown, match="are pickles, which can run code"):
        SentenceTransformerEmbedder(folder, "model")


def test_a_later_module_with_pickled_weights_is_refused(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model")
    (folder / "1" / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelUnknown, match="are pickles, which can run code"):
        SentenceTransformerEmbedder(folder, "model")


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model", weights="notes.md")
    with pytest.raises(ModelUnknown, match=r"holds no weights: expected a model\.safetensors"):
        SentenceTransformerEmbedder(folder, "model")


def test_a_model_with_code_of_its_own_is_refused(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model")
    listed = [{"idx": 0, "name": "0", "path": "0", "type": "custom_st.Transformer"}]
    (folder / "modules.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(ModelUnknown, match=r"needs code of its own \(custom_st\.Transformer\)"):
        SentenceTransformerEmbedder(folder, "model")


@pytest.mark.parametrize("content", [None, "", "{}", '[{"idx": 0}]', "[3]", "\x00"])
def test_a_folder_of_something_else_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "modules.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelUnknown, match=r"modules\.json"):
        SentenceTransformerEmbedder(tmp_path, "model")


def test_a_missing_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no folder"):
        SentenceTransformerEmbedder(tmp_path / "nowhere", "model")


@pytest.mark.parametrize(
    ("modules", "dim"),
    [
        ({"Transformer": {}, "Pooling": {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True}}, 384),
        ({"Transformer": {}, "Pooling": {"embedding_dimension": 8, "pooling_mode": "mean"}, "Normalize": {}}, 8),
        ({"Transformer": {}, "Pooling": {"embedding_dimension": 8, "pooling_mode": ["cls", "mean"]}}, 16),
        (
            {
                "Transformer": {},
                "Pooling": {
                    "word_embedding_dimension": 8,
                    "pooling_mode_cls_token": True,
                    "pooling_mode_max_tokens": True,
                    "pooling_mode_mean_tokens": False,
                },
            },
            16,
        ),
        ({"Transformer": {}, "Pooling": {"embedding_dimension": 8}, "Dense": {"out_features": 5}}, 5),
        ({"StaticEmbedding": {}}, None),
    ],
)
def test_the_dimension_is_read_from_the_configuration(
    tmp_path: Path, modules: dict[str, dict[str, object]], dim: int | None
) -> None:
    assert read_dim(write_model(tmp_path / "model", modules)) == dim


def test_the_revision_is_the_fingerprint_unless_it_is_given(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model")
    assert SentenceTransformerEmbedder(folder, "m").identity.revision == fingerprint_folder(folder)
    assert SentenceTransformerEmbedder(folder, "m", revision="r1").identity == EmbedderIdentity("m", "r1", 384)


def test_the_fingerprint_is_of_names_sizes_and_contents() -> None:
    lines = f"a/config.json\t2\t{'0' * 64}\nmodel.safetensors\t7\t{'1' * 64}\n"
    files = [("model.safetensors", 7, "1" * 64), ("README.md", 1, "2" * 64), ("a/config.json", 2, "0" * 64)]
    assert fingerprint(files) == hashlib.sha256(lines.encode()).hexdigest()


def test_a_folder_and_a_lock_of_the_same_files_have_one_fingerprint(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model")
    (folder / ".verified.json").write_text("{}", encoding="utf-8")
    (folder / "README.md").write_text("about", encoding="utf-8")
    names = ["modules.json", "0/config.json", "0/model.safetensors", "1/config.json"]
    contents = [(name, (folder / name).read_bytes()) for name in names]
    locked = [(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in contents]
    assert fingerprint_folder(folder) == fingerprint(locked)


def test_another_weight_is_another_fingerprint(tmp_path: Path) -> None:
    folder = plain_model(tmp_path / "model")
    before = fingerprint_folder(folder)
    (folder / "0" / "model.safetensors").write_bytes(b"other weights")
    assert fingerprint_folder(folder) != before


# Vectors that are there already


def test_only_what_is_new_is_embedded_and_each_text_once(tmp_path: Path) -> None:
    asked: list[str] = []

    class Telling(HashedEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            asked.extend(texts)
            return super().embed_passages(texts)

    def told() -> list[str]:
        told = sorted(asked)
        asked.clear()
        return told

    paragraphs = [f"{word.capitalize()} is told of here. " * 12 for word in ("harbour", "bridge", "market")]
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Title\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=Telling()) as library:
        library.sync(articles)
        first = told()
        assert len(first) == len(set(first)) >= 3
        paragraphs[1] = "Tower is told of here. " * 12
        (articles / "a.txt").write_text("Title\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
        library.sync(articles)
        (changed,) = told()
        assert "Tower" in changed
        assert "Bridge" not in changed
        hit = library.search("the tower is told", k=1)[0]
        plain = HashedEmbedder()
        expected = plain.embed_question("the tower is told") @ plain.embed_question(hit.passage.text)
        assert hit.cosine == pytest.approx(expected, abs=1e-6)
        before = library.search("the market is told")
        told()  # the questions
        list(library.rebuild_steps())
        assert told() == []
        assert library.search("the market is told") == before
        told()
        list(library.rebuild_steps(from_scratch=True))
        assert len(told()) == len(first)
        list(library.rebuild_steps(Telling(dim=64)))
        assert len(told()) == len(first)


# Batches and number formats


@pytest.mark.parametrize(
    ("lengths", "tokens", "batches"),
    [
        ([], 100, []),
        ([10, 30, 20, 30], 60, [[1, 3], [2, 0]]),
        ([10, 10, 10, 10, 10], 30, [[0, 1, 2], [3, 4]]),
        ([500, 1, 1], 100, [[0], [1, 2]]),
        ([0, 0], 1, [[0], [1]]),
    ],
)
def test_a_batch_has_so_many_tokens_with_its_padding(lengths: list[int], tokens: int, batches: list[list[int]]) -> None:
    assert token_batches(lengths, tokens) == batches


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ({"avx2": True, "avx512_bf16": True}, True),
        ({"avx512_f": True, "amx_bf16": True}, True),
        ({"avx2": True, "avx512_f": True, "avx512_vnni": True, "avx512_bf16": False}, False),
        ({"avx2": True}, False),
        ({}, False),
    ],
)
def test_bfloat16_is_taken_where_it_is_multiplied_in_hardware(capabilities: dict[str, bool], expected: bool) -> None:
    assert multiplies_bfloat16(capabilities) is expected

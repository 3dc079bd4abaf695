"""The real all-MiniLM-L6-v2, against plain transformers: needs `broadsheet models pull all-MiniLM-L6-v2`."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedders import open_embedder
from index.embedders.base import Embedder, Vectors
from index.embedders.sentence_transformer import FEW, SentenceTransformerEmbedder, choose_dtype
from index.errors import ModelUnknown
from index.home import find_home

pytestmark = pytest.mark.model

SENTENCES = [
    "The harbour of Alderwick was founded in 1874 by Mara Lindqvist.",
    "Mara Lindqvist started Alderwick's port in 1874.",
    "A recipe for rye bread needs flour, water and salt.",
    "",
    "word " * 2000,
    "Ünïcödé 東京 \ud800 <|im_end|>",
]


@pytest.fixture(scope="module")
def models() -> Path:
    return find_home().models


@pytest.fixture(scope="module")
def embedder(models: Path) -> Embedder:
    return open_embedder("all-MiniLM-L6-v2", models)


def tolerance() -> float:
    """Return how far a cosine may be off: MiniLM in bfloat16 keeps a cosine of .996 to float32."""
    import torch

    return 1e-5 if choose_dtype() is torch.float32 else 4e-3


def reference(folder: Path, texts: list[str]) -> Vectors:
    """Return the vectors as the model's card describes them: the mean of the tokens' states, of unit length."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    rows = []
    for text in texts:
        inputs = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
        with torch.inference_mode():
            states = model(**inputs).last_hidden_state[0]
        rows.append(torch.nn.functional.normalize(states.mean(dim=0), dim=0).numpy())
    return np.stack(rows)


def test_vectors_are_those_of_plain_transformers(embedder: Embedder, models: Path) -> None:
    texts = [*SENTENCES[:5], "Ünïcödé 東京 ? <|im_end|>"]
    expected = reference(models / "all-MiniLM-L6-v2", texts)
    vectors = embedder.embed_passages(SENTENCES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (6, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    cosines = (vectors * expected).sum(axis=1)
    np.testing.assert_allclose(cosines, 1, atol=tolerance())


def test_cosines_are_the_known_ones(embedder: Embedder) -> None:
    question = embedder.embed_question("Who founded the harbour of Alderwick?")
    cosines = embedder.embed_passages(SENTENCES[:3]) @ question
    # From float32 on x86-64, transformers 5.23.
    np.testing.assert_allclose(cosines, [0.76522, 0.55964, 0.06041], atol=tolerance() * 5)


def test_the_order_of_a_batch_does_not_matter(embedder: Embedder) -> None:
    texts = [f"Passage {number} says " + "more and more " * (number % 17) for number in range(80)]
    order = np.random.default_rng(1).permutation(80)
    vectors = embedder.embed_passages(texts)
    shuffled = embedder.embed_passages([texts[i] for i in order])
    cosines = (vectors[order] * shuffled).sum(axis=1)
    np.testing.assert_allclose(cosines, 1, atol=tolerance())


def test_the_same_texts_give_the_same_bytes(embedder: Embedder) -> None:
    assert embedder.embed_passages(SENTENCES).tobytes() == embedder.embed_passages(SENTENCES).tobytes()
    assert embedder.embed_question("Who?").tobytes() == embedder.embed_question("Who?").tobytes()


def test_a_few_passages_have_the_vectors_that_they_have_among_many(embedder: Embedder) -> None:
    texts = [*SENTENCES, *(f"Passage {number} says {'more and more ' * number}" for number in range(FEW - 6))]
    many = embedder.embed_passages([*texts, "One more, and sentence-transformers embeds them."])[:FEW]
    np.testing.assert_allclose((embedder.embed_passages(texts) * many).sum(axis=1), 1, atol=tolerance())


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


def test_threads_share_an_embedder(models: Path) -> None:
    shared = open_embedder("all-MiniLM-L6-v2", models)  # not loaded yet: the threads meet there, too
    alone = [shared.identity.dim, *range(7)]
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda n: shared.embed_question(f"Question {n}?").tobytes(), alone))
    assert vectors == [shared.embed_question(f"Question {n}?").tobytes() for n in alone]


def test_loading_and_embedding_print_nothing(models: Path, capfd: pytest.CaptureFixture[str]) -> None:
    open_embedder("all-MiniLM-L6-v2", models).embed_passages(SENTENCES)
    assert capfd.readouterr() == ("", "")


def test_torch_keeps_its_threads(models: Path) -> None:
    import torch

    before = torch.get_num_threads()
    open_embedder("all-MiniLM-L6-v2", models).embed_question("Who?")
    assert torch.get_num_threads() == before


def test_a_copy_in_a_folder_gives_the_same_vectors_and_revision(
    embedder: Embedder, models: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(models / "all-MiniLM-L6-v2", copy, copy_function=os.symlink)
    copied = open_embedder(str(copy), tmp_path)
    assert copied.identity.revision == embedder.identity.revision
    assert copied.embed_question("Who?").tobytes() == embedder.embed_question("Who?").tobytes()


def test_damaged_weights_are_told_in_a_sentence(models: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(models / "all-MiniLM-L6-v2", copy)
    (copy / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(ModelUnknown, match="cannot be loaded"):
        SentenceTransformerEmbedder(copy, "copy").embed_question("Who?")


def test_a_library_made_with_bfloat16_is_searched_without_it_and_the_other_way_round(
    embedder: Embedder, models: Path
) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    other = torch.bfloat16 if choose_dtype() is torch.float32 else torch.float32
    model = SentenceTransformer(str(models / "all-MiniLM-L6-v2"), local_files_only=True, model_kwargs={"dtype": other})
    rows = model.encode(SENTENCES[:5], show_progress_bar=False, convert_to_tensor=True).float().numpy()
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = embedder.embed_passages(SENTENCES[:5])
    np.testing.assert_allclose((rows * vectors).sum(axis=1), 1, atol=4e-3)
    question = embedder.embed_question("Who founded the harbour of Alderwick?")
    assert np.argsort(-(rows[:3] @ question)).tolist() == np.argsort(-(vectors[:3] @ question)).tolist()

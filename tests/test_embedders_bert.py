"""The encoder for a few texts: its vectors against BERT's formulas, number by number, and what it leaves to others."""

import json
import math
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from index.embedders.bert import BertEncoder
from index.embedders.sentence_transformer import FEW, SentenceTransformerEmbedder
from index.errors import ModelUnknown

WIDTH, WIDE, HEADS, DEPTH, MOST, EPSILON = 8, 16, 2, 2, 6, 1e-3
VOCABULARY = {word: number for number, word in enumerate(("[UNK]", "[CLS]", "[SEP]", "harbour", "old", "who", "##s"))}
CONFIG: Mapping[str, object] = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "num_attention_heads": HEADS,
    "num_hidden_layers": DEPTH,
    "layer_norm_eps": EPSILON,
}
POOLING: Mapping[str, object] = {
    "word_embedding_dimension": WIDTH,
    "pooling_mode_mean_tokens": True,
    "pooling_mode_cls_token": False,
}
TEXTS = ["old harbours", "", "who", "old old old old old old old old", "harbour 東"]
Matrix = NDArray[np.float64]


def write_bert(folder: Path, dtype: type[np.floating] = np.float32, prefix: str = "", **more: object) -> Path:
    """Write a BERT of random weights; `more` replaces what its files say, by the file's name."""
    folder.mkdir(parents=True)
    kinds = ("Transformer", "Pooling", "Normalize")
    modules = [
        {"idx": i, "name": str(i), "path": f"{i}_{kind}" if i else "", "type": f"sentence_transformers.models.{kind}"}
        for i, kind in enumerate(kinds)
    ]
    files: dict[str, object] = {
        "modules": modules,
        "config": CONFIG,
        "sentence_bert_config": {"max_seq_length": MOST, "do_lower_case": False},
        "1_Pooling/config": POOLING,
    } | {name.replace("__", "/"): value for name, value in more.items()}
    (folder / "1_Pooling").mkdir()
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    tensors = {f"{prefix}{name}": tensor.astype(dtype) for name, tensor in weights().items()}
    save_file(tensors | {"embeddings.position_ids": np.arange(MOST)}, folder / "model.safetensors")
    tokenizer = Tokenizer(WordPiece(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", VOCABULARY["[CLS]"]), ("[SEP]", VOCABULARY["[SEP]"])]
    )
    tokenizer.enable_padding(length=12)  # as all-MiniLM-L6-v2 has it
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def weights() -> dict[str, Matrix]:
    """Return the tensors of a small BERT by the names that transformers gives them."""
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), WIDTH),
        "embeddings.position_embeddings.weight": (MOST, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(DEPTH):
        name = f"encoder.layer.{layer}"
        norms += [f"{name}.attention.output.LayerNorm", f"{name}.output.LayerNorm"]
        parts = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
        parts |= {"attention.output.dense": (WIDTH, WIDTH)}
        parts |= {"intermediate.dense": (WIDE, WIDTH), "output.dense": (WIDTH, WIDE)}
        for part, shape in parts.items():
            shapes |= {f"{name}.{part}.weight": shape, f"{name}.{part}.bias": shape[:1]}
    shapes |= {f"{norm}.{part}": (WIDTH,) for norm in norms for part in ("weight", "bias")}
    random = np.random.default_rng(7)
    return {name: random.normal(size=shape) for name, shape in shapes.items()}


def reference(pieces: list[int]) -> Matrix:
    """Return the vector of a text by the formulas of BERT (arXiv 1810.04805), in double precision."""
    named = {name: tensor.astype(np.float32).astype(np.float64) for name, tensor in weights().items()}

    def affine(name: str, rows: Matrix) -> Matrix:
        found: Matrix = rows @ named[f"{name}.weight"].T + named[f"{name}.bias"]
        return found

    def norm(name: str, rows: Matrix) -> Matrix:
        scaled = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + EPSILON)
        found: Matrix = scaled * named[f"{name}.LayerNorm.weight"] + named[f"{name}.LayerNorm.bias"]
        return found

    table = named["embeddings.word_embeddings.weight"]
    places = named["embeddings.position_embeddings.weight"] + named["embeddings.token_type_embeddings.weight"][0]
    rows = norm("embeddings", np.stack([table[piece] + places[place] for place, piece in enumerate(pieces)]))
    for layer in range(DEPTH):
        name, size = f"encoder.layer.{layer}", WIDTH // HEADS
        queries, keys, values = (affine(f"{name}.attention.self.{part}", rows) for part in ("query", "key", "value"))
        found = np.zeros_like(rows)
        for head in (slice(start, start + size) for start in range(0, WIDTH, size)):
            shares = np.exp(queries[:, head] @ keys[:, head].T / math.sqrt(size))
            found[:, head] = shares / shares.sum(axis=1, keepdims=True) @ values[:, head]
        rows = norm(f"{name}.attention.output", rows + affine(f"{name}.attention.output.dense", found))
        wide = affine(f"{name}.intermediate.dense", rows)
        gelu = np.array([[x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in row] for row in wide])
        rows = norm(f"{name}.output", rows + affine(f"{name}.output.dense", gelu))
    mean: Matrix = rows.mean(axis=0)
    return mean / float(np.linalg.norm(mean))


@pytest.mark.parametrize("prefix", ["", "bert."])
def test_vectors_are_those_of_the_formulas(tmp_path: Path, prefix: str) -> None:
    encoder = BertEncoder.open(write_bert(tmp_path / "bert", prefix=prefix))
    assert encoder is not None
    pieces = [[1, 4, 3, 6, 2], [1, 2], [1, 5, 2], [1, 4, 4, 4, 4, 2], [1, 3, 0, 2]]  # the fourth is cut at MOST
    expected = np.stack([reference(text) for text in pieces])
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=2e-6)
    for text, row in zip(TEXTS, expected, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], row, atol=2e-6)


def test_a_batch_longer_than_a_block_has_the_vectors_of_its_texts(tmp_path: Path) -> None:
    encoder = BertEncoder.open(write_bert(tmp_path / "bert"))
    assert encoder is not None
    many = [TEXTS[number % len(TEXTS)] for number in range(40)]  # 160 pieces, two blocks and a half
    np.testing.assert_allclose(encoder.encode(many), encoder.encode(TEXTS)[np.arange(40) % len(TEXTS)], atol=2e-6)


@pytest.mark.parametrize(
    "more",
    [
        {"config": {**CONFIG, "hidden_act": "relu"}},
        {"config": {**CONFIG, "model_type": "roberta"}},
        {"config": {**CONFIG, "position_embedding_type": "relative_key"}},
        {"config": {"model_type": "bert"}},
        {"1_Pooling__config": {**POOLING, "pooling_mode_cls_token": True}},
        {"1_Pooling__config": {"pooling_mode": "cls", "embedding_dimension": WIDTH}},
        {"sentence_bert_config": {"max_seq_length": MOST, "do_lower_case": True}},
        {"sentence_bert_config": {}},
        {"config_sentence_transformers": {"prompts": {"query": "query: ", "document": ""}}},
        {"dtype": np.float16},
    ],
)
def test_another_kind_of_model_is_left_to_sentence_transformers(tmp_path: Path, more: dict[str, object]) -> None:
    assert BertEncoder.open(write_bert(tmp_path / "bert", **more)) is None  # type: ignore[arg-type]


def test_pooling_may_be_named_as_newer_files_name_it(tmp_path: Path) -> None:
    named = {"pooling_mode": "mean", "embedding_dimension": WIDTH}
    assert BertEncoder.open(write_bert(tmp_path / "bert", **{"1_Pooling__config": named})) is not None  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_question_and_a_few_passages_have_vectors_without_torch(tmp_path: Path) -> None:
    folder = write_bert(tmp_path / "bert")
    work = (
        "import sys\n"
        "from index.embedders import open_embedder\n"
        f"embedder = open_embedder({str(folder)!r}, None)\n"
        "assert embedder.embed_question('who \\ud800').shape == (8,)\n"
        f"assert embedder.embed_passages(['old harbours'] * {FEW}).shape == ({FEW}, 8)\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_damaged_files_are_told_by_sentence_transformers(tmp_path: Path) -> None:
    folder = write_bert(tmp_path / "bert")
    (folder / "model.safetensors").write_bytes(b"no tensors")

    class Refusing(SentenceTransformerEmbedder):
        @property
        def _model(self) -> None:  # type: ignore[override]
            raise ModelUnknown("cannot be loaded")

    with pytest.raises(ModelUnknown, match="cannot be loaded"):
        Refusing(folder, "bert").embed_question("who")

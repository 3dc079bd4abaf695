"""Which folders of sentence-transformers are computed by torch alone; that the vectors are the same is in _model."""

import json
from pathlib import Path

import pytest

from index.embedders import open_embedder
from index.embedders.bert import BertEmbedder
from index.embedders.bert_folder import BertShape, read_shape
from index.embedders.sentence_transformer import SentenceTransformerEmbedder

BERT: dict[str, dict[str, object]] = {
    "config.json": {
        "model_type": "bert", "hidden_act": "gelu", "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2,
        "layer_norm_eps": 1e-12, "pad_token_id": 0, "max_position_embeddings": 16,
    },
    "sentence_bert_config.json": {"max_seq_length": 8},
    "config_sentence_transformers.json": {"prompts": {"query": ""}, "default_prompt_name": None},
    "tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "do_lower_case": True},
    "tokenizer.json": {
        "normalizer": {"type": "BertNormalizer", "lowercase": True, "handle_chinese_chars": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"}, "model": {"type": "WordPiece"},
    },
    "1/config.json": {"word_embedding_dimension": 4, "pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
}  # fmt: skip


def write_bert(folder: Path, changes: dict[str, dict[str, object]], names: tuple[str, ...] = ()) -> Path:
    """Write the files of a BERT, with `changes` in some, and weights called `names` without numbers."""
    (folder / "1").mkdir(parents=True)
    parts = {"Transformer": "", "Pooling": "1", "Normalize": "2"}
    listed = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(parts.items())
    ]
    (folder / "modules.json").write_text(json.dumps(listed), encoding="utf-8")
    for name, values in BERT.items():
        (folder / name).write_text(json.dumps(values | changes.get(name, {})), encoding="utf-8")
    header = json.dumps({key: {} for key in names or BertShape(4, 1, 2, 1e-12, 8, 0).weights}).encode()
    (folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)
    return folder


def test_a_plain_bert_is_computed_by_torch_alone(tmp_path: Path) -> None:
    folder = write_bert(tmp_path / "model", {})
    assert read_shape(folder) == BertShape(dim=4, layers=1, heads=2, epsilon=1e-12, most_tokens=8, pad=0)
    opened = open_embedder(str(folder), tmp_path)
    assert isinstance(opened, BertEmbedder)
    assert opened.identity == SentenceTransformerEmbedder(folder, str(folder)).identity


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("config.json", {"model_type": "mpnet"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"is_decoder": True}),
        ("config.json", {"layer_norm_eps": None}),
        ("config.json", {"num_hidden_layers": "6"}),
        ("config.json", {"num_hidden_layers": 2}),  # more than the weights have
        ("sentence_bert_config.json", {"max_seq_length": 32}),  # more than there are positions
        ("sentence_bert_config.json", {"max_seq_length": None}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("sentence_bert_config.json", {"transformer_task": "feature-extraction"}),
        ("config_sentence_transformers.json", {"prompts": {"query": "query: "}}),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}),
        ("tokenizer_config.json", {"do_lower_case": False}),
        ("tokenizer_config.json", {"tokenizer_class": "MPNetTokenizer"}),
        ("tokenizer_config.json", {"strip_accents": True}),
        ("tokenizer.json", {"normalizer": None}),
        ("tokenizer.json", {"model": {"type": "BPE"}}),
        ("1/config.json", {"pooling_mode_cls_token": True}),
        ("1/config.json", {"pooling_mode": ["mean", "max"]}),
    ],
)
def test_what_asks_for_more_is_left_to_sentence_transformers(
    tmp_path: Path, name: str, change: dict[str, object]
) -> None:
    folder = write_bert(tmp_path / "model", {name: change})
    assert read_shape(folder) is None
    assert isinstance(open_embedder(str(folder), tmp_path), SentenceTransformerEmbedder)


def test_weights_of_other_names_are_left_to_sentence_transformers(tmp_path: Path) -> None:
    assert read_shape(write_bert(tmp_path / "model", {}, names=("bert.embeddings.word_embeddings.weight",))) is None
    folder = write_bert(tmp_path / "damaged", {})
    (folder / "model.safetensors").write_bytes(b"no tensors")
    assert read_shape(folder) is None

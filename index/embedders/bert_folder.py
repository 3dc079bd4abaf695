"""Whether a sentence-transformers folder holds the plain BERT that `bert.BertEmbedder` computes, by its files."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

from index.embedders.folder import list_modules, read_json

MODULES = ("Transformer", "Pooling", "Normalize")
LAYER_PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BertShape:
    """What the weights alone do not say; `most_tokens` is how many of a text are read, `pad` fills up shorter ones."""

    dim: int
    layers: int
    heads: int
    epsilon: float
    most_tokens: int
    pad: int

    @property
    def weights(self) -> tuple[str, ...]:
        """Return the names of the tensors."""
        tables = [f"embeddings.{name}_embeddings.weight" for name in ("word", "token_type", "position")]
        parts = [f"encoder.layer.{layer}.{part}" for layer in range(self.layers) for part in LAYER_PARTS]
        both = [f"{name}.{kind}" for name in ("embeddings.LayerNorm", *parts) for kind in ("weight", "bias")]
        return (*tables, *both)


def read_shape(folder: Path) -> BertShape | None:
    """Return the shape of the BERT in a folder; None when anything in it asks for more than `BertEmbedder` does.

    Raises ModelUnknown when a file that must be there cannot be read.
    """
    modules = list_modules(folder)
    if tuple(kind.rsplit(".", 1)[-1] for kind, _ in modules) != MODULES or modules[0][1] != folder:
        return None
    config, tokenizer = _settings(folder / "config.json"), _settings(folder / "tokenizer.json")
    reading, classes = _settings(folder / "sentence_bert_config.json"), _settings(folder / "tokenizer_config.json")
    if not (_is_plain(config) and _averages(modules[1][1]) and _splits_words(tokenizer, classes)):
        return None
    if _prompts(folder) or not reading.keys() <= {"max_seq_length", "do_lower_case"} or reading.get("do_lower_case"):
        return None
    names = ("hidden_size", "num_hidden_layers", "num_attention_heads", "pad_token_id", "max_position_embeddings")
    numbers = [*(config.get(name) for name in names), reading.get("max_seq_length")]
    dim, layers, heads, pad, longest, most = (number if isinstance(number, int) else -1 for number in numbers)
    epsilon = config.get("layer_norm_eps")
    if not isinstance(epsilon, float) or min(dim, layers, heads, most) < 1 or pad < 0 or most > longest:
        return None
    shape = BertShape(dim, layers, heads, epsilon, most, pad)
    return shape if _tensors(folder / "model.safetensors").issuperset(shape.weights) else None


def _is_plain(config: dict[str, object]) -> bool:
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
    )


def _averages(pooling: Path) -> bool:
    """Tell whether the pooling is the mean over all tokens, and nothing joined to it."""
    config = _settings(pooling / "config.json")
    if "pooling_mode" in config:
        return config["pooling_mode"] == "mean"
    modes = {name for name, value in config.items() if name.startswith("pooling_mode_") and value}
    return modes == {"pooling_mode_mean_tokens"}


def _splits_words(tokenizer: dict[str, object], classes: dict[str, object]) -> bool:
    """Tell whether tokenizer.json is BERT's, and says what transformers would make of the settings beside it."""
    kinds = {name: part.get("type") for name, part in tokenizer.items() if isinstance(part, dict)}
    wanted = {"normalizer": "BertNormalizer", "pre_tokenizer": "BertPreTokenizer", "model": "WordPiece"}
    normal = tokenizer.get("normalizer")
    if any(kinds.get(name) != kind for name, kind in wanted.items()) or not isinstance(normal, dict):
        return False
    return (
        str(classes.get("tokenizer_class")) in ("BertTokenizer", "BertTokenizerFast")
        and classes.get("do_lower_case", True) == normal.get("lowercase")
        and classes.get("strip_accents") == normal.get("strip_accents")
        and classes.get("tokenize_chinese_chars", True) == normal.get("handle_chinese_chars")
    )


def _prompts(folder: Path) -> bool:
    config = _settings(folder / "config_sentence_transformers.json")
    prompts = config.get("prompts")
    return bool(config.get("default_prompt_name") or (isinstance(prompts, dict) and any(prompts.values())))


def _settings(path: Path) -> dict[str, object]:
    """Return the object in a file of JSON; empty when there is no such file, or something else in it."""
    read = read_json(path) if path.is_file() else {}
    return read if isinstance(read, dict) else {}


def _tensors(path: Path) -> set[str]:
    """Return the names of the tensors in a safetensors file; empty when it is none."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(min(length, path.stat().st_size)))
            return set(header)
    except (OSError, ValueError, TypeError, struct.error):
        return set()

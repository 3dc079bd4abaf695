"""Passages embedded a second, next to sentence-transformers as it comes: `python tests/benchmarks/embedding.py`.

Passages of 60 to 200 words, 130 on average, are cut from the demo articles. One JSON object; `ratio` is what to keep.
"""

import json
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from scale import hardware

from index.embedders import open_embedder
from index.embedders.batches import TOKENS, token_batches
from index.embedders.sentence_transformer import choose_dtype
from index.home import find_home
from index.loaders import find_files, load_file
from index.models import DEFAULT_EMBEDDER, find_model
from index.types import Article

SEEDS = Path(__file__).parent.parent.parent / "seeds"
COUNT = 64
BUDGETS = (512, 2048, 8192)


def passages() -> list[str]:
    """Return the passages."""
    loaded = [item for file in find_files(SEEDS) for item in load_file(file, file.name)]
    words = " ".join(item.text for item in loaded if isinstance(item, Article)).split()
    stream, dice = cycle(words), np.random.default_rng(0)
    lengths = dice.normal(130, 30, COUNT).clip(60, 200).astype(int)
    return [" ".join(islice(stream, int(length))) for length in lengths]


def rate(embed: Callable[[list[str]], object], texts: list[str]) -> float:
    """Return texts a second: the better of two runs after a warm-up."""
    embed(texts[:32])
    times = []
    for _ in range(2):
        start = time.perf_counter()
        embed(texts)
        times.append(time.perf_counter() - start)
    return len(texts) / min(times)


def main() -> None:
    """Measure and print."""
    from sentence_transformers import SentenceTransformer

    models, texts = find_home().models, passages()
    plain = SentenceTransformer(str(find_model(models, DEFAULT_EMBEDDER)), local_files_only=True)
    ours = open_embedder(DEFAULT_EMBEDDER, models)
    counts = [len(ids) for ids in plain.tokenizer(texts, truncation=True, max_length=256)["input_ids"]]
    padded = sum(max(counts[i] for i in batch) * len(batch) for batch in token_batches(counts, TOKENS))
    start = time.perf_counter()
    plain.tokenizer(texts, truncation=True, max_length=256)
    tokenising = time.perf_counter() - start
    default = rate(lambda given: plain.encode(given, show_progress_bar=False), texts)
    product = rate(ours.embed_passages, texts)
    expected = plain.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    cosines = (ours.embed_passages(texts) * expected).sum(axis=1)

    def budgeted(tokens: int) -> Callable[[list[str]], object]:
        batches = token_batches(counts, tokens)

        def embed(given: list[str]) -> list[object]:
            chosen = batches if len(given) == len(texts) else batches[:1]
            return [
                plain.encode([texts[i] for i in batch], batch_size=len(batch), show_progress_bar=False)
                for batch in chosen
            ]

        return embed

    figures = {
        "hardware": hardware(),
        "dtype": str(choose_dtype()),
        "words_mean": round(float(np.mean([len(text.split()) for text in texts]))),
        "tokens_mean": round(float(np.mean(counts)), 1),
        "padding_ratio": round(padded / sum(counts), 3),
        "tokenising_share": round(tokenising * default / len(texts), 4),
        "default_passages_per_s": round(default, 1),
        "broadsheet_passages_per_s": round(product, 1),
        "ratio": round(product / default, 2),
        "lowest_cosine_to_default": round(float(cosines.min()), 6),
        "fp32_by_tokens_a_batch": {tokens: round(rate(budgeted(tokens), texts), 1) for tokens in BUDGETS},
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

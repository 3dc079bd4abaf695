"""Vectors of models whose texts all lie near each other, moved apart until unrelated texts have a cosine near 0.

The models of the E5 family give any two texts a cosine of .7 to .9 (their loss has a temperature of .01). Less the mean
of texts of all kinds, unrelated ones come to .05 and a question and its answer to .6, as with all-MiniLM-L6-v2, for
which the thresholds of search and of points were chosen ("all but the top", Mu and Viswanath 2018, arXiv 1702.01417).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from index.embedders.base import Embedder, EmbedderIdentity, Vectors

# A text and a question of each of twelve languages, of as many matters: changing one changes every vector.
PASSAGES = (
    "The harbour was founded in 1874.", "El mercado abre los martes por la mañana.", "Der Rat hat die Steuer gesenkt.",
    "Les médecins ont soigné vingt patients.", "Команда выиграла кубок в июне.", "市議会は新しい橋の建設を承認した。",
    "รถไฟออกจากสถานีเวลาเจ็ดโมง", "Il prezzo del pane è salito.", "A pesquisa mostra que o clima mudou.",
    "오늘 비가 많이 내렸다.", "أعلنت الحكومة نتائج الانتخابات.", "She wrote three books about birds.",
)  # fmt: skip
QUESTIONS = (
    "When was the harbour founded?", "¿Quién abre el mercado?", "Warum wurde die Steuer gesenkt?",
    "Combien de patients ont été soignés ?", "Кто выиграл кубок?", "新しい橋は誰が承認しましたか。",
    "รถไฟออกกี่โมง", "Quanto costa il pane?", "O que mostra a pesquisa?",
    "오늘 날씨는 어땠나요?", "من فاز في الانتخابات؟", "How many books did she write?",
)  # fmt: skip


class CentredEmbedder:
    """An Embedder over another: its vectors less the mean of texts of all kinds, of unit length again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def identity(self) -> EmbedderIdentity:
        """Return who the other embedder is, in a revision of its own: the vectors are others."""
        identity = self._embedder.identity
        return replace(identity, revision=f"{identity.revision} centred")

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order."""
        if not texts:
            return np.empty((0, self.identity.dim), dtype=np.float32)
        return _units(self._embedder.embed_passages(texts) - self._means[0])

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        vector: Vectors = _units((self._embedder.embed_question(question) - self._means[1])[None])[0]
        return vector

    @cached_property
    def _means(self) -> tuple[Vectors, Vectors]:
        """Return the mean vectors of passages and of questions, which have prompts of their own."""
        questions = np.stack([self._embedder.embed_question(question) for question in QUESTIONS])
        return self._embedder.embed_passages(PASSAGES).mean(axis=0), questions.mean(axis=0)


def _units(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units: Vectors = (rows / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return units

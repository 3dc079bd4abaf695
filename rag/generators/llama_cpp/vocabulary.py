"""Text to tokens and back, and a prompt as tokens in which articles cannot speak as the system."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rag.errors import GeneratorError
from rag.generators.chat import ChatFrame, cut_frame, template_renderer
from rag.prompt import Prompt

Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PromptTokens:
    """A prompt in the parts that an engine may keep.

    `prefix` is constant for a model, a block's tokens are the same wherever the block stands, and
    `suffix` holds the question and opens the answer.
    """

    prefix: Tokens
    blocks: tuple[Tokens, ...]
    suffix: Tokens

    def __len__(self) -> int:
        return len(self.prefix) + sum(map(len, self.blocks)) + len(self.suffix)


class Vocabulary:
    """The tokeniser and the chat template of one GGUF file; `model` is a `cyllama` `LlamaModel`."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - cyllama is a compiled module without types
        # The model owns the vocabulary's memory: keep it alive as long as this object.
        self._model = model
        self._vocab = model.get_vocab()
        self._byte_level = model.meta_val_str("tokenizer.ggml.model") == "gpt2"
        self._frame: ChatFrame | None = None

    @property
    def size(self) -> int:
        """Return how many tokens there are."""
        return int(self._vocab.n_vocab)

    def count(self, text: str) -> int:
        """Return how many tokens `text` takes, control tokens in it read as plain text."""
        return len(self.plain(text))

    def plain(self, text: str) -> Tokens:
        """Return the tokens of untrusted `text`: a literal `<|im_end|>` in it stays ten characters."""
        # A NUL would end the text in the engine's C interface.
        return tuple(self._vocab.tokenize(text.replace("\0", " "), False, False))

    def prompt(self, prompt: Prompt) -> PromptTokens:
        """Return `prompt` inside the model's chat template.

        Raises:
            GeneratorError: the file has no usable chat template.
        """
        frame = self._chat_frame()
        return PromptTokens(
            prefix=self._opening(frame.opening)
            + self.plain(prompt.system)
            + self._trusted(frame.between)
            + self.plain(prompt.opening),
            blocks=tuple(self.plain(block) for block in prompt.blocks),
            suffix=self.plain(prompt.closing) + self._trusted(frame.closing),
        )

    def again(self, text: str) -> Tokens:
        """Return what ends the assistant's answer, `text` as the user's next turn, and the opening of an answer.

        Empty when the chat template takes no second turn.
        """
        frame = self._chat_frame()
        if not frame.again:
            return ()
        return self._trusted(frame.again) + self.plain(text) + self._trusted(frame.closing)

    def single(self, word: str) -> int | None:
        """Return the token that is `word` alone; None when it takes several."""
        tokens = self.plain(word)
        return tokens[0] if len(tokens) == 1 else None

    def ends(self, token: int) -> bool:
        """Tell whether `token` ends the answer."""
        return bool(self._vocab.is_eog(token))

    def is_control(self, token: int) -> bool:
        """Tell whether `token` steers the model instead of standing for text."""
        return bool(self._vocab.is_control(token))

    def text_of(self, tokens: Iterator[int]) -> Iterator[str]:
        """Yield the text of `tokens` as it becomes whole: a character split over tokens waits for its end."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for token in tokens:
            piece = decoder.decode(self._bytes_of(token))
            if piece:
                yield piece

    def _bytes_of(self, token: int) -> bytes:
        piece: str = self._vocab.token_to_piece(token, 0, False)
        if "\ufffd" not in piece:
            return piece.encode()
        # cyllama decodes each piece by itself, which loses the bytes of a part of a character; the
        # vocabulary's own spelling still has them.
        spelling: str = self._vocab.get_text(token)
        if spelling.startswith("<0x"):
            return bytes([int(spelling[3:5], 16)])
        if self._byte_level:
            return bytes(_BYTE_OF[character] for character in spelling)
        return spelling.encode()

    def _chat_frame(self) -> ChatFrame:
        if self._frame is None:
            source: str = self._model.get_default_chat_template()
            if not source:
                raise GeneratorError("The model has no chat template; choose an instruct model.")
            vocab = self._vocab
            self._frame = cut_frame(
                template_renderer(source, vocab.get_text(vocab.token_bos()), vocab.get_text(vocab.token_eos()))
            )
        return self._frame

    def _trusted(self, text: str) -> Tokens:
        return tuple(self._vocab.tokenize(text, False, True)) if text else ()

    def _opening(self, text: str) -> Tokens:
        tokens = self._trusted(text)
        bos: int = self._vocab.token_bos()
        missing = self._vocab.get_add_bos() and tokens[:1] != (bos,)
        return (bos, *tokens) if missing else tokens


def _byte_characters() -> dict[str, int]:
    """Return which byte each character of a byte-level vocabulary's spelling stands for.

    Printable Latin-1 characters stand for themselves, the other bytes for the characters from
    U+0100 on, in order (the scheme of GPT-2's tokeniser).
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(0x100) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(0x100 + n): byte for n, byte in enumerate(others)}


_BYTE_OF = _byte_characters()

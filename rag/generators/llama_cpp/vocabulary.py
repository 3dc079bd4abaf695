"""Text to tokens and back, and a prompt as tokens in which articles cannot speak as the system."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from rag.errors import GeneratorError
from rag.generators.chat import ChatFrame, cut_frame, template_renderer
from rag.generators.llama_cpp.model import Model
from rag.prompt import Prompt

Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PromptTokens:
    """A prompt in the parts that an engine may keep.

    `prefix` is constant for a model, a block's tokens are the same wherever the block stands, `told` is read behind
    them and not kept, and `suffix` holds the question and opens the answer.
    """

    prefix: Tokens
    blocks: tuple[Tokens, ...]
    suffix: Tokens
    told: tuple[Tokens, ...] = ()

    def __len__(self) -> int:
        return len(self.prefix) + sum(map(len, (*self.blocks, *self.told))) + len(self.suffix)


class Vocabulary:
    """The tokeniser and the chat template of one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._frame: ChatFrame | None = None

    def count(self, text: str) -> int:
        """Return how many tokens `text` takes, control tokens in it read as plain text."""
        return len(self.plain(text))

    @property
    def size_label(self) -> str:
        """Return how large the file says that its model is; empty when it does not."""
        return self._model.size_label

    def plain(self, text: str) -> Tokens:
        """Return the tokens of untrusted `text`: a literal `<|im_end|>` in it stays ten characters."""
        # A NUL would end the text in the engine's C interface.
        return self._model.tokenise(text.replace("\0", " "), control=False)

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
            told=(self.plain(prompt.told),) if prompt.told else (),
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
        return self._model.ends(token)

    def is_control(self, token: int) -> bool:
        """Tell whether `token` steers the model instead of standing for text."""
        return self._model.is_control(token)

    def text_of(self, tokens: Iterator[int]) -> Iterator[str]:
        """Yield the text of `tokens` as it becomes whole: a character split over tokens waits for its end."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for token in tokens:
            piece = decoder.decode(self._model.bytes_of(token))
            if piece:
                yield piece

    def _chat_frame(self) -> ChatFrame:
        if self._frame is None:
            model = self._model
            if not model.chat_template:
                raise GeneratorError("The model has no chat template; choose an instruct model.")
            opening, end = model.spelling(model.opening), model.spelling(model.end)
            self._frame = cut_frame(template_renderer(model.chat_template, opening, end))
        return self._frame

    def _trusted(self, text: str) -> Tokens:
        return self._model.tokenise(text, control=True) if text else ()

    def _opening(self, text: str) -> Tokens:
        tokens = self._trusted(text)
        missing = self._model.wants_opening and tokens[:1] != (self._model.opening,)
        return (self._model.opening, *tokens) if missing else tokens

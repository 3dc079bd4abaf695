"""A GGUF file in memory: its weights, its vocabulary and what it says of itself."""

import ctypes
from pathlib import Path

from rag.errors import GeneratorError
from rag.generators.llama_cpp.binding import load_binding
from rag.generators.llama_cpp.cores import lacks_avx2

_PIECE_BYTES = 256
_LABEL = b"general.size_label"  # "1.5B"; the weights themselves are not counted while only the vocabulary is read


class Model:
    """Holds a model's weights, or with `only_vocabulary` just enough to count tokens; freed with its last reference.

    Raises:
        GeneratorError: the file is missing, or is not a whole GGUF file that llama.cpp knows.
    """

    def __init__(self, path: Path, only_vocabulary: bool = False) -> None:
        self.handle = 0  # the address that llama.cpp knows the model by; good as long as this object
        if not path.is_file():
            raise GeneratorError(
                f"There is no model file {path}; expected a .gguf file; `broadsheet models` lists the models that "
                "can be pulled."
            )
        if lacks_avx2():
            raise GeneratorError(
                "This processor has no AVX2, which the engine for .gguf files needs; expected one of 2013 or later. "
                "Choose a folder of .safetensors with --generator, or `--generator extractive` to quote sentences."
            )
        self._binding = load_binding()
        self._library = self._binding.library
        settings = self._binding.llama_model_default_params()
        settings.n_gpu_layers = 0
        settings.vocab_only = only_vocabulary
        self.handle = self._binding.llama_model_load_from_file(str(path).encode(), settings)
        if not self.handle:
            raise GeneratorError(
                f"The model file {path} cannot be loaded; it is damaged, cut short, or not a GGUF file that this "
                "version reads. Get it again, for a model of the list with `broadsheet models pull`."
            )
        self._vocabulary = self._binding.llama_model_get_vocab(self.handle)

    def __del__(self) -> None:
        if self.handle:
            self._binding.llama_free_model(self.handle)

    @property
    def size(self) -> int:
        """Return how many tokens the vocabulary has."""
        return int(self._binding.llama_vocab_n_tokens(self._vocabulary))

    @property
    def chat_template(self) -> str:
        """Return the Jinja source of the file's chat template, empty when it has none."""
        source: bytes | None = self._library.llama_model_chat_template(self.handle, None)
        return (source or b"").decode("utf-8", "replace")

    @property
    def size_label(self) -> str:
        """Return how large the file says that its model is, "1.5B"; empty when it does not."""
        label = ctypes.create_string_buffer(_PIECE_BYTES)
        length = self._library.llama_model_meta_val_str(self.handle, _LABEL, label, _PIECE_BYTES)
        return label.value.decode("utf-8", "replace") if length > 0 else ""

    @property
    def opening(self) -> int:
        """Return the token that opens a text."""
        return int(self._library.llama_vocab_bos(self._vocabulary))

    @property
    def end(self) -> int:
        """Return the token that ends a text."""
        return int(self._library.llama_vocab_eos(self._vocabulary))

    @property
    def wants_opening(self) -> bool:
        """Tell whether each text must begin with the opening token."""
        return bool(self._library.llama_vocab_get_add_bos(self._vocabulary))

    def tokenise(self, text: str, *, control: bool) -> tuple[int, ...]:
        """Return the tokens of `text`; with `control` the names of control tokens in it become these."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 1
        tokens = (ctypes.c_int32 * room)()
        taken = self._library.llama_vocab_tokenize(self._vocabulary, data, len(data), tokens, room, False, control)
        if taken < 0:
            raise GeneratorError(f"The model cannot turn a text of {len(text)} characters into tokens; ask otherwise.")
        return tuple(tokens[:taken])

    def spelling(self, token: int) -> str:
        """Return how the vocabulary writes `token`."""
        text: bytes | None = self._library.llama_vocab_get_text(self._vocabulary, token)
        return (text or b"").decode("utf-8", "replace")

    def bytes_of(self, token: int) -> bytes:
        """Return the bytes that `token` stands for, maybe a part of a character; empty for a control token."""
        room = _PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(room)
            length = self._library.llama_token_to_piece(self.handle, token, buffer, room, 0, False)
            if length >= 0:
                return buffer.raw[:length]
            room = -length

    def ends(self, token: int) -> bool:
        """Tell whether `token` ends an answer."""
        return bool(self._library.llama_vocab_is_eog(self._vocabulary, token))

    def is_control(self, token: int) -> bool:
        """Tell whether `token` steers the model instead of standing for text."""
        return bool(self._library.llama_token_is_control(self.handle, token))

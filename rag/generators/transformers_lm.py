"""The generator on a causal language model of the transformers library; the default where there is a GPU."""

import hashlib
import math
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index.disk import sha256_of
from rag.errors import GeneratorError
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.generators.streaming import until_blank_line
from rag.prompt import MAX_SHORT_TOKENS, Prompt, write_prompt, write_shortening
from rag.reach import ModelSize
from rag.types import Window

if TYPE_CHECKING:
    import torch
    from transformers import BatchEncoding, DynamicCache, PreTrainedModel, PreTrainedTokenizerBase

# No weights in pickle and no code: what a stranger's repository holds is read, never run.
_FILES = ["*.safetensors", "*.json", "*.jinja", "*.model", "*.txt"]
_REPLACEMENT = "\ufffd"


class TransformersGenerator:
    """Writes with a model folder or a hub name; nothing is loaded before it is needed.

    Only safetensors weights are read and no code of a model is run. It uses a GPU where torch sees one.
    """

    def __init__(self, model: str) -> None:
        self._name = model
        self._writing = threading.Lock()
        # Encoding switches a flag of the tokeniser: two threads would encode with each other's flag.
        self._encoding = threading.Lock()

    @cached_property
    def identity(self) -> GeneratorIdentity:
        """Return the model's name and the sha256 of its weights.

        With weights in several files it is the sha256 of their hexadecimal sha256s, in the order of their names.
        """
        digests = [sha256_of(path) for path in sorted(self._folder.glob("*.safetensors"))]
        one = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
        return GeneratorIdentity(self._name, one, f"transformers {version('transformers')}")

    def count_tokens(self, text: str) -> int:
        """Return the exact number of tokens; the first call loads the tokeniser only.

        Raises:
            GeneratorError: the model cannot be found or read.
        """
        tokenizer = self._tokenizer
        with self._encoding:
            return len(tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True))

    def size(self) -> ModelSize:
        """Return the size that the heads of the weights' files tell; see `Sized`."""
        import torch
        from safetensors import SafetensorError, safe_open

        weights = 0
        try:
            for path in self._folder.glob("*.safetensors"):
                with safe_open(path, framework="pt") as file:
                    weights += sum(math.prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise self._unreadable("weights", error) from error
        is_on_processor = not torch.accelerator.is_available()
        return ModelSize(weights / 1e9, 0, "its files", is_on_processor=is_on_processor)

    def prompt_tokens(self, prompt: Prompt, answer: str = "", again: str = "") -> list[int]:
        """Return `prompt` in the model's chat template, control tokens in its texts read as plain text.

        Behind an `answer` the user asks `again`.

        Raises:
            GeneratorError: the model has no usable chat template.
        """
        from jinja2 import TemplateError

        system = {"role": "system", "content": prompt.system}
        user = {"role": "user", "content": prompt.user}
        joined = {"role": "user", "content": f"{prompt.system}\n\n{prompt.user}"}
        more = [{"role": "assistant", "content": answer}, {"role": "user", "content": again}] if answer else []
        tokenizer = self._tokenizer
        with self._encoding:
            # Some templates refuse a system role.
            for messages in ([system, user], [joined]):
                try:
                    encoded = tokenizer.apply_chat_template(
                        [*messages, *more], add_generation_prompt=True, sanitize_control_tokens=True, return_dict=True
                    )
                except TemplateError:
                    continue
                except (ValueError, NotImplementedError) as error:
                    raise GeneratorError(
                        f"The model {self._name} has no usable chat template ({error}); choose an instruct model."
                    ) from error
                return list(cast("BatchEncoding", encoded)["input_ids"])
        raise GeneratorError(f"The chat template of {self._name} refuses a user message; choose an instruct model.")

    def generate(self, reading: Reading) -> Iterator[str]:
        """Yield the model's answer; see `Generator.generate`."""
        if not reading.evidence.windows:
            return
        with self._writing:
            model = self._model
            tokens = self.prompt_tokens(write_prompt(reading))
            room = getattr(model.config, "max_position_embeddings", None)
            if room is not None and len(tokens) + reading.max_answer_tokens > room:
                raise GeneratorError(
                    f"The question and its evidence take {len(tokens)} tokens and the answer "
                    f"{reading.max_answer_tokens}, but {self._name} reads {room}; ask a shorter question or "
                    "give it less evidence."
                )
            with closing(self._write(tokens, reading.max_answer_tokens)) as pieces:
                yield from until_blank_line(pieces)

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        """Return the answer in a few words; see `Generator.review`. The prompt is read once more."""
        if not reading.evidence.windows or not written:
            return Review()
        with self._writing:
            tokens = self.prompt_tokens(write_prompt(reading), written, write_shortening(reading))
            room = getattr(self._model.config, "max_position_embeddings", None)
            if room is not None and len(tokens) + MAX_SHORT_TOKENS > room:
                return Review()
            with closing(self._write(tokens, MAX_SHORT_TOKENS)) as pieces:
                return Review("".join(until_blank_line(pieces)))

    def warm_up(self) -> None:
        """Load the tokeniser and the model, and move it to the GPU where there is one."""
        with self._writing:
            _ = self._tokenizer, self._model

    def _write(self, tokens: list[int], max_tokens: int) -> Generator[str, None, None]:
        import torch
        from transformers import DynamicCache

        model = self._model
        cache = DynamicCache(config=model.config)
        fresh = torch.tensor([tokens], device=model.device)
        written: list[int] = []
        shown = 0
        for _ in range(max_tokens):
            token = _next_token(model, fresh, cache)
            if token in self._ends:
                return
            written.append(token)
            text = self._tokenizer.decode(written, skip_special_tokens=True, clean_up_tokenization_spaces=False)
            # A character split over tokens shows as a replacement character until its last token is there.
            whole = str(text).rstrip(_REPLACEMENT)
            if len(whole) > shown:
                yield whole[shown:]
                shown = len(whole)
            fresh = torch.tensor([[token]], device=model.device)

    @cached_property
    def _folder(self) -> Path:
        from huggingface_hub import snapshot_download

        folder = Path(self._name).expanduser()
        if not folder.is_dir():
            try:
                folder = Path(snapshot_download(self._name, allow_patterns=_FILES))
            except Exception as error:  # the hub's errors share no base: network, name, gate, cache
                raise GeneratorError(
                    f"The model {self._name} is neither a folder nor could it be fetched from the model hub "
                    f"({type(error).__name__}); expected a folder with safetensors weights or a name like "
                    "owner/model."
                ) from error
        if not any(folder.glob("*.safetensors")):
            raise GeneratorError(
                f"The model folder {folder} holds no .safetensors file; other weight formats are not read. "
                "Choose a model with safetensors weights."
            )
        return folder

    @cached_property
    def _tokenizer(self) -> "PreTrainedTokenizerBase":
        folder = self._folder
        from transformers import AutoTokenizer

        try:
            return AutoTokenizer.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise self._unreadable("tokeniser", error) from error

    @cached_property
    def _model(self) -> "PreTrainedModel":
        folder = self._folder
        import torch
        from transformers import AutoModelForCausalLM

        gpu = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
        try:
            model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(
                folder, dtype="auto", use_safetensors=True, trust_remote_code=False, local_files_only=True
            )
        except Exception as error:  # damaged weights raise the errors of three libraries
            raise self._unreadable("weights", error) from error
        torch.nn.Module.to(model, gpu or "cpu")
        model.train(False)
        return model

    @cached_property
    def _ends(self) -> frozenset[int]:
        named = self._model.generation_config.eos_token_id
        listed = named if isinstance(named, list) else [named]
        return frozenset(token for token in [*listed, self._tokenizer.eos_token_id] if token is not None)

    def _unreadable(self, what: str, error: Exception) -> GeneratorError:
        return GeneratorError(
            f"The {what} of the model {self._name} cannot be read ({type(error).__name__}: {error}); expected a "
            "causal language model of the transformers library. Fetch it again or choose another model."
        )


def _next_token(model: "PreTrainedModel", fresh: "torch.Tensor", cache: "DynamicCache") -> int:
    """Return the most likely token behind `fresh`, int64 of shape (1, new tokens), and keep its states."""
    import torch

    # Around one step only: inference mode left open across a `yield` would leak into the caller.
    with torch.inference_mode():
        logits = model(input_ids=fresh, past_key_values=cache, use_cache=True, logits_to_keep=1).logits
    return int(logits[0, -1].argmax())

"""Dialects of the OpenAI protocol: how a prompt is put to a server, as tokens or as a chat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from jinja2 import TemplateError

from index.errors import NotSpoken
from index.servers.client import Client
from index.servers.replies import Body, Text, Tokens
from rag.generators.chat import ChatFrame, Message, cut_frame
from rag.prompt import Prompt

RANKS = 20  # tokens that are told at a position: the most that vLLM and clouds do unless set otherwise
# The control tokens of Qwen, Llama, Gemma, Mistral, DeepSeek and Phi, which a chat's texts must not hold.
_CONTROL = re.compile(
    r"<(?=[|｜/]?[a-z_｜|▁]{1,40}[0-9]*[|｜]?>)|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS)\])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Talk:
    """A prompt, and with `said`, what was answered to it, what is asked `again` behind that."""

    prompt: Prompt
    said: str = ""
    again: str = ""


class Dialect(Protocol):
    """A way to put a talk to a server."""

    @property
    def path(self) -> str:
        """Return where requests go."""
        ...

    @property
    def says(self) -> str:
        """Return which dialect this is, in words."""
        ...

    @property
    def ranks(self) -> bool:
        """Tell whether log-probabilities come back."""
        ...

    def body(self, talk: Talk, max_tokens: int, ranks: int) -> Body:
        """Return the part of a request that differs, for `ranks` tokens told at each position.

        Raises:
            ServerFailed: the server is needed to write it, and failed.
        """
        ...

    def takes_again(self) -> bool:
        """Tell whether a second turn can be put."""
        ...


class Tokeniser(Protocol):
    """The tokeniser and the chat template of the model on a server."""

    def plain(self, text: str) -> tuple[int, ...]:
        """Return the tokens of untrusted `text`, none of them a control token."""
        ...

    def trusted(self, text: str, *, opens: bool = False) -> tuple[int, ...]:
        """Return the tokens of a template's own `text`, at the prompt's start with the token that opens one."""
        ...

    def render(self, messages: list[Message]) -> str:
        """Return `messages` in the model's chat template; raise NotSpoken where it refuses them."""
        ...


class LlamaCppTokeniser:
    """llama.cpp's `/tokenize`, which reads control tokens only when told to, and `/apply-template`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def plain(self, text: str) -> tuple[int, ...]:
        """Return the tokens of untrusted `text`; see `Tokeniser`."""
        return self._tokens(text, control=False)

    def trusted(self, text: str, *, opens: bool = False) -> tuple[int, ...]:
        """Return the tokens of a template's own `text`; see `Tokeniser`."""
        tokens = self._tokens(text, control=True, opens=opens)
        return tokens[1:] if opens and tokens[:1] == tokens[1:2] else tokens  # the template wrote it, too

    def render(self, messages: list[Message]) -> str:
        """Return `messages` in the model's chat template; see `Tokeniser`."""
        return self._client.post("/apply-template", {"messages": messages}, Text).prompt

    def _tokens(self, text: str, *, control: bool, opens: bool = False) -> tuple[int, ...]:
        body: Body = {"content": text.replace("\0", " "), "parse_special": control, "add_special": opens}
        return tuple(self._client.post("/tokenize", body, Tokens).tokens)


class VllmTokeniser:
    """The `/tokenize` of vLLM, which reads control tokens always: in texts they are broken up before."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def plain(self, text: str) -> tuple[int, ...]:
        """Return the tokens of untrusted `text`; see `Tokeniser`."""
        return self.trusted(without_control(text))

    def trusted(self, text: str, *, opens: bool = False) -> tuple[int, ...]:
        """Return the tokens of a template's own `text`, which holds the opening token itself; see `Tokeniser`."""
        return self._ask({"prompt": text})

    def render(self, messages: list[Message]) -> str:
        """Return `messages` in the model's chat template; see `Tokeniser`."""
        tokens = self._ask({"messages": messages, "add_generation_prompt": True})
        return self._client.post("/detokenize", {"model": self._client.address.model, "tokens": tokens}, Text).prompt

    def _ask(self, what: Body) -> tuple[int, ...]:
        body: Body = {"model": self._client.address.model, "add_special_tokens": False, **what}
        return tuple(self._client.post("/tokenize", body, Tokens).tokens)


class TokenDialect:
    """`/v1/completions` with a prompt of tokens, in which no article can speak as the system.

    The constant part comes first, then the passages in their order, then the question: a server keeps what it read.
    """

    path = "/v1/completions"
    says = "/v1/completions with token ids and log-probabilities"
    ranks = True

    def __init__(self, tokeniser: Tokeniser) -> None:
        """Cut the model's chat template.

        Raises:
            GeneratorError: it cannot be used.
            NotSpoken: the server does not tell it.
        """
        self._tokeniser = tokeniser
        self._plain = lru_cache(maxsize=1024)(tokeniser.plain)  # passages come again
        self._trusted = lru_cache(maxsize=16)(tokeniser.trusted)
        self._frame = _frame_of(tokeniser)

    def body(self, talk: Talk, max_tokens: int, ranks: int) -> Body:
        """Return the tokens of `talk`; see `Dialect`."""
        frame, prompt = self._frame, talk.prompt
        tokens = [*self._trusted(frame.opening, opens=True), *self._plain(prompt.system), *self._trusted(frame.between)]
        for text in (prompt.opening, *prompt.blocks, prompt.told, prompt.closing):
            tokens += self._plain(text)
        tokens += self._trusted(frame.closing)
        if talk.again:
            tokens += [*self._plain(talk.said), *self._trusted(frame.again)]
            tokens += [*self._plain(talk.again), *self._trusted(frame.closing)]
        return {"prompt": tokens, "max_tokens": max_tokens, "logprobs": ranks, "temperature": 0, "seed": 0}

    def takes_again(self) -> bool:
        """Tell whether a second turn can be put."""
        return bool(self._frame.again)


@dataclass(slots=True)
class ChatDialect:
    """`/v1/chat/completions`, where the server puts the texts into the template: control tokens in them are broken up.

    `limit` is the name of the bound on what is written; the newest models of clouds know another one, and want no
    temperature.
    """

    ranks: bool
    limit: str = "max_tokens"
    path: str = "/v1/chat/completions"

    @property
    def says(self) -> str:
        """Return which dialect this is."""
        return f"{self.path} {'with' if self.ranks else 'without'} log-probabilities"

    def body(self, talk: Talk, max_tokens: int, ranks: int) -> Body:
        """Return the messages of `talk`; see `Dialect`."""
        texts = [talk.prompt.user, *((talk.said, talk.again) if talk.again else ())]
        roles = ("user", "assistant", "user")
        messages = [{"role": role, "content": without_control(text)} for role, text in zip(roles, texts, strict=False)]
        body: Body = {
            "messages": [{"role": "system", "content": talk.prompt.system}, *messages],
            self.limit: max_tokens,
        }
        if self.limit == "max_tokens":
            body |= {"temperature": 0, "seed": 0}
        return body | ({"logprobs": True, "top_logprobs": ranks} if self.ranks else {})

    def takes_again(self) -> bool:
        """Tell whether a second turn can be put: always."""
        return True


def without_control(text: str) -> str:
    """Return `text` with a space inside what could be read as a control token, such as `<|im_end|>` or `[INST]`."""
    return _CONTROL.sub(lambda found: f"{found[0]} ", text)


def _frame_of(tokeniser: Tokeniser) -> ChatFrame:
    def render(messages: Sequence[Message]) -> str:
        try:
            return tokeniser.render(list(messages))
        except NotSpoken as error:
            raise TemplateError(str(error)) from error

    return cut_frame(render)

"""Replies of the OpenAI protocol, with the parts that are read; whatever else stands in them is left."""

from pydantic import BaseModel

Body = dict[str, object]


class Served(BaseModel):
    """A model that a server holds; `meta` is what llama.cpp tells of it, `root` where vLLM read it.

    `max_model_len`: the tokens of prompt and answer together, as vLLM and SGLang tell them, `context_length` as routers
    of clouds do.
    """

    id: str
    aliases: list[str] = []
    owned_by: str = ""
    root: str | None = None
    meta: dict[str, object] | None = None
    max_model_len: object = None
    context_length: object = None

    @property
    def context(self) -> int:
        """Return how many tokens it reads and writes together; 0 where that is not told."""
        return number_of(self.max_model_len) or number_of(self.context_length)

    @property
    def shown(self) -> str:
        """Return its name, without the folder of the server's disk that llama.cpp puts before it."""
        return self.id.rpartition("/")[2] if self.id.startswith("/") else self.id

    @property
    def facts(self) -> tuple[str, ...]:
        """Return what tells this model from another one of the same name."""
        meta = self.meta or {}
        told = (f"{name} {meta[name]}" for name in ("ftype", "n_params", "size") if meta.get(name))
        return (*filter(None, (self.root if self.root != self.id else None,)), *told)


class ServedModels(BaseModel):
    """The models that a server holds."""

    data: list[Served]


class Props(BaseModel):
    """What llama.cpp's server tells of its slots."""

    default_generation_settings: dict[str, object] = {}
    total_slots: int = 0

    @property
    def context(self) -> int:
        """Return how many tokens a slot holds; 0 where that is not told."""
        return number_of(self.default_generation_settings.get("n_ctx"))


class Shown(BaseModel):
    """What Ollama tells of a model."""

    details: dict[str, object] = {}


def number_of(value: object) -> int:
    """Return a count that a server tells; 0 of what is none."""
    return max(0, int(value)) if isinstance(value, int | float) else 0


class Embedding(BaseModel):
    """A vector, and which text it is of."""

    index: int
    embedding: list[float]


class Embeddings(BaseModel):
    """The vectors of a batch of texts."""

    data: list[Embedding]
    model: str | None = None


class Rank(BaseModel):
    """A token and its log-probability."""

    token: str
    logprob: float


class Position(BaseModel):
    """The likeliest tokens at one position."""

    top_logprobs: list[Rank] = []


class Logprobs(BaseModel):
    """Log-probabilities of what was written: in `content`, or the older way in `top_logprobs`."""

    content: list[Position] | None = None
    top_logprobs: list[dict[str, float] | None] | None = None

    @property
    def ranked(self) -> list[dict[str, float]]:
        """Return the log-probabilities of the likeliest tokens, position by position."""
        if self.content is not None:
            return [{rank.token: rank.logprob for rank in reversed(one.top_logprobs)} for one in self.content]
        return [one for one in self.top_logprobs or () if one]


class Said(BaseModel):
    """What was said in a chat, whole or a piece of it."""

    content: str | None = None


class Choice(BaseModel):
    """What was written, or a piece of it."""

    text: str | None = None
    message: Said | None = None
    delta: Said | None = None
    logprobs: Logprobs | None = None
    finish_reason: str | None = None

    @property
    def written(self) -> str:
        """Return the text, whichever way it came."""
        said = self.delta or self.message
        return self.text or (said.content if said else None) or ""

    @property
    def ranked(self) -> list[dict[str, float]]:
        """Return the log-probabilities of the likeliest tokens, position by position; [] where none came."""
        return self.logprobs.ranked if self.logprobs else []


class Completion(BaseModel):
    """A reply of `/v1/completions` or `/v1/chat/completions`, or an event of its stream."""

    choices: list[Choice]
    model: str | None = None
    system_fingerprint: str | None = None


class Tokens(BaseModel):
    """The tokens of a text."""

    tokens: list[int]


class Text(BaseModel):
    """A text: a chat in the model's template, or tokens written out."""

    prompt: str

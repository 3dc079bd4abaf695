"""Finding out, once, what a server holds and which dialect it speaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.errors import NotSpoken
from index.servers.client import Client
from index.servers.replies import Completion
from rag.errors import GeneratorError
from rag.generators.server.dialects import (
    ChatDialect,
    Dialect,
    LlamaCppTokeniser,
    Talk,
    TokenDialect,
    VllmTokeniser,
)
from rag.generators.server.size import find_size
from rag.prompt import Prompt
from rag.reach import ModelSize

_PROBE = Talk(Prompt("You are helpful.", "", (), "Say Yes."))


@dataclass(frozen=True, slots=True)
class Found:
    """What a server is: its model's name there, the dialect it speaks, and what it tells of itself and the model.

    `size` is that of the model.
    """

    model: str
    dialect: Dialect
    build: str
    size: ModelSize


def find_out(client: Client) -> Found:
    """Return what the server of `client` is: the first dialect that it answers in, the most telling ones first.

    Raises:
        ServerFailed: it cannot be used, or holds no such model.
    """
    served = client.find_model()
    refused: NotSpoken | None = None
    for make in _dialects(client):
        try:
            dialect = make()
            reply = client.post(dialect.path, {"model": served.id, **dialect.body(_PROBE, 1, 5)}, Completion)
        except GeneratorError:  # a chat template that cannot be cut
            continue
        except NotSpoken as error:
            refused = error
            continue
        client.check_model(reply.model)
        if dialect.ranks and not any(choice.ranked for choice in reply.choices):
            continue
        build = " ".join(filter(None, (served.owned_by, reply.system_fingerprint, served.shown, *served.facts)))
        return Found(served.id, dialect, build, find_size(client, served))
    raise refused or NotSpoken("unreachable")


def _dialects(client: Client) -> Iterator[Callable[[], Dialect]]:
    yield lambda: TokenDialect(LlamaCppTokeniser(client))
    yield lambda: TokenDialect(VllmTokeniser(client))
    yield lambda: ChatDialect(ranks=True)
    yield lambda: ChatDialect(ranks=False)
    yield lambda: ChatDialect(ranks=False, limit="max_completion_tokens")

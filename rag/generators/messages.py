"""A prompt as the messages that chat templates of the transformers library take."""

from collections.abc import Iterator, Sequence

from rag.generators.chat import Message
from rag.prompt import SHORTENING, Exchange, Prompt


def possible_messages(prompt: Prompt, answer: str = "") -> Iterator[list[Message]]:
    """Yield the messages of `prompt`, then what is left of them for templates that refuse a system role or examples.

    Behind an `answer` its short form is asked for.
    """
    said, replies = ([prompt.user, SHORTENING], [answer]) if answer else ([prompt.user], [])
    for exchanges in dict.fromkeys([prompt.exchanges, ()]):
        turns = _turns(exchanges, said, replies)
        yield [{"role": "system", "content": prompt.system}, *turns]
        yield [_user(f"{prompt.system}\n\n{turns[0]['content']}"), *turns[1:]]


def _turns(exchanges: Sequence[Exchange], said: Sequence[str], replies: Sequence[str]) -> list[Message]:
    """Return the turns of a user, who has the last word, and an assistant."""
    turns = []
    for exchange in (*exchanges, *(Exchange(*pair) for pair in zip(said, replies, strict=False))):
        turns += [_user(exchange.said), {"role": "assistant", "content": exchange.reply}]
    return [*turns, _user(said[-1])]


def _user(content: str) -> Message:
    return {"role": "user", "content": content}

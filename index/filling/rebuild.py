"""Splitting and embedding every article anew, beside the state that searchers go on using."""

from collections.abc import Iterator

from index.database import Database, SplitText
from index.embedders.base import Embedder
from index.filling.vector_reuse import ReusingEmbedder
from index.splitting import split_article
from index.types import Progress


def rebuild_steps(database: Database, embedder: Embedder, from_scratch: bool = False) -> Iterator[Progress]:
    """Make the next epoch of passages, a transaction a text, and turn to it in one transaction.

    Passages that the same embedder has embedded keep their vectors, unless it is `from_scratch`.
    A rebuild that was stopped starts over: what it had made is dropped first, since another
    embedder may have made it.
    """
    epoch = database.connection.epoch + 1
    keep = not from_scratch and database.connection.embedder == embedder.identity
    reusing = ReusingEmbedder(embedder, database)
    with database.connection.transaction():
        database.passages.drop(epoch)
    texts = database.passages.texts_without(epoch)
    for position, text_id in enumerate(texts):
        yield Progress("embed", position, len(texts))
        passages = split_article(database.passages.text(text_id))
        if keep:
            reusing.remember(text_id)
        split = SplitText(passages, reusing.embed_passages([passage.text for passage in passages]))
        reusing.forget()
        with database.connection.transaction():
            database.passages.put(text_id, epoch, split)
    with database.connection.transaction():
        database.passages.turn(epoch)
        database.connection.set_embedder(embedder.identity)
        database.connection.advance()

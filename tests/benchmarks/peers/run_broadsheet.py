"""Broadsheet as it comes."""

import json
from collections.abc import Iterator

from shared import Paths, Pipeline, measure

from index.embedders import open_embedder
from index.library import Library
from rag.assistant import Assistant
from rag.generators import open_generator
from rag.types import Token


def make(paths: Paths) -> Pipeline:
    """Return Broadsheet's pipeline."""
    embedder = open_embedder(str(paths.embedder), paths.embedder.parent)
    embedder.embed_question("warm up")
    assistants: list[Assistant] = []
    library = Library.open(paths.scratch / "library", embedder=embedder)

    def index(articles: list[dict[str, str]]) -> None:
        file = paths.scratch / "articles.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in articles), encoding="utf-8")
        library.sync(file)

    def add(article: dict[str, str]) -> None:
        file = paths.scratch / f"{article['id']}.jsonl"
        file.write_text(json.dumps(article), encoding="utf-8")
        library.sync(file)

    def search(question: str) -> list[str]:
        return [hit.article.id for hit in library.search(question, k=30)]

    def write(question: str) -> Iterator[str]:
        if not assistants:
            generator = open_generator(str(paths.generator), paths.generator.parent)
            generator.warm_up()
            assistants.append(Assistant(library, generator))
        for event in assistants[0].stream(question):
            if isinstance(event, Token):
                yield event.text

    return Pipeline("Broadsheet", index, add, search, write)


if __name__ == "__main__":
    measure(make)

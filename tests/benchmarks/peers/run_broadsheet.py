"""Broadsheet as it comes."""

import json

from shared import Paths, Pipeline, measure

from index.embedders import open_embedder
from index.library import Library


def make(paths: Paths) -> Pipeline:
    """Return Broadsheet's pipeline."""
    embedder = open_embedder(str(paths.embedder), paths.embedder.parent)
    embedder.embed_question("warm up")
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

    return Pipeline("Broadsheet", index, add, search)


if __name__ == "__main__":
    measure(make)

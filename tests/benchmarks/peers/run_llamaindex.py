"""LlamaIndex as its tutorials have it: 1,024 tokens a piece, its own vector store, saved to disk after each change."""

from llama_index.core import Document, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from shared import Paths, Pipeline, measure


def make(paths: Paths) -> Pipeline:
    """Return LlamaIndex's pipeline."""
    embedder = HuggingFaceEmbedding(model_name=str(paths.embedder))
    embedder.get_query_embedding("warm up")
    indexes: list[VectorStoreIndex] = []

    def document(row: dict[str, str]) -> Document:
        return Document(text=f"{row['title']}\n\n{row['text']}", doc_id=row["id"], metadata={"id": row["id"]})

    def index(articles: list[dict[str, str]]) -> None:
        indexes.append(VectorStoreIndex.from_documents([document(row) for row in articles], embed_model=embedder))
        indexes[0].storage_context.persist(str(paths.scratch / "storage"))

    def add(article: dict[str, str]) -> None:
        indexes[0].insert(document(article))
        indexes[0].storage_context.persist(str(paths.scratch / "storage"))

    def search(question: str) -> list[str]:
        found = indexes[0].as_retriever(similarity_top_k=30).retrieve(question)
        return [hit.node.metadata["id"] for hit in found]

    return Pipeline("LlamaIndex", index, add, search)


if __name__ == "__main__":
    measure(make)

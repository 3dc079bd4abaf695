"""LlamaIndex as its tutorials have it: 1,024 tokens a piece, its own vector store, saved to disk after each change.

An answer is written by its query engine: the two best pieces, its own prompt.
"""

from collections.abc import Iterator

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.response.schema import StreamingResponse
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from pydantic import PrivateAttr
from shared import Paths, Pipeline, measure
from writing import MAX_TOKENS, Writer


class Model(CustomLLM):  # type: ignore[misc]  # LlamaIndex is in an environment of its own
    """The GGUF model behind LlamaIndex's door for models of one's own."""

    _writer: Writer = PrivateAttr()

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer

    @property
    def metadata(self) -> LLMMetadata:
        """Return how much the model reads and writes."""
        return LLMMetadata(context_window=4096, num_output=MAX_TOKENS, model_name="gguf")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: object) -> CompletionResponse:
        """Return the whole answer."""
        return CompletionResponse(text="".join(self._writer.write(prompt)))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: object) -> CompletionResponseGen:
        """Yield the answer so far, and what has just come."""
        text = ""
        for piece in self._writer.write(prompt):
            text += piece
            yield CompletionResponse(text=text, delta=piece)


def make(paths: Paths) -> Pipeline:
    """Return LlamaIndex's pipeline."""
    embedder = HuggingFaceEmbedding(model_name=str(paths.embedder))
    embedder.get_query_embedding("warm up")
    indexes: list[VectorStoreIndex] = []
    models: list[Model] = []

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

    def write(question: str) -> Iterator[str]:
        if not models:
            models.append(Model(Writer(paths.generator)))
        answer = indexes[0].as_query_engine(llm=models[0], streaming=True).query(question)
        if not isinstance(answer, StreamingResponse):
            raise TypeError(f"LlamaIndex returned a {type(answer).__name__}; expected a StreamingResponse")
        yield from answer.response_gen

    return Pipeline("LlamaIndex", index, add, search, write)


if __name__ == "__main__":
    measure(make)

"""LangChain as its tutorials have it: 1,000 characters with 200 of overlap, FAISS, saved to disk after each change.

An answer is written from the four best pieces, asked for as the tutorial's prompt does.
"""

from collections.abc import Iterator

from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.prompts import PromptTemplate
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from shared import Paths, Pipeline, measure
from writing import Writer

PROMPT = PromptTemplate.from_template(
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved context to answer the "
    "question. If you don't know the answer, just say that you don't know. Use three sentences maximum and keep the "
    "answer concise.\nQuestion: {question} \nContext: {context} \nAnswer:"
)


def make(paths: Paths) -> Pipeline:
    """Return LangChain's pipeline."""
    embedder = HuggingFaceEmbeddings(model_name=str(paths.embedder))
    embedder.embed_query("warm up")
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    stores: list[FAISS] = []
    writers: list[Writer] = []

    def split(articles: list[dict[str, str]]) -> list[Document]:
        documents = [Document(f"{row['title']}\n\n{row['text']}", metadata={"id": row["id"]}) for row in articles]
        return list(splitter.split_documents(documents))

    def index(articles: list[dict[str, str]]) -> None:
        stores.append(FAISS.from_documents(split(articles), embedder))
        stores[0].save_local(str(paths.scratch / "faiss"))

    def add(article: dict[str, str]) -> None:
        stores[0].add_documents(split([article]))
        stores[0].save_local(str(paths.scratch / "faiss"))

    def search(question: str) -> list[str]:
        return [found.metadata["id"] for found in stores[0].similarity_search(question, k=30)]

    def write(question: str) -> Iterator[str]:
        if not writers:
            writers.append(Writer(paths.generator))
        found = stores[0].as_retriever().invoke(question)
        context = "\n\n".join(document.page_content for document in found)
        yield from writers[0].write(PROMPT.format(question=question, context=context))

    return Pipeline("LangChain", index, add, search, write)


if __name__ == "__main__":
    measure(make)

"""LangChain as its tutorials have it: 1,000 characters with 200 of overlap, FAISS, saved to disk after each change."""

from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from shared import Paths, Pipeline, measure


def make(paths: Paths) -> Pipeline:
    """Return LangChain's pipeline."""
    embedder = HuggingFaceEmbeddings(model_name=str(paths.embedder))
    embedder.embed_query("warm up")
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    stores: list[FAISS] = []

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

    return Pipeline("LangChain", index, add, search)


if __name__ == "__main__":
    measure(make)

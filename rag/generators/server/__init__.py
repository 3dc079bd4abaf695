"""The generator on a server that speaks the OpenAI protocol."""

from rag.generators.server.generator import ServerGenerator

__all__ = ["ServerGenerator"]

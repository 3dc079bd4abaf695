"""A GGUF model in this process, by llama.cpp (the wheel `cyllama`)."""

from rag.generators.llama_cpp.generator import LlamaCppGenerator

__all__ = ["LlamaCppGenerator"]

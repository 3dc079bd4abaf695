"""A GGUF model in this process, by llama.cpp (the wheel `ik-llama-cpp-python`)."""

from rag.generators.llama_cpp.generator import LlamaCppGenerator

__all__ = ["LlamaCppGenerator"]

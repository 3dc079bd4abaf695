"""Generators: evidence in, text out; one name opens any of them."""

from rag.generators.base import Generator, GeneratorIdentity, Reading
from rag.generators.extractive import ExtractiveGenerator
from rag.generators.registry import open_generator

__all__ = ["ExtractiveGenerator", "Generator", "GeneratorIdentity", "Reading", "open_generator"]

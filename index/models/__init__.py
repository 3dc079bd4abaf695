"""Models on disk."""

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
DEFAULT_GENERATOR = "qwen2.5-coder-1.5b"

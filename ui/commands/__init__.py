"""The commands of `broadsheet`: each opens what it needs, calls `index` or `rag`, and shows what came of it."""

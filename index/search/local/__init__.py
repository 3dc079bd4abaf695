"""The search back end that lies beside the library: FAISS for vectors, tantivy for words, files that follow."""

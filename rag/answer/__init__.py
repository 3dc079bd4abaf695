"""Answers without a model: what each kind of question brings together out of the articles, one file a kind."""

"""The wordings of questions, a module a language."""

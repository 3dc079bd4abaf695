"""The short form: the kind of thing that a question asks for, and the words of a sentence that are it."""

"""Words as search compares them: one normalisation for passages and for questions.

A passage gives its words and other spellings of them; a question besides these the spellings that its
passage may not give. What the index does not know is looked for inside longer words.
"""

"""The parts of reading Markdown: the parser with its rules, runs of text, and HTML between them."""

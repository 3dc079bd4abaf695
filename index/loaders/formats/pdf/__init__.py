"""PDF by geometry: characters, marks, running lines, columns, tables, paragraphs, and the pages they stand on."""

from index.loaders.formats.pdf.document import draw_page, load_pdf

__all__ = ["draw_page", "load_pdf"]

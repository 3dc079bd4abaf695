"""Everything that can be done with Broadsheet, without HTTP, Gradio or a terminal."""

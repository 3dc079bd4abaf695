"""The page in the browser: pure functions from events to markup, and a thin layer of Gradio."""

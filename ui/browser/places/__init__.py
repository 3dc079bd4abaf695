"""The places of the page, one a module: what stands there, and which event calls which action."""

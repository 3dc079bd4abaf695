"""Yes or no: told by a sentence that says the same, the opposite, or that something else was to blame."""

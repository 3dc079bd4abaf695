"""Servers that hold models and speak the OpenAI protocol: their addresses and keys, and requests to them."""

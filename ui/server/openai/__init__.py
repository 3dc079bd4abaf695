"""OpenAI's protocol, below /v1: any client that speaks it can ask, and shows the exact characters as citations."""

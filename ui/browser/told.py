"""Sentences that the answering part makes by code, in the language of who reads them."""


def tell(said: str) -> str:
    """Return the sentence `said` in the language of the request; as it is where it is none of those that are known."""
    return said

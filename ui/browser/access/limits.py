"""How long the server waits, and for how many at once."""

DRAIN_S = 10.0  # for running answers, when it is told to end
HEADERS_S = 10.0  # from a connection's opening, or a request's first byte, to the end of its headers
MAX_CONNECTIONS = 1000

"""Limits of the server: its waits, and its connections."""

DRAIN_S = 10.0  # for running answers, when it is told to end
QUIET_S = 0.3  # in which nobody asks for anything, before the server closes
LINGER_S = 2.0  # at most, until it is that quiet
HEADERS_S = 10.0  # from a connection's opening, or a request's first byte, to the end of its headers
MAX_CONNECTIONS = 1000

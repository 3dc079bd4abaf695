"""Whether the evidence holds what a claim says, and where."""

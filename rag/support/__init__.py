"""Support of a claim by the evidence, and its place there."""

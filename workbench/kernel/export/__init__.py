"""A session's journal in the formats other tools read."""

"""Form: the values its controls share, and their validation."""

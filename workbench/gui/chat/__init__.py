"""The conversation: turns with their plans, stepped through, confirmed and answered."""

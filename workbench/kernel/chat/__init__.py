"""A chat turn: message, plan, confirmation, chain of calls, result."""

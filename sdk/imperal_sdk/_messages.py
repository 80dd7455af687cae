"""One shape for every error an author reads: what was wrong, the rule, and the fix."""

from __future__ import annotations


def explain(wrong: str, rule: str, fix: str) -> str:
    """Join the three parts of an error message.

    ``wrong`` names the offending value, ``rule`` says what the platform asks for and
    ``fix`` what to write instead. Each may or may not end with a full stop.
    """
    return f"{wrong.rstrip('. ')}. Rule: {rule.rstrip('. ')}. Fix: {fix.rstrip('. ')}."


def shown(value: object, limit: int = 120) -> str:
    """Return ``repr(value)`` cut to ``limit`` characters, so that a message stays readable."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def one_of(names: object) -> str:
    """Return an iterable of allowed names as a sorted, comma separated list of reprs."""
    assert isinstance(names, (list, tuple, set, frozenset))
    return ", ".join(repr(name) for name in sorted(names))

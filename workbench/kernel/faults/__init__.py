"""Faults on purpose: rules that delay, fail, repeat or cut off what a session does."""

"""The tests, room by room as in the package; `python -m tests` runs every check."""

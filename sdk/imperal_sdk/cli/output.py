"""What the commands say: lines on stdout, and why something failed on stderr."""

from __future__ import annotations

import sys

from imperal_sdk._validation.issue import ValidationIssue


class CommandError(Exception):
    """A command cannot do its work; the message says why and, if known, what to do."""


def say(line: str = "") -> None:
    """Write a line to stdout."""
    sys.stdout.write(f"{line}\n")


def complain(line: str) -> None:
    """Write a line to stderr."""
    sys.stderr.write(f"{line}\n")


def show(issue: ValidationIssue) -> None:
    """Write a finding: its level, rule and place, what is wrong, and the remedy below it."""
    place = f"{issue.file}:{issue.line}: " if issue.line else f"{issue.file}: " * bool(issue.file)
    say(f"{issue.level:<5} {issue.rule:<8} {place}{issue.message}")
    if issue.fix:
        say(f"{'':14} {issue.fix}")

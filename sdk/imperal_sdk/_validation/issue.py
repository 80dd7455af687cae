"""What a validator found, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ERROR = "ERROR"
WARN = "WARN"
INFO = "INFO"


@dataclass
class ValidationIssue:
    """One finding: the rule, its level (ERROR, WARN, INFO), what is wrong and how to fix it.

    ``file`` and ``line`` (1-based; 0 when unknown) are the author's; ``path`` leads to the
    value in a manifest.
    """

    rule: str
    level: str
    message: str
    file: str = ""
    line: int = 0
    fix: str = ""
    path: tuple[str | int, ...] = field(default=(), repr=False, compare=False, kw_only=True)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the field ``key``, or ``default``: a finding reads like a dict."""
        return getattr(self, key, default)


@dataclass
class ValidationReport:
    """All findings about one extension, with what was looked at."""

    app_id: str
    version: str
    issues: list[ValidationIssue] = field(default_factory=list)
    function_count: int = 0
    tool_count: int = 0
    event_count: int = 0

    @property
    def errors(self) -> list[ValidationIssue]:
        """The findings that keep the extension from being published."""
        return [issue for issue in self.issues if issue.level == ERROR]

    @property
    def warnings(self) -> list[ValidationIssue]:
        """The findings that should be looked at."""
        return [issue for issue in self.issues if issue.level == WARN]

    @property
    def is_valid(self) -> bool:
        """Whether there is no error."""
        return not self.errors

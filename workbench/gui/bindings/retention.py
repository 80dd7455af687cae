"""Commands about old sessions: removing them by the profile's rule, and keeping the one that runs.

By the same rule they go by themselves once the first panels are drawn, on a thread.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.gui.bindings.binding import Binding
from workbench.gui.panes.cells import size
from workbench.gui.parts.question import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.kernel.kernel import Kernel
    from workbench.kernel.sessions.retention import RetentionRule, Verdict

_NONE = "No session is old enough to go"
_MEMORY = "This session is kept in memory only"


class Retention(Binding):
    """Which sessions of the state folder stay."""

    def bind(self) -> None:
        """Removes old sessions, keeps this one."""
        self.registry.bind("file.session_prune", self.ask_and_prune)
        self.registry.bind("file.session_keep", self._toggle_kept, checked=self._is_kept)

    def follow(self) -> None:
        """Old sessions go when the window has come to rest."""
        self.session.settled.connect(self._prune_quietly)

    async def ask_and_prune(self) -> None:
        """Says what would go and how much that frees, and removes it after a yes."""
        import asyncio

        from workbench.kernel.sessions.retention import RetentionRule, judge

        kernel, state = self.session.kernel, self._state()
        if kernel is None or state is None:
            self._tell(_MEMORY)
            return
        rule = RetentionRule.of(kernel.profile)
        verdicts = await asyncio.to_thread(judge, state, rule, time.time())
        going = [verdict for verdict in verdicts if verdict.why is None]
        if not going:
            self._tell(f"{_NONE}: {amount(verdicts)} stay")
            return
        question = (
            f"{amount(going)} of {amount(verdicts)}, {_rule_words(rule)}. "
            "What is kept, exported, imported, running or looked at stays."
        )
        if await ask(
            self.chrome.window, question, title="Remove old sessions?", yes="Remove", no="Cancel"
        ):
            await self._prune(state, rule)

    def _prune_quietly(self) -> None:
        kernel, state = self.session.kernel, self._state()
        if kernel is None or state is None or kernel.profile.session_prune != "at_start":
            return
        from workbench.kernel.sessions.retention import RetentionRule

        rule = RetentionRule.of(kernel.profile)
        self.session.tasks.spawn(self._prune(state, rule), "remove old sessions")

    async def _prune(self, state: Path, rule: RetentionRule) -> None:
        import asyncio

        from workbench.kernel.sessions.retention import prune

        gone = await asyncio.to_thread(prune, state, rule, time.time())
        if gone:
            self._tell(f"Removed {amount(gone)}, {_rule_words(rule)}")

    # -- the session that runs

    def _toggle_kept(self) -> None:
        from workbench.kernel.sessions.kept import keep, let_go

        kernel = self._kernel()
        if kernel is None:
            self._tell(_MEMORY)
        elif self._is_kept():
            let_go(kernel.journal.path)
            self._tell("This session goes when it is old enough")
        else:
            keep(kernel.journal.path)
            self._tell("This session is kept, whatever its age")
        self.registry.changed()

    def _is_kept(self) -> bool:
        from workbench.kernel.sessions.kept import kept_as

        kernel = self._kernel()
        return kernel is not None and kept_as(kernel.journal.path) is not None

    def _kernel(self) -> Kernel | None:
        """The kernel, if its session is kept in a folder."""
        kernel = self.session.kernel
        if kernel is None or (kernel.options.state == ":memory:" and kernel.options.past is None):
            return None
        return kernel

    def _state(self) -> Path | None:
        """The state folder of a session that runs; of one that is looked at nothing goes."""
        kernel = self.session.kernel
        state = kernel.options.state if kernel is not None else None
        looking = kernel is not None and kernel.options.past is not None
        return state if isinstance(state, Path) and not looking else None

    def _tell(self, text: str) -> None:
        self.chrome.toasts.show(text, icon="history", topic="session")


def amount(verdicts: Sequence[Verdict]) -> str:
    """How many sessions, and what they take on the disk."""
    word = "session" if len(verdicts) == 1 else "sessions"
    return f"{len(verdicts)} {word} ({size(sum(verdict.size for verdict in verdicts))})"


def _rule_words(rule: RetentionRule) -> str:
    return f"older than {rule.days:g} days and not among the newest {rule.newest}"

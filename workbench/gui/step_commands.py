"""The commands that step through a turn, as data; the keys are those of common debuggers."""

from __future__ import annotations

from workbench.gui.commands import Command

STANDS = "stands"
"""Fact: the turn at hand stands still before or after a step."""
RUNS = "runs"
"""Fact: the turn at hand runs and can be told to pause."""
STEP = "step"
"""Fact: a step of a plan is at hand."""
PENDING = "pending"
"""Fact: the step at hand has not begun."""
OPEN_RESULT = "open result"
"""Fact: the result of the step at hand can still be made up."""
BASE = "base"
"""Fact: the state that the step at hand began on is kept."""
PLAN = "plan"
"""Fact: a turn with a plan is at hand."""
FRESH_PLAN = "fresh plan"
"""Fact: nothing of the plan at hand has begun."""
BRANCHES = "branches"
"""Fact: the turn at hand has more than one branch."""

_KERNEL = "kernel"


def _chat(
    name: str, title: str, keys: tuple[str, ...], icon: str, needs: str, detail: str = ""
) -> Command:
    return Command(f"chat.{name}", title, keys, "Chat", icon, (needs,), detail)


STEPPING: tuple[Command, ...] = (
    _chat("through", "Step through turns", ("Shift+F9",), "footprints", _KERNEL,
          "A turn stands before its first step; plan and arguments can be edited there"),
    _chat("run", "Run to the end or a breakpoint", ("F8",), "play", STANDS),
    _chat("step", "Step", ("F9",), "step-forward", STANDS,
          "To the next stop, before or after a step"),
    _chat("over", "Step over", ("F10",), "redo-dot", STANDS, "Let the step at hand run whole"),
    _chat("pause", "Pause before the next step", ("F6",), "pause", RUNS),
    _chat("next", "Next step of the plan", ("Alt+Down",), "chevron-down", PLAN),
    _chat("previous", "Previous step of the plan", ("Alt+Up",), "chevron-up", PLAN),
    _chat("edit", "Edit the step's arguments", ("F2",), "pencil", PENDING),
    _chat("mock", "Make up the step's result", ("Shift+F2",), "flask-conical", OPEN_RESULT),
    _chat("skip", "Skip the step", ("Ctrl+Shift+F10",), "skip-forward", PENDING),
    _chat("plan", "Edit the plan", ("Ctrl+Shift+E",), "list-tree", FRESH_PLAN,
          "Before anything of it has begun"),
    _chat("rerun", "Run again from the step", ("Shift+F8",), "list-restart", BASE,
          "On the state that it began on"),
    _chat("fork", "Fork the turn at the step", ("Ctrl+Shift+F2",), "git-fork", BASE,
          "With other arguments; both branches are kept"),
    _chat("checkout", "Switch to the next branch", ("Shift+F6",), "git-branch", BRANCHES,
          "With the state that it left"),
    _chat("break", "Breakpoint on the step", ("Ctrl+B",), "circle-dot", STEP,
          "This step of this turn, also when it is run again"),
    _chat("break_function", "Breakpoint on the step's function", ("Ctrl+Shift+B",), "circle-dot",
          STEP, "Wherever a turn is about to call it"),
    _chat("break_error", "Break on errors", ("Ctrl+Alt+E",), "octagon-pause", _KERNEL),
    _chat("break_read", "Break on every read", (), "octagon-pause", _KERNEL),
    _chat("break_write", "Break on every write", (), "octagon-pause", _KERNEL),
    _chat("break_destructive", "Break on every destructive call", (), "octagon-pause", _KERNEL),
    _chat("clear", "Clear all breakpoints", ("Ctrl+Alt+B",), "eraser", _KERNEL),
    _chat("why", "Why this plan", ("Ctrl+Alt+Y",), "lightbulb", PLAN,
          "What the classifier was given, and why each candidate won or lost"),
    _chat("budget", "Latency budget of the turn", ("Ctrl+Alt+U",), "timer", PLAN),
)  # fmt: skip
"""In the order of the menu."""

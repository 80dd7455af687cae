"""What a person does to the step at hand: the chat's door to the kernel's stepping."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from workbench.gui.chat.at_hand import AtHand
from workbench.gui.chat.turn_words import Branch, base_words
from workbench.gui.panes.columns import clock_time

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.chat.stepping.branching import Branching
    from workbench.kernel.chat.stepping.control import Breakpoint, Mode
    from workbench.kernel.chat.stepping.stepping import Stepping
    from workbench.kernel.chat.turn import Step, Turn

Confirm = Callable[[str], Awaitable[bool]]


class Stepper(QObject):
    """The operations on turns and steps; `hand` says which are at hand.

    `changed`: another step is at hand, a breakpoint came or went, or the toggle was used.
    `confirm` asks a person; without it nobody goes back past what cannot be taken back.
    `form_asked` carries a turn's id, a step's key and edit, mock, fork or plan: the card of that
    turn opens what it is written in.
    """

    changed = Signal()
    form_asked = Signal(str, str, str)

    def __init__(self, session: Session, user_id: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.hand = AtHand(session, user_id, self)
        self.through = False
        self.confirm: Confirm | None = None
        self.hand.changed.connect(self.changed)

    # -- going on

    def go(self, mode: Mode) -> None:
        """Lets the turn at hand go on: run, step or over."""
        turn = self.hand.turn()
        if turn is None or turn.pause is None:
            return
        stepping, id_ = self._stepping(), turn.id
        if stepping is not None:
            goes = {"run": stepping.run, "step": stepping.step, "over": stepping.step_over}
            self._do(lambda: goes[mode](id_))

    def pause(self) -> None:
        """Lets the turn at hand stand before its next step."""
        turn, stepping = self.hand.turn(), self._stepping()
        if turn is not None and stepping is not None:
            id_ = turn.id
            self._do(lambda: stepping.pause(id_))

    def toggle_through(self) -> None:
        """Lets every turn from now on stand before its first step, or not."""
        self.through = not self.through
        self.changed.emit()

    @property
    def mode(self) -> Mode:
        """How the next turn begins."""
        return "step" if self.through else "run"

    # -- changing what comes

    def edit(self, turn_id: str, key: str, args: dict[str, Any]) -> None:
        """Gives a step other arguments."""
        stepping = self._stepping()
        if stepping is not None:
            self._do(lambda: stepping.edit(turn_id, key, args))

    def skip(self) -> None:
        """Leaves the step at hand out."""
        turn, step, stepping = self.hand.turn(), self.hand.step(), self._stepping()
        if turn is not None and step is not None and stepping is not None:
            id_, key = turn.id, step.key
            self._do(lambda: stepping.skip(id_, key))

    def mock(self, turn_id: str, key: str, data: Any, error: str | None) -> None:
        """Makes up a step's result."""
        stepping = self._stepping()
        if stepping is not None:
            self._do(lambda: stepping.mock(turn_id, key, data, error=error))

    def replan(self, turn_id: str, script: object, refused: Callable[[str], None]) -> None:
        """Puts another plan in the place of one that has not begun; `refused` hears why not."""
        stepping = self._stepping()
        if stepping is not None:
            self._do(lambda: stepping.replan(turn_id, script), refused)

    # -- going back

    def rerun(self) -> None:
        """Runs the step at hand, and what came after it, again."""
        turn, step, branching = self.hand.turn(), self.hand.step(), self._branching()
        if turn is not None and step is not None and branching is not None:
            id_, key, mode = turn.id, step.key, self.mode
            self.hand.choose(id_, None)
            self._go_back(lambda outside: branching.rerun(id_, key, mode=mode, **outside))

    def fork(self, turn_id: str, key: str, args: dict[str, Any]) -> None:
        """Begins a second branch at a step, with other arguments."""
        branching, mode = self._branching(), self.mode
        if branching is not None:
            self.hand.choose(turn_id, None)
            self._go_back(
                lambda outside: branching.fork(turn_id, key, args=args, mode=mode, **outside)
            )

    def checkout(self, turn_id: str) -> None:
        """Makes another branch the present one."""
        branching = self._branching()
        if branching is not None and branching.aside(turn_id):
            self.hand.choose(turn_id, None)
            self._go_back(lambda outside: branching.checkout(turn_id, **outside))

    def branches(self, turn_id: str) -> list[Turn]:
        """The branches of a turn, itself among them, oldest first."""
        from workbench.kernel.chat.stepping.branches import family

        return family(self.hand.turns(), turn_id)

    def branch_rows(self, turn_id: str) -> list[Branch]:
        """The same in words: where each began, and exactly on which state."""
        found = self.branches(turn_id)
        return [self._branch(number, turn) for number, turn in enumerate(found, start=1)]

    def _branch(self, number: int, turn: Turn) -> Branch:
        branching, base = self._branching(), None
        if branching is not None and turn.base_id is not None:
            with suppress(LookupError):
                base = branching.base(turn.base_id)
        title, clock = f"Branch {number}", ""
        if base is not None:
            key = base.step_key
            begun = next((step.function for step in turn.steps if step.key == key), None)
            title += f" · from {begun}" if begun else ""
            clock = clock_time(base.at)
        elif turn.forked_from is None:
            title += " · as it was said"
        gone = branching is not None and branching.recalled(turn.id)
        if gone:
            title += " · put aside" if turn.aside else " · present as the session ended"
        words = base_words(turn.base_id, base, clock)
        return Branch(turn.id, title, words, present=not self.hand.aside(turn.id), gone=gone)

    def next_branch(self) -> None:
        """Makes the branch after the present one of the turn at hand the present one."""
        turn = self.hand.turn()
        if turn is None:
            return
        ids = [branch.id for branch in self.branches(turn.id)]
        self.checkout(ids[(ids.index(turn.id) + 1) % len(ids)])

    # -- breakpoints

    def breakpoints(self) -> list[Breakpoint]:
        """All of them, oldest first."""
        stepping = self._stepping()
        return stepping.breakpoints() if stepping is not None else []

    def breaks(self, **what: Any) -> Breakpoint | None:
        """The breakpoint on exactly this: function, step_id, action_type or on_error."""
        usual = {"function": None, "step_id": None, "action_type": None, "on_error": False}
        wanted = {**usual, **what}
        return next(
            (
                row
                for row in self.breakpoints()
                if all(getattr(row, name) == value for name, value in wanted.items())
            ),
            None,
        )

    def toggle_break(self, **what: Any) -> None:
        """Sets a breakpoint on a step, function, action type or error, or takes it away."""
        stepping, found = self._stepping(), self.breaks(**what)
        if stepping is None:
            return
        if found is None:
            stepping.break_on(**what)
        else:
            stepping.clear(found.id)
        self.changed.emit()

    def toggle_break_on(self, step: Step) -> None:
        """The same on one step of a turn and no other."""
        self.toggle_break(function=_name(step), step_id=step.id)

    def toggle_break_here(self, *, function: bool) -> None:
        """The same on the step at hand, or wherever its function is called."""
        step = self.hand.step()
        if step is not None and function:
            self.toggle_break(function=_name(step))
        elif step is not None:
            self.toggle_break_on(step)

    def breaks_here(self, *, function: bool) -> bool:
        """Whether there is one on the step at hand, or on its function."""
        step = self.hand.step()
        if step is None:
            return False
        which = {} if function else {"step_id": step.id}
        return self.breaks(function=_name(step), **which) is not None

    def clear_breaks(self) -> None:
        """Takes all breakpoints away."""
        stepping = self._stepping()
        if stepping is not None:
            for row in stepping.breakpoints():
                stepping.clear(row.id)
            self.changed.emit()

    # -- the kernel

    def declared(self, step: Step) -> Mapping[str, Any]:
        """The declaration of a step's function as it stands now; empty if it is gone."""
        kernel = self._session.kernel
        extension = kernel.extensions.get(step.app_id) if kernel is not None else None
        if extension is None:
            return {}
        return extension.declarations.handler("function", step.function) or {}

    def _stepping(self) -> Stepping | None:
        kernel = self._session.kernel
        return kernel.chat.stepping if kernel is not None else None

    def _branching(self) -> Branching | None:
        kernel = self._session.kernel
        return kernel.chat.branching if kernel is not None else None

    def _do(self, act: Callable[[], Any], refused: Callable[[str], None] | None = None) -> None:
        """Carries an operation out; what the turn does not allow any more is said, not raised."""
        self._session.tasks.spawn(self._done(act, refused or self._session.notice.emit), "step")

    async def _done(self, act: Callable[[], Any], refused: Callable[[str], None]) -> None:
        import inspect

        from workbench.kernel.chat.plan import PlanError
        from workbench.kernel.chat.stepping.byhand import SteppingError

        try:
            outcome = act()
            if inspect.isawaitable(outcome):
                await outcome
        except (SteppingError, PlanError, LookupError) as error:
            refused(str(error))
        if isValid(self):  # its chat may have been put away meanwhile
            self.changed.emit()

    def _go_back(self, act: Callable[[dict[str, Any]], Awaitable[Any]]) -> None:
        """The same for what goes back to a saved state; requests that went out are asked about."""

        async def carefully() -> None:
            from workbench.kernel.chat.stepping.bases import OutsideWritesError

            try:
                await act({})
            except OutsideWritesError as error:
                asks = self.confirm if isValid(self) else None
                if asks is not None and await asks(
                    f"Since then {', '.join(error.writes[:5])} went out and cannot be taken back. "
                    "Go back all the same?"
                ):
                    await act({"accept_outside": True})

        self._do(carefully)


def _name(step: Step) -> str:
    return f"{step.app_id}.{step.function}"

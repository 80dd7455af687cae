"""Making happen now what time would bring: a fire, a second run, a refresh, a jump of the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.gui.panes.fire_lanes import Lane
    from workbench.gui.session import Session
    from workbench.kernel.idempotency import SecondRun


class Firing:
    """What a person does to schedules, skeletons and the clock of the kernel that runs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def run(self, lane: Lane) -> None:
        """Runs a schedule now, or refreshes a skeleton section for the person signed in."""
        kernel = self._session.kernel
        if kernel is None:
            return
        if lane.kind == "schedule":
            await kernel.schedules.fire(lane.app_id, lane.name)
        else:
            await kernel.skeletons.tick(lane.app_id, lane.name)

    async def run_twice(self, lane: Lane) -> SecondRun | None:
        """Runs a schedule twice at one instant; what the second run changed, or None if the first
        one failed already."""
        kernel = self._session.kernel
        if kernel is None:
            return None
        first = await kernel.schedules.fire(lane.app_id, lane.name)
        if not first.ok:
            self._session.notice.emit(
                f"{lane.name} failed at its first run: there is nothing to compare"
            )
            return None
        return await kernel.idempotency.run_again(first)

    async def refresh(self, app_id: str, section: str, user_id: str) -> None:
        """Refreshes a section for one user now."""
        kernel = self._session.kernel
        if kernel is not None:
            await kernel.skeletons.tick(app_id, section, user=kernel.personas.find(user_id))

    async def jump(self, at: float) -> None:
        """Lets virtual time jump to an instant, firing what is due on the way."""
        kernel = self._session.kernel
        if kernel is not None:
            await kernel.clock.jump(max(at, kernel.clock.now()))

    def let_time_fire(self, wanted: bool) -> None:
        """Lets virtual time fire schedules and skeletons by itself, or not."""
        kernel = self._session.kernel
        if kernel is None:
            return
        if wanted:
            kernel.drivers.start()
        else:
            kernel.drivers.stop()

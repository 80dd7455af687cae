"""One command for each profile of the platform."""

from __future__ import annotations

from functools import partial

from workbench import paths
from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import KERNEL
from workbench.gui.commands import Command


class Profiles(Binding):
    """Choosing how the kernel behaves where documents disagree."""

    def follow(self) -> None:
        """Lists the profiles once a kernel runs."""
        self.session.kernel_changed.connect(self._list)

    def _list(self) -> None:
        names = sorted(path.stem for path in (paths.resources() / "profiles").glob("*.toml"))
        for name in names:
            id_ = f"profile.{name}"
            if id_ in self.registry:
                continue
            self.registry.add(
                Command(id_, f"Profile “{name}”", (), "", "sliders-horizontal", (KERNEL,))
            )
            choose, chosen = partial(self._profile, name), partial(self._follows, name)
            self.registry.bind(id_, choose, checked=chosen)
        self.registry.changed()

    async def _profile(self, name: str) -> None:
        if not self._follows(name):
            await self.session.restart(profile=name)

    def _follows(self, name: str) -> bool:
        options = self.session.options
        return options is not None and str(options.profile) == name

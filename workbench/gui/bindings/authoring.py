"""Commands about an extension's making: starting it, validating it, building its manifest."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from workbench.gui.bindings.binding import Binding
from workbench.gui.new_extension import NewExtension

_NAMES = (("error", "error"), ("warn", "warning"), ("info", "note"))


class Authoring(Binding):
    """New extension, validate, build manifest, open in editor."""

    def bind(self) -> None:
        """What an author does to the extension itself."""
        self._sheet: NewExtension | None = None
        bind = self.registry.bind
        bind("file.new", self._ask)
        bind("file.validate", self._validate)
        bind("file.build_manifest", self._build_manifest)
        bind("file.open_editor", self._open_editor)

    def _ask(self) -> None:
        if self._sheet is None:
            self._sheet = NewExtension(self.chrome.window)
            self._sheet.chosen.connect(self._create)
        recent = self.chrome.settings.recent
        self._sheet.ask(recent[0].parent if recent else Path.home())

    def _create(self, folder: Path, template: str) -> None:
        self.chrome.tasks.spawn(self._start(folder, template), f"start {folder.name}")

    async def _start(self, folder: Path, template: str) -> None:
        from workbench.kernel.authoring import start_extension
        from workbench.kernel.errors import WorkbenchError

        try:
            await start_extension(folder, "tool" if template == "tool" else "chat")
        except (WorkbenchError, OSError) as error:
            self.chrome.toasts.show(str(error), "danger", "circle-x")
            return
        await self.session.folders.open(folder)
        self.chrome.toasts.show(f"{folder.name} is open: edit main.py and save", icon="sparkles")

    async def _validate(self) -> None:
        from workbench.kernel.errors import WorkbenchError

        kernel, app_id = self.session.kernel, self.session.current
        if kernel is None or app_id is None:
            return
        try:
            counts = await kernel.authoring.validate(app_id)
        except WorkbenchError as error:
            self.chrome.toasts.show(f"Not validated: {error}", "danger", "circle-x")
            return
        if counts:
            self.chrome.deck.show_pane("problems")
        tone = "danger" if counts["error"] else "warning" if counts else "success"
        icon = "triangle-alert" if counts else "circle-check"
        self.chrome.toasts.show(f"{app_id}: {summary(counts)}", tone, icon, "validate")

    async def _build_manifest(self) -> None:
        from workbench.kernel.errors import WorkbenchError

        kernel, app_id = self.session.kernel, self.session.current
        if kernel is None or app_id is None:
            return
        try:
            file = await kernel.authoring.write_manifest(app_id)
        except WorkbenchError as error:
            self.chrome.toasts.show(f"No manifest: {error}", "danger", "circle-x")
            return
        self.chrome.toasts.show(f"Wrote {file.name} of {app_id}", "success", "file-json")

    def _open_editor(self) -> None:
        extension = self.session.extension()
        if extension is not None:
            self.chrome.open_source(str(extension.entry), 1)


def summary(counts: Counter[str]) -> str:
    """ "2 errors, 1 warning", or that there is nothing to say."""
    told = [
        f"{counts[level]} {name}{'' if counts[level] == 1 else 's'}"
        for level, name in _NAMES
        if counts[level]
    ]
    return ", ".join(told) or "the validators find nothing"

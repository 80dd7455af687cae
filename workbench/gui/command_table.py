"""Every fixed command of the workbench, as data.

Commands that depend on what is open (one per persona, profile or recent folder) are added to the
registry when those are known.
"""

from __future__ import annotations

from workbench.gui.command_facts import (
    BESIDE,
    CENTER,
    CONFIRMATION,
    EXTENSION,
    KERNEL,
    STAGE,
    TRAY,
    TURN,
)
from workbench.gui.commands import Command
from workbench.gui.pane_commands import NOTIFICATIONS, SELECTED, SHOWING, TRACE
from workbench.gui.step_commands import STEPPING

MENUS = ("File", "View", "Panes", "Clock", "Chat", "Network", "Help")
"""Menus in their order; a command names the one it stands in."""

_FILE = (
    Command(
        "file.new",
        "New extension…",
        ("Ctrl+N",),
        "File",
        "package-plus",
        (KERNEL,),
        "A folder that loads, validates and shows a panel at once",
    ),
    Command("file.open_folder", "Open folder…", ("Ctrl+O",), "File", "folder-open", (KERNEL,)),
    Command(
        "file.reload",
        "Reload extension",
        ("Ctrl+R", "F5"),
        "File",
        "refresh-cw",
        (EXTENSION,),
        "Start the code anew; the old build stays if it fails",
    ),
    Command(
        "file.discover",
        "Open panels afresh",
        ("Ctrl+Shift+R",),
        "File",
        "panels-top-left",
        (STAGE,),
        "A new discovery cycle: every panel with no params",
    ),
    Command(
        "file.validate",
        "Validate",
        ("F7",),
        "File",
        "shield-check",
        (EXTENSION,),
        "What the SDK's validators find goes to Problems",
    ),
    Command(
        "file.build_manifest",
        "Build manifest",
        (),
        "File",
        "file-json",
        (EXTENSION,),
        "Writes imperal.json; what was kept in it by hand stays",
    ),
    Command("file.open_editor", "Open in editor", ("Ctrl+E",), "File", "pencil", (EXTENSION,)),
    Command("file.close_extension", "Close extension", ("Ctrl+W",), "File", "x", (EXTENSION,)),
    Command("file.reveal", "Show folder in file manager", (), "File", "folder", (EXTENSION,)),
    Command(
        "file.session_open",
        "Sessions…",
        ("Ctrl+Shift+O",),
        "File",
        "history",
        (KERNEL,),
        "Look at an earlier session of this workspace",
    ),
    Command(
        "file.session_export",
        "Export session…",
        (),
        "File",
        "file-output",
        (KERNEL,),
        "Journal, store and settings in one file, without secrets",
    ),
    Command(
        "file.session_write",
        "Export for other tools…",
        (),
        "File",
        "file-output",
        (KERNEL,),
        "A readable page, a Chrome trace, an HTTP archive or OpenTelemetry spans",
    ),
    Command("file.session_import", "Import session…", (), "File", "file-input", (KERNEL,)),
    Command(
        "file.session_keep",
        "Keep this session",
        (),
        "File",
        "pin",
        (KERNEL,),
        "Whatever its age; others go when they are old",
    ),
    Command(
        "file.session_prune",
        "Remove old sessions…",
        (),
        "File",
        "archive-x",
        (KERNEL,),
        "Says what would go, and how much that frees",
    ),
    Command("file.quit", "Quit", ("Ctrl+Q",), "File", "log-out"),
)

_VIEW = (
    Command("view.palette", "Run a command", ("Ctrl+K", "Ctrl+Shift+P"), "View", "search"),
    Command("view.shortcuts", "Keyboard shortcuts", ("Ctrl+/", "F1"), "Help", "keyboard"),
    Command(
        "help.tour",
        "Guided tour",
        (),
        "Help",
        "map",
        (KERNEL,),
        "Real commands on the notes sample, one after another",
    ),
    Command("view.theme_light", "Light theme", (), "View", "sun"),
    Command("view.theme_dark", "Dark theme", (), "View", "moon"),
    Command("view.theme_contrast", "High-contrast theme", (), "View", "contrast"),
    Command("view.theme_system", "Theme of the system", (), "View", "monitor"),
    Command("view.times_utc", "Times in UTC", (), "View", "globe"),
    Command("view.times_local", "Times of this machine", (), "View", "map-pin"),
    Command("view.times_relative", "Times counted from now", (), "View", "history"),
    Command(
        "view.times_next",
        "Write times in another way",
        ("Ctrl+Shift+T",),
        "View",
        "clock",
        detail="UTC, this machine's, or counted from now",
    ),
    Command("view.zoom_in", "Zoom in", ("Ctrl++", "Ctrl+="), "View", "zoom-in"),
    Command("view.zoom_out", "Zoom out", ("Ctrl+-",), "View", "zoom-out"),
    Command("view.zoom_reset", "Actual size", ("Ctrl+0",), "View", "scan"),
    Command(
        "view.next_extension",
        "Next extension",
        ("Ctrl+PgDown",),
        "View",
        "chevron-right",
        (STAGE,),
    ),
    Command(
        "view.previous_extension",
        "Previous extension",
        ("Ctrl+PgUp",),
        "View",
        "chevron-left",
        (STAGE,),
    ),
    Command(
        "view.close_center",
        "Close center panel",
        ("Ctrl+Shift+W",),
        "View",
        "panel-top-close",
        (CENTER,),
        "The chat takes the center back",
    ),
    Command("view.go_to_record", "Go to record…", ("Ctrl+G",), "View", "link", (KERNEL,)),
    Command("view.full_screen", "Full screen", ("F11",), "View", "maximize"),
)

_PEOPLE = (
    Command(
        "personas.alone",
        "Look at one user only",
        (),
        "View",
        "panel-right-close",
        (BESIDE,),
    ),
    Command(
        "personas.swap",
        "Change places with the user beside",
        ("Ctrl+Shift+X",),
        "View",
        "arrow-left-right",
        (BESIDE,),
    ),
    Command("personas.show", "People…", ("Ctrl+Shift+U",), "View", "users-round", (KERNEL,)),
    Command(
        "personas.edit",
        "Edit personas",
        (),
        "File",
        "user-pen",
        (EXTENSION,),
        "Opens workbench.toml where they are named",
    ),
)

_TRAY = (
    Command(
        "tray.refresh",
        "Refresh the tray",
        (),
        "View",
        "rotate-cw",
        (TRAY,),
        "Ask every tray item again",
    ),
    Command("tray.widgets", "Show widgets", ("Ctrl+Shift+G",), "View", "layout-dashboard", (TRAY,)),
    Command("tray.menu", "Menu of the extensions", ("Ctrl+Shift+M",), "View", "menu", (TRAY,)),
)

_INSPECT = (
    Command(
        "inspect.pick",
        "Inspect an element",
        ("Ctrl+Shift+C",),
        "View",
        "square-dashed-mouse-pointer",
        (EXTENSION,),
        "Point at anything in a panel, or walk its tree with the arrows",
    ),
    Command("inspect.show", "Inspector", ("Ctrl+Shift+I",), "View", "inspection-panel"),
)

_CLOCK = (
    Command("clock.pause", "Pause the clock", ("Ctrl+Shift+Space",), "Clock", "pause", (KERNEL,)),
    Command("clock.real", "Real time", (), "Clock", "play", (KERNEL,)),
    Command("clock.fast", "Sixty times faster", (), "Clock", "fast-forward", (KERNEL,)),
    Command(
        "clock.next",
        "Jump to the next timer",
        ("Ctrl+.",),
        "Clock",
        "skip-forward",
        (KERNEL,),
        "The next fire, tick or expiry that waits",
    ),
    Command("clock.hour", "Jump one hour ahead", (), "Clock", "clock", (KERNEL,)),
    Command("clock.day", "Jump one day ahead", (), "Clock", "calendar-days", (KERNEL,)),
)

_CHAT = (
    Command("chat.focus", "Write a message", ("Ctrl+L",), "Chat", "message-square", (KERNEL,)),
    Command(
        "chat.focus_other",
        "Write as the other user",
        ("Ctrl+Alt+L",),
        "Chat",
        "messages-square",
        (BESIDE,),
        "Of two people side by side",
    ),
    Command("chat.stop", "Stop the turn", ("Shift+Esc",), "Chat", "circle-stop", (TURN,)),
    Command("chat.accept", "Accept what waits", ("Ctrl+Return",), "Chat", "check", (CONFIRMATION,)),
    Command(
        "chat.decline", "Cancel what waits", ("Ctrl+Backspace",), "Chat", "ban", (CONFIRMATION,)
    ),
)

_NETWORK = (
    Command("network.mock", "Mock: answers come from rules", (), "Network", "wifi-off", (KERNEL,)),
    Command("network.offline", "Offline: every request fails", (), "Network", "unplug", (KERNEL,)),
    Command("network.live", "Live: requests really go out", (), "Network", "globe", (KERNEL,)),
    Command(
        "network.record", "Record: live, and remembered", (), "Network", "circle-dot", (KERNEL,)
    ),
    Command("network.replay", "Replay: what was recorded", (), "Network", "history", (KERNEL,)),
)

COMMANDS: tuple[Command, ...] = (
    *_FILE, *_VIEW, *_INSPECT, *SHOWING, *_PEOPLE, *_TRAY, *SELECTED, *NOTIFICATIONS, *TRACE,
    *_CLOCK, *_CHAT, *STEPPING, *_NETWORK,
)  # fmt: skip

"""Every fixed command of the workbench, as data.

Commands that depend on what is open (one per persona, profile or recent folder) are added to the
registry when those are known.
"""

from __future__ import annotations

from workbench.gui.commands import Command
from workbench.gui.panes.catalogue import PANES
from workbench.gui.step_commands import STEPPING

KERNEL = "kernel"
"""Fact: the kernel has started."""
EXTENSION = "extension"
"""Fact: an extension is loaded and shown."""
STAGE = "stage"
"""Fact: panels of an extension are in view, of one that is loaded or of an earlier session."""
CENTER = "center"
"""Fact: a center panel is open."""
CONFIRMATION = "confirmation"
"""Fact: a confirmation waits for an answer."""
TURN = "turn"
"""Fact: a chat turn is under way."""
BESIDE = "beside"
"""Fact: another user is looked at beside whoever is signed in."""
TRAY = "tray"
"""Fact: an extension adds something to the tray."""
SELECTION = "selection"
"""Fact: a record is selected in a pane."""
RECORD = "record"
"""Fact: a record with a source line is selected in a pane."""

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

_PANES = (
    *(
        Command(f"pane.{pane.pane_id}", pane.title, (pane.key,), "Panes", pane.icon)
        for pane in PANES
    ),
    Command("pane.toggle", "Show or hide the panes", ("Ctrl+J",), "Panes", "panel-bottom"),
    Command(
        "pane.detach",
        "Detach pane",
        ("Ctrl+Shift+D",),
        "Panes",
        "picture-in-picture-2",
        detail="Give the pane a window of its own, or put it back",
    ),
    Command("pane.dock_left", "Dock pane at the left", (), "Panes", "panel-left"),
    Command("pane.dock_right", "Dock pane at the right", (), "Panes", "panel-right"),
    Command("pane.dock_bottom", "Dock pane below", (), "Panes", "panel-bottom"),
    Command("pane.dock_top", "Dock pane above", (), "Panes", "panel-top"),
    Command(
        "pane.arrange",
        "Put all panes back",
        (),
        "Panes",
        "layout-panel-top",
        detail="Into the strip, in the usual order",
    ),
    Command(
        "pane.pause",
        "Pause pane",
        ("Space",),
        "Panes",
        "pause",
        detail="New records wait and are counted",
        place="pane",
    ),
    Command("pane.filter", "Filter pane", ("Ctrl+F",), "Panes", "list-filter"),
    Command("pane.open_source", "Open source line", ("F4",), "Panes", "external-link", (RECORD,)),
    Command(
        "pane.copy_link",
        "Copy link to record",
        ("Ctrl+Shift+L",),
        "Panes",
        "link",
        (SELECTION,),
    ),
    Command("pane.copy_source", "Copy source line", ("Shift+F4",), "Panes", "copy", (RECORD,)),
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

_SELECTED = (
    Command("problems.silence", "Silence the selected rule…", (), "Panes", "bell-off", (KERNEL,)),
    Command("cron.run", "Run the selected schedule now", (), "Panes", "play", (KERNEL,)),
    Command(
        "cron.run_twice",
        "Run the selected schedule twice and compare",
        (),
        "Panes",
        "copy-check",
        (KERNEL,),
        "What a second run changes",
    ),
    Command("cron.jump", "Jump to the next fire", (), "Panes", "skip-forward", (KERNEL,)),
    Command(
        "skeletons.refresh", "Refresh the selected section", (), "Panes", "rotate-cw", (KERNEL,)
    ),
    Command(
        "tasks.cancel",
        "Cancel the selected task",
        ("Del",),
        "Panes",
        "circle-stop",
        (KERNEL,),
        "It is told at its next sign of life",
        place="pane",
    ),
)

_NOTIFICATIONS = (
    Command(
        "notifications.read_all",
        "Mark all notifications read",
        (),
        "Panes",
        "check-check",
        (KERNEL,),
        "Whoever they were sent to",
    ),
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

_TRACE = (
    Command("trace.zoom_in", "Zoom into the trace", ("+",), "Panes", "zoom-in", place="pane"),
    Command("trace.zoom_out", "Zoom out of the trace", ("-",), "Panes", "zoom-out", place="pane"),
    Command("trace.fit", "Show the whole trace", ("0",), "Panes", "scan", place="pane"),
    Command("trace.zoom_span", "Zoom to the span", ("Z",), "Panes", "maximize-2", place="pane"),
    Command(
        "trace.gaps",
        "Fold or unfold pauses",
        ("G",),
        "Panes",
        "fold-horizontal",
        detail="Time in which nothing of the trace ran",
        place="pane",
    ),
    Command(
        "trace.critical",
        "Critical path",
        ("C",),
        "Panes",
        "route",
        detail="Underline the spans that bound when the trace ends",
        place="pane",
    ),
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
    *_FILE, *_VIEW, *_INSPECT, *_PANES, *_PEOPLE, *_TRAY, *_SELECTED, *_NOTIFICATIONS, *_TRACE,
    *_CLOCK, *_CHAT, *STEPPING, *_NETWORK,
)  # fmt: skip

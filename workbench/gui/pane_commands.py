"""The commands of the panes, as data."""

from __future__ import annotations

from workbench.gui.command_facts import KERNEL, RECORD, SELECTION
from workbench.gui.commands import Command
from workbench.gui.panes.catalogue import PANES

SHOWING = (
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
"""Showing panes, and what is done to the one in view."""

SELECTED = (
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
"""What is done with what is selected in a pane."""

NOTIFICATIONS = (
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
"""The notifications pane."""

TRACE = (
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
"""The trace pane."""

"""Every binding of a window, in the order in which they are made."""

from __future__ import annotations

from typing import Final

from workbench.gui.bindings.authoring import Authoring
from workbench.gui.bindings.binding import Binding
from workbench.gui.bindings.chat import Chat
from workbench.gui.bindings.clock import Clock
from workbench.gui.bindings.exporting import Exporting
from workbench.gui.bindings.files import Files
from workbench.gui.bindings.inspecting import Inspecting
from workbench.gui.bindings.network import Network
from workbench.gui.bindings.notifications import Notifications
from workbench.gui.bindings.panes import Panes
from workbench.gui.bindings.personas import Personas
from workbench.gui.bindings.profiles import Profiles
from workbench.gui.bindings.recent import Recent
from workbench.gui.bindings.records import Records
from workbench.gui.bindings.retention import Retention
from workbench.gui.bindings.selected import Selected
from workbench.gui.bindings.sessions import Sessions
from workbench.gui.bindings.stepping import Stepping
from workbench.gui.bindings.times import Times
from workbench.gui.bindings.tour import Touring
from workbench.gui.bindings.trace import Trace
from workbench.gui.bindings.tray import Tray
from workbench.gui.bindings.view import View

EVERY: Final[tuple[type[Binding], ...]] = (
    Files,
    Authoring,
    Recent,
    Sessions,
    Retention,
    View,
    Times,
    Touring,
    Exporting,
    Inspecting,
    Panes,
    Records,
    Trace,
    Notifications,
    Selected,
    Tray,
    Clock,
    Chat,
    Stepping,
    Network,
    Personas,
    Profiles,
)

"""Notes: folders, notes and a viewer over a small REST service.

The entry module only imports the parts, so that their decorators run.
"""

import handlers_change
import handlers_read
import panel_sidebar
import panel_viewer
from app import chat, ext

__all__ = ["chat", "ext", "handlers_change", "handlers_read", "panel_sidebar", "panel_viewer"]

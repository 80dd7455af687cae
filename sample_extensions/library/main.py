"""Library: books on shelves, made to try chains of chat functions.

The entry module only imports the parts, so that their decorators run.
"""

import functions
import panels
from app import chat, ext

__all__ = ["chat", "ext", "functions", "panels"]

"""Orders: a shop's order book that tells other extensions what happens."""

import functions
import surfaces
from app import chat, ext

__all__ = ["chat", "ext", "functions", "surfaces"]

"""Refiner: an AI service that takes its time, in the three forms of long work."""

import functions
import panels
from app import chat, ext

__all__ = ["chat", "ext", "functions", "panels"]

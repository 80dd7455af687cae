"""Keeps Python's search for reference cycles from holding up the window.

A full search looks at every container of the process. After the imports those are some hundred
thousand that will never be garbage, which takes longer than a person may wait. So nothing is
searched while the program starts, and what it then consists of is left out of every later search.
Those come more often than Python thinks best: many short ones are not felt, one long one is.
"""

from __future__ import annotations

import gc

_THRESHOLDS = (700, 10, 2)
"""A full search after about 15,000 new containers: some 20 ms (with Python's 70,000: 90 ms)."""


def hold_off() -> None:
    """Search for nothing until `settle`; for the time of the start."""
    gc.disable()


def settle() -> None:
    """Leave all there is out of later searches, and begin to search. May be called again."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()

"""The child: runs one extension under its author's interpreter and serves the kernel's requests.

Started as a script (`boot.py`); imports the standard library, `imperal_sdk` and `workbench.wire`.
"""

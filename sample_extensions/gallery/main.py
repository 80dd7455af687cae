"""Gallery: every component of `imperal_sdk.ui`, in each of its states, a chapter to a panel."""

import functions
import page_collections
import page_controls
import page_display
import page_documents
import page_feedback
import page_forms
import page_layout
import page_numbers
import page_odd
import page_presence
import page_relations
import panel_contents
from app import chat, ext

__all__ = [
    "chat",
    "ext",
    "functions",
    "page_collections",
    "page_controls",
    "page_display",
    "page_documents",
    "page_feedback",
    "page_forms",
    "page_layout",
    "page_numbers",
    "page_odd",
    "page_presence",
    "page_relations",
    "panel_contents",
]

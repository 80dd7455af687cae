"""Skeletons: sections that are refreshed by the clock, and what the classifier reads of them."""

"""The inspector: any drawn widget of a panel, where it comes from, and what changed about it."""

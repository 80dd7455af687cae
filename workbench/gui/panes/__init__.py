"""The panes under the stage: each projects journal records into a Qt item model and a view."""

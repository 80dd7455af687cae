"""Imperal Workbench: the Imperal platform on an extension author's desk."""

__version__ = "0.1.0"

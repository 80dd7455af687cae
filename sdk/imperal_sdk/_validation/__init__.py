"""The validators, one family of rules a module."""

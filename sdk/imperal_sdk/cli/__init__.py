"""The ``imperal`` command: start, build, check and test an extension."""

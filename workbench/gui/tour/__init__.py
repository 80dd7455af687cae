"""The guided tour of a first run: real commands on a sample, one after another."""

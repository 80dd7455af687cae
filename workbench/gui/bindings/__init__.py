"""What each command does in a window, a module for each domain of the command table."""

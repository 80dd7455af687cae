"""The desktop window over the kernel: stage, panes, commands and the renderer of panel trees."""

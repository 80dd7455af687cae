"""What the kernel and the children say to each other: frames, messages, transports, the channel.

Standard library only: the same modules run in the window's process and in the author's interpreter.
"""

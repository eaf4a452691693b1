"""What the exit status of a command says; docs/operate/troubleshooting.md explains each."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses of every command."""

    DONE = 0
    FAILED = 1  # something could not be done: the message says what and how to mend it
    USAGE = 2  # an option or a setting is wrong
    NOT_RUNNING = 3  # the command needs a running installation
    BUSY = 4  # another command is at work on this installation
    INTERRUPTED = 130

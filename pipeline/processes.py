"""Processes of this machine, by their numbers."""

import os


def is_running(pid: int) -> bool:
    """Tell whether a process is there, whosever it is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

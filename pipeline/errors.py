"""Errors that end a command, and errors that a later try may mend."""


class UsageError(Exception):
    """Bad usage or configuration: one line that names the thing and the remedy; exit code 2."""


class RunError(Exception):
    """The run failed: one line that names the thing and the remedy; exit code 1."""


class TransientError(Exception):
    """The network or a server failed after bounded retries; a replay may work."""


class OutageError(TransientError):
    """The index gave no answer for longer than we wait: no fault of any record, so it ends the run or the attempt."""

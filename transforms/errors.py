"""The one error that pure code raises."""


class RecordError(Exception):
    """This record can never be processed; `kind` is a short stable code ("bad-encoding"), the message names the remedy.

    >>> RecordError("empty", "the file has no text").kind
    'empty'
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type["RecordError"], tuple[str, str]]:
        return type(self), (self.kind, str(self))

"""What a run says of itself while it works: one line an event, readable or JSON."""

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from pipeline.terminal import one_line

Form = Literal["text", "json"]


@dataclass(frozen=True, slots=True)
class EventLog:
    """Writes events to standard error; values come from outside and are made harmless."""

    form: Form = "text"
    quiet: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)

    def say(self, event: str, message: str = "", **facts: Any) -> None:
        """Write one event with its facts; those that are None are left out."""
        if self.quiet:
            return
        stated = {name: value for name, value in facts.items() if value is not None}
        at = datetime.now(UTC)
        if self.form == "json":
            line = {"@timestamp": at.isoformat(timespec="milliseconds"), "event": event}
            line |= ({"message": message} if message else {}) | stated
            text = json.dumps(line, default=str)
        else:
            named = " ".join(f"{name}={_short(value)}" for name, value in stated.items())
            text = one_line(" ".join(part for part in (f"{at:%Y-%m-%dT%H:%M:%SZ}", event, message, named) if part))
        self.stream.write(f"{text}\n")
        self.stream.flush()


def _short(value: Any) -> str:
    text = " ".join(str(value).split()) if not isinstance(value, float) else f"{value:.2f}"
    return json.dumps(text, ensure_ascii=False) if " " in text else text

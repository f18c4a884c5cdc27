"""The feeds file: which feeds are polled, and how each is treated; every error is found at once, with its line."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from config.feeds.reader import Reader
from config.feeds.settings import ConfigError, FeedsConfig, FeedSettings, FetchSettings, Problem

__all__ = ["ConfigError", "FeedSettings", "FeedsConfig", "FetchSettings", "Problem", "check_feeds", "load_feeds"]

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 12


def load_feeds(path: Path) -> FeedsConfig:
    """Read a feeds file; ConfigError names every error, OSError what cannot be read."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    config, problems = check_feeds(content)
    if problems:
        raise ConfigError(str(path), problems)
    return config


def check_feeds(content: bytes) -> tuple[FeedsConfig, tuple[Problem, ...]]:
    """Read the bytes of a feeds file as far as they hold, with all problems found."""
    if len(content) > MAX_BYTES:
        return FeedsConfig(), (Problem(1, "file", f"it is over {MAX_BYTES >> 20} MiB: split it"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return FeedsConfig(), (Problem(line, "file", "it is not UTF-8: save it as UTF-8"),)
    try:
        for problem in _forbidden(text):
            return FeedsConfig(), (problem,)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return FeedsConfig(), (Problem(mark.line + 1 if mark else 1, "YAML", _syntax_hint(error)),)
    except (yaml.YAMLError, RecursionError) as error:
        return FeedsConfig(), (Problem(1, "YAML", f"it cannot be read: {' '.join(str(error).split())[:120]}"),)
    reader = Reader()
    config = reader.read_file(root)
    return config, tuple(sorted(reader.problems, key=lambda problem: problem.line))


def _forbidden(text: str) -> Iterator[Problem]:
    """Find what costs more to read than it can be worth: aliases that multiply, and endless nesting."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            yield Problem(line, f"*{event.anchor}", "aliases are not read: use `defaults:`")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            yield Problem(line, "YAML", f"it nests deeper than {MAX_DEPTH} levels: check the brackets")


def _syntax_hint(error: yaml.MarkedYAMLError) -> str:
    what = error.problem or "it cannot be read"
    if "\\t" in what or "found character '\\t'" in str(error):
        return "a tab indents this line: use spaces"
    if "mapping values are not allowed" in what:
        return "a second colon on this line: put the value in quotation marks"
    return f"{what}: check indentation, quotation marks and brackets"

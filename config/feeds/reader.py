"""The walk through a feeds file that collects every error with its line."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from config.feeds.settings import FeedsConfig, FeedSettings, FetchSettings, Problem
from config.feeds.values import FEED_FIELDS, FETCH_FIELDS, Fields, WrongValueError, texts_of, url_of

_MISSING = object()
TOP = ("feeds", "defaults", "fetch", "inputs")


class Reader:
    """Walks the nodes of a feeds file and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read_file(self, root: yaml.Node | None) -> FeedsConfig:
        if root is None:
            self.problems.append(Problem(1, "file", "it is empty: list feeds under `feeds:`"))
            return FeedsConfig()
        if not isinstance(root, yaml.MappingNode):
            self._report(root, "file", "it must begin with `feeds:` and a list below")
            return FeedsConfig()
        parts = dict(self._pairs(root, "", TOP))
        defaults = self._values(parts["defaults"], "defaults", FEED_FIELDS) if "defaults" in parts else {}
        if "url" in defaults:
            self._report(parts["defaults"], "defaults.url", "each feed has its own address: move it under `feeds:`")
            del defaults["url"]
        fetch = self._values(parts["fetch"], "fetch", FETCH_FIELDS) if "fetch" in parts else {}
        inputs = self._checked(parts["inputs"], "inputs", texts_of) if "inputs" in parts else ()
        feeds = tuple(self._feeds(parts["feeds"], defaults)) if "feeds" in parts else ()
        if "feeds" not in parts and not inputs:
            self._report(root, "feeds", "no feeds: list them under `feeds:`, each with its `url:`")
        return FeedsConfig(feeds=feeds, inputs=inputs or (), fetch=FetchSettings(**fetch))

    def _feeds(self, node: yaml.Node, defaults: Mapping[str, Any]) -> Iterator[FeedSettings]:
        if not isinstance(node, yaml.SequenceNode):
            self._report(node, "feeds", "write a list: one `- url: https://…` for each feed")
            return
        if not node.value:
            self._report(node, "feeds", "the list is empty: write one `- url: https://…` for each feed")
        seen: dict[str, int] = {}
        for number, item in enumerate(node.value, start=1):
            where = f"feeds[{number}]"
            if isinstance(item, yaml.ScalarNode):
                url = self._checked(item, where, url_of)
                values: dict[str, Any] = {"url": url} if url else {}
            else:
                values = self._values(item, where, FEED_FIELDS)
                if isinstance(item, yaml.MappingNode) and not any(key.value == "url" for key, _ in item.value):
                    self._report(item, where, "the feed has no address: add `url: https://…`")
            if "url" not in values:
                continue
            line = item.start_mark.line + 1
            key = values["url"].partition("://")[2].rstrip("/").lower()
            if key in seen:
                self._report(item, f"{where}.url", f"the feed stands on line {seen[key]} already: remove one")
            seen.setdefault(key, line)
            labels = (*defaults.get("labels", ()), *values.get("labels", ()))
            feed = FeedSettings(**{**defaults, **values, "labels": tuple(dict.fromkeys(labels)), "line": line})
            yield self._in_order(feed, item, where, values)

    def _in_order(self, feed: FeedSettings, node: yaml.Node, where: str, stated: Mapping[str, Any]) -> FeedSettings:
        """Keep min_interval <= interval <= max_interval: an error where stated so, else built-in limits give way."""
        low, high = feed.min_interval_s, feed.max_interval_s
        if low > high or ("min_interval_s" in stated and feed.interval_s < low):
            self._report(node, f"{where}.interval", "min_interval, interval and max_interval must not decrease")
        return replace(feed, min_interval_s=min(low, feed.interval_s), max_interval_s=max(high, feed.interval_s))

    def _values(self, node: yaml.Node, where: str, fields: Fields) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            self._report(node, where, f"write settings here, such as `{next(iter(fields))}: …`")
            return {}
        values = {}
        for name, value in self._pairs(node, where, tuple(fields)):
            field, check = fields[name]
            found = self._checked(value, f"{where}.{name}", check, missing=_MISSING)
            if found is not _MISSING:
                values[field] = found
        return values

    def _pairs(self, node: yaml.MappingNode, where: str, known: tuple[str, ...]) -> Iterator[tuple[str, yaml.Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            path = f"{where}.{name}" if where else name
            if name in seen:
                self._report(key, path, f"it is set on line {seen[name]} already: remove one")
                continue
            seen[name] = key.start_mark.line + 1
            if name in known:
                yield name, value
                continue
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(known)}"
            self._report(key, path, f"there is no such setting: {hint}")

    def _checked(self, node: yaml.Node, where: str, check: Callable[[yaml.Node], Any], missing: Any = None) -> Any:
        try:
            return check(node)
        except WrongValueError as error:
            self._report(node, where, str(error))
            return missing

    def _report(self, node: yaml.Node, where: str, message: str) -> None:
        self.problems.append(Problem(node.start_mark.line + 1, where, message))

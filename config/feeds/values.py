"""Single values of a feeds file: durations, sizes, languages, networks; each error says what to write."""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Any

import yaml
from lxml.etree import XPath, XPathSyntaxError

_ADDRESS = re.compile(
    r"https?://(?P<user>[^/?#\s@]*@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::(?P<port>\d{1,5}))?(?:[/?#]\S*)?", re.IGNORECASE
)
MIN_INTERVAL_S = 1.0
MAX_INTERVAL_S = 7 * 86_400.0


class WrongValueError(ValueError):
    """What is wrong with a value, and what to write instead."""


def text_of(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise WrongValueError("write one word or text here, not a list or a group")
    if node.tag.endswith(":bool"):
        raise WrongValueError(f"YAML reads {node.value} as true or false: put it in quotation marks")
    if node.tag.endswith(":null") or not node.value.strip():
        raise WrongValueError("the value is missing: write one, or remove the line")
    return str(node.value).strip()


def url_of(node: yaml.Node) -> str:
    text = text_of(node)
    match = _ADDRESS.fullmatch(text)
    if not match or (match["port"] and not 0 < int(match["port"]) < 65_536):
        raise WrongValueError(f"{text!r} is no web address: write https://host/path")
    if match["user"]:
        raise WrongValueError("a user name or password in the address is not sent: remove it")
    return text


def _language(node: yaml.Node) -> str:
    text = text_of(node)
    if not re.fullmatch(r"[a-zA-Z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text):
        raise WrongValueError(f"{text!r} is no language code: write two letters (en, ru, ar)")
    return re.split("[-_]", text)[0].lower()


def _country(node: yaml.Node) -> str:
    text = text_of(node)
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise WrongValueError(f"{text!r} is no country code: write two letters (RU, US, SY)")
    return text.upper()


def _domain(node: yaml.Node) -> str:
    text = text_of(node).lower()
    if not re.fullmatch(r"(?:[\w-]+\.)+[\w-]{2,}", text):
        raise WrongValueError(f"{text!r} is no domain: write one such as example.org")
    return text


def texts_of(node: yaml.Node) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode):
        return (text_of(node),)
    if not isinstance(node, yaml.SequenceNode):
        raise WrongValueError("write a list: [war, politics]")
    return tuple(text_of(item) for item in node.value)


def _networks(node: yaml.Node) -> tuple[str, ...]:
    for network in (networks := texts_of(node)):
        try:
            ip_network(network)
        except ValueError as error:
            raise WrongValueError(f"{network!r} is no network ({error}): write CIDR, such as 10.1.0.0/16") from error
    return networks


def _xpaths(node: yaml.Node) -> tuple[str, ...]:
    for path in (paths := texts_of(node)):
        try:
            XPath(path)
        except XPathSyntaxError as error:
            raise WrongValueError(f"{path!r} is no XPath ({error}): write one such as //aside") from error
    return paths


_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}


def _seconds(low: float, high: float) -> Callable[[yaml.Node], float]:
    def read(node: yaml.Node) -> float:
        text = text_of(node)
        match = re.fullmatch(r"(\d{1,9}(?:\.\d+)?)\s*(ms|s|m|min|h|d)", text)
        if not match:
            raise WrongValueError(f"{text!r} is no span of time: write a number and a unit, such as 30s, 15m, 6h, 1d")
        seconds = float(match[1]) * _UNITS[match[2]]
        if not low <= seconds <= high:
            raise WrongValueError(f"{text} is out of range: write {_span(low)} to {_span(high)}")
        return seconds

    return read


def _span(seconds: float) -> str:
    for unit in ("d", "h", "m", "s"):
        if seconds >= _UNITS[unit] and seconds % _UNITS[unit] == 0:
            return f"{seconds / _UNITS[unit]:g}{unit}"
    return f"{seconds:g}s"


def _number(low: int, high: int) -> Callable[[yaml.Node], int]:
    def read(node: yaml.Node) -> int:
        text = text_of(node)
        if not re.fullmatch(r"\d{1,9}", text) or not low <= int(text) <= high:
            raise WrongValueError(f"{text!r}: write a whole number from {low} to {high}")
        return int(text)

    return read


def _size(node: yaml.Node) -> int:
    text = text_of(node)
    match = re.fullmatch(r"(\d{1,6})\s*(kB|KiB|MB|MiB)", text)
    if not match:
        raise WrongValueError(f"{text!r} is no size: write a number and a unit, such as 16MiB")
    return int(match[1]) * {"kB": 1000, "KiB": 1024, "MB": 1_000_000, "MiB": 1_048_576}[match[2]]


def _choice(**choices: Any) -> Callable[[yaml.Node], Any]:
    def read(node: yaml.Node) -> Any:
        value = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        if value not in choices:
            raise WrongValueError(f"{value!r}: write {' or '.join(choices)}")
        return choices[value]

    return read


Fields = Mapping[str, tuple[str, Callable[[yaml.Node], Any]]]

FEED_FIELDS: Fields = {
    "url": ("url", url_of),
    "outlet": ("outlet", text_of),
    "domain": ("domain", _domain),
    "language": ("language", _language),
    "country": ("country", _country),
    "labels": ("labels", texts_of),
    "interval": ("interval_s", _seconds(MIN_INTERVAL_S, MAX_INTERVAL_S)),
    "min_interval": ("min_interval_s", _seconds(MIN_INTERVAL_S, MAX_INTERVAL_S)),
    "max_interval": ("max_interval_s", _seconds(MIN_INTERVAL_S, MAX_INTERVAL_S)),
    "delay": ("delay_s", _seconds(0.0, 600.0)),
    "robots": ("robots", _choice(obey=True, ignore=False)),
    "content": ("full_text", _choice(auto=None, entry=True, page=False)),
    "prune": ("prune", _xpaths),
}
FETCH_FIELDS: Fields = {
    "user_agent": ("user_agent", text_of),
    "allow_networks": ("allow_networks", _networks),
    "connect_timeout": ("connect_timeout_s", _seconds(0.1, 120.0)),
    "read_timeout": ("read_timeout_s", _seconds(0.1, 300.0)),
    "total_timeout": ("total_timeout_s", _seconds(0.1, 1800.0)),
    "max_size": ("max_bytes", _size),
    "max_redirects": ("max_redirects", _number(0, 20)),
    "attempts": ("attempts", _number(1, 10)),
    "host_delay": ("host_delay_s", _seconds(0.0, 600.0)),
    "host_concurrency": ("host_concurrency", _number(1, 16)),
    "robots": ("robots", _choice(obey=True, ignore=False)),
}

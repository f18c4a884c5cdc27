"""Where Elasticsearch is and how to log in; secrets come from the environment or from files, never from a flag."""

import base64
import binascii
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import RunError, UsageError

DEFAULT_PREFIX = "claimwire"
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Connection:
    """An Elasticsearch URL with its credentials, which `repr` leaves out."""

    url: str
    authorization: str | None = field(default=None, repr=False)
    ca: str | None = None

    @classmethod
    def of(cls, url: str | None = None) -> "Connection":
        """Take the URL, or CLAIMWIRE_ES_URL, or the cloud id, or the embedded server; credentials from the environment.

        CLAIMWIRE_ES_API_KEY, or CLAIMWIRE_ES_USER and CLAIMWIRE_ES_PASSWORD, and CLAIMWIRE_ES_CA (a PEM file). Each has
        a variant with _FILE that names a file to read.
        """
        return cls(url=checked_url(url or default_url()), authorization=_authorization(), ca=_setting("CA"))


def default_url() -> str:
    """Give the URL that the environment states, else that of the running embedded server."""
    if url := _setting("URL"):
        return url
    if cloud_id := _setting("CLOUD_ID"):
        return cloud_url(cloud_id)
    from pipeline.server import recorded

    server = recorded()
    if server is None or not server.url:
        raise RunError(
            "no Elasticsearch is known: start one (claimwire elasticsearch start), or name yours "
            "(--elasticsearch URL or CLAIMWIRE_ES_URL)"
        )
    return server.url


def checked_url(url: str) -> str:
    """Give the URL without a slash at its end; refuse other schemes and passwords inside.

    >>> checked_url("https://search.example.org:9200/")
    'https://search.example.org:9200'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"the Elasticsearch URL {url!r} is malformed: {error}") from error
    if parts.username or parts.password:
        raise UsageError(
            f"the Elasticsearch URL for {parts.hostname} holds a password: leave it out and set CLAIMWIRE_ES_USER and "
            "CLAIMWIRE_ES_PASSWORD (or CLAIMWIRE_ES_PASSWORD_FILE)"
        )
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or parts.query or parts.fragment:
        raise UsageError(f"the Elasticsearch URL {url!r} is not of the form http(s)://host:port")
    return url.rstrip("/")


def checked_prefix(prefix: str) -> str:
    """Give the prefix of all index names if Elasticsearch allows it.

    >>> checked_prefix("claimwire-test")
    'claimwire-test'
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", prefix):
        raise UsageError(f"the prefix {prefix!r} must be lower-case letters, digits, '.', '_', '-', and begin with one")
    return prefix


def cloud_url(cloud_id: str) -> str:
    """Give the URL inside an Elastic Cloud id ("name:base64 of host$cluster$kibana").

    >>> cloud_url("demo:" + base64.b64encode(b"eu.example.org:9243$abc$def").decode())
    'https://abc.eu.example.org:9243'
    """
    try:
        host, cluster, *_ = base64.b64decode(cloud_id.rpartition(":")[2]).decode().split("$")
    except (ValueError, binascii.Error) as error:
        raise UsageError("CLAIMWIRE_ES_CLOUD_ID is not a cloud id: copy it again from the deployment's page") from error
    name, _, port = host.partition(":")
    return f"https://{cluster}.{name}:{port or 443}"


def _authorization() -> str | None:
    if key := _setting("API_KEY"):
        return f"ApiKey {key}"
    user, password = _setting("USER"), _setting("PASSWORD")
    if user and password:
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    if user or password:
        raise UsageError("CLAIMWIRE_ES_USER and CLAIMWIRE_ES_PASSWORD belong together: set both, or an API key")
    return None


def stated_s(variable: str, default: float) -> float:
    """Read seconds from the environment.

    >>> stated_s("CLAIMWIRE_NOT_STATED", 60.0)
    60.0
    """
    stated = os.environ.get(variable)
    if not stated:
        return default
    try:
        return float(stated)
    except ValueError as error:
        raise UsageError(f"{variable} is {stated!r}: state seconds, like {default:.0f}") from error


def _setting(name: str) -> str | None:
    variable = f"CLAIMWIRE_ES_{name}"
    file = os.environ.get(f"{variable}_FILE")
    if not file:
        return os.environ.get(variable) or None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise UsageError(f"{variable}_FILE names {file}, which cannot be read: {error.strerror}") from error

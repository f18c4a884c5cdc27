"""The settings of a feeds file, and what is wrong with one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """One feed. Times are in seconds; `full_text` None: judge each entry; `prune`: XPaths cut out of its pages."""

    url: str
    outlet: str | None = None
    domain: str | None = None
    language: str | None = None
    country: str | None = None
    labels: tuple[str, ...] = ()
    interval_s: float = 900.0
    min_interval_s: float = 300.0
    max_interval_s: float = 86_400.0
    delay_s: float | None = None
    robots: bool = True
    full_text: bool | None = None
    prune: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """What holds for all fetching; None: the built-in value."""

    user_agent: str | None = None
    allow_networks: tuple[str, ...] = ()
    connect_timeout_s: float | None = None
    read_timeout_s: float | None = None
    total_timeout_s: float | None = None
    max_bytes: int | None = None
    max_redirects: int | None = None
    attempts: int | None = None
    host_delay_s: float | None = None
    host_concurrency: int | None = None
    robots: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsConfig:
    """A whole feeds file. `inputs` are further inputs, as `--input` takes them."""

    feeds: tuple[FeedSettings, ...] = ()
    inputs: tuple[str, ...] = ()
    fetch: FetchSettings = FetchSettings()


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a feeds file: its line (from 1), the setting, and what to write instead."""

    line: int
    where: str
    message: str


class ConfigError(Exception):
    """The feeds file has errors: all of them, in order of their lines."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        more = f" (and {len(problems) - 1} more: claimwire validate-config {name})" if len(problems) > 1 else ""
        super().__init__(f"{name}:{first.line}: {first.where}: {first.message}{more}")

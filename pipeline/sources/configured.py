"""A feeds file as inputs and as the fetcher's policy."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from config.feeds import ConfigError, FeedsConfig, FeedSettings, load_feeds
from pipeline.errors import UsageError
from pipeline.sources.inputs import InputSpec, expand_inputs
from pipeline.sources.policy import FeedHint, FetchPolicy
from transforms.parse import FieldMap


def read_config(path: Path) -> FeedsConfig:
    """Read a feeds file; UsageError names its first error and how to see the others."""
    try:
        return load_feeds(path)
    except ConfigError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"--config {path}: {error.strerror}; check the path and its permissions") from error


def inputs_of(config: FeedsConfig, mapping: FieldMap = ()) -> list[InputSpec]:
    """Give the feeds and the further inputs of a feeds file."""
    return [*(_spec(feed) for feed in config.feeds), *expand_inputs(config.inputs, mapping)]


def policy_of(config: FeedsConfig, *, allow_networks: Sequence[str] = (), folder: Path | None = None) -> FetchPolicy:
    """Give the fetcher's policy; `allow_networks` (from the command line) come on top of the file's."""
    stated = {name: value for name, value in asdict(config.fetch).items() if value is not None}
    stated["allow_networks"] = (*config.fetch.allow_networks, *allow_networks)
    hints = tuple(
        FeedHint(feed_url=feed.url, prune=feed.prune, delay_s=feed.delay_s, robots=feed.robots)
        for feed in config.feeds
        if feed.prune or feed.delay_s is not None or not feed.robots
    )
    return replace(FetchPolicy(hints=hints, folder=str(folder) if folder else None), **stated)


def _spec(feed: FeedSettings) -> InputSpec:
    return InputSpec(
        kind="feed",
        location=feed.url,
        outlet=feed.outlet,
        domain=feed.domain,
        language=feed.language,
        labels=(*feed.labels, *((f"country:{feed.country}",) if feed.country else ())),
        full_text=feed.full_text,
        interval_s=feed.interval_s,
        min_interval_s=feed.min_interval_s,
        max_interval_s=feed.max_interval_s,
        host_delay_s=feed.delay_s,
        robots=feed.robots,
    )

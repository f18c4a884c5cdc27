"""Bytes with their origin: files, folders, feeds, pages and standard input, fetched politely and within bounds."""

from pipeline.sources.client import RetryLaterError
from pipeline.sources.configured import inputs_of, policy_of, read_config
from pipeline.sources.files import read_file, read_local
from pipeline.sources.inputs import InputSpec, expand_inputs, field_map
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.polling import Polled, poll_due, seconds_until_due
from pipeline.sources.reading import PageFetcher, fetch, read
from pipeline.sources.rounds import all_at_once, next_round, wait_for_round, with_listed_feeds
from pipeline.sources.state import StateStore
from pipeline.sources.watching import new_files

__all__ = [
    "FetchPolicy",
    "InputSpec",
    "PageFetcher",
    "Polled",
    "RetryLaterError",
    "StateStore",
    "all_at_once",
    "expand_inputs",
    "fetch",
    "field_map",
    "inputs_of",
    "new_files",
    "next_round",
    "policy_of",
    "poll_due",
    "read",
    "read_config",
    "read_file",
    "read_local",
    "seconds_until_due",
    "wait_for_round",
    "with_listed_feeds",
]

"""Bytes with their origin: files, folders, feeds, pages and standard input, fetched politely and within bounds."""

from pipeline.sources.client import RetryLaterError
from pipeline.sources.configured import inputs_of, policy_of, read_config
from pipeline.sources.files import read_file, read_local
from pipeline.sources.inputs import InputSpec, expand_inputs, field_map
from pipeline.sources.policy import FetchPolicy
from pipeline.sources.reading import PageFetcher, fetch, read

__all__ = [
    "FetchPolicy",
    "InputSpec",
    "PageFetcher",
    "RetryLaterError",
    "expand_inputs",
    "fetch",
    "field_map",
    "inputs_of",
    "policy_of",
    "read",
    "read_config",
    "read_file",
    "read_local",
]

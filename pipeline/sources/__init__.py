"""Bytes with their origin: files, folders, feeds, pages and standard input, fetched politely and within bounds."""

from pipeline.sources.client import RetryLaterError
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
    "read",
    "read_file",
    "read_local",
]

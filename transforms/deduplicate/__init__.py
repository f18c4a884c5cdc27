"""Copies: which articles carry the same text, and which of them was first."""

from transforms.deduplicate.diff import Change, describe_change
from transforms.deduplicate.fingerprint import fingerprint, fingerprint_text, fingerprint_texts, fingerprints
from transforms.deduplicate.items import Item
from transforms.deduplicate.pairs import candidate_pairs, keys_of, pairs_from_key
from transforms.deduplicate.resolve import find_duplicates, resolve
from transforms.deduplicate.spread import with_originals
from transforms.deduplicate.verify import Match, verify
from transforms.deduplicate.versions import join_versions, read_side_by_side, version_of, version_order

__all__ = [
    "Change",
    "Item",
    "Match",
    "candidate_pairs",
    "describe_change",
    "find_duplicates",
    "fingerprint",
    "fingerprint_text",
    "fingerprint_texts",
    "fingerprints",
    "join_versions",
    "keys_of",
    "pairs_from_key",
    "read_side_by_side",
    "resolve",
    "verify",
    "version_of",
    "version_order",
    "with_originals",
]

"""Copies: which articles carry the same text, and which of them was first."""

from transforms.deduplicate.diff import Change, describe_change
from transforms.deduplicate.fingerprint import fingerprint, fingerprint_text, fingerprint_texts
from transforms.deduplicate.items import Item
from transforms.deduplicate.pairs import candidate_pairs, pairs_from_key
from transforms.deduplicate.resolve import find_duplicates, resolve
from transforms.deduplicate.spread import with_originals
from transforms.deduplicate.verify import Match, verify

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
    "pairs_from_key",
    "resolve",
    "verify",
    "with_originals",
]

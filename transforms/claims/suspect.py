"""Role inversions of machine translation ("has not shown" for "has not been shown"): flagged, not repaired."""

import re

from transforms.claims.drafts import Draft
from transforms.records import Article

_TRANSFER = r"shown?|presented?|provided?|given?|handed|supplied|submitted|offered|furnished|charged|received"
_NOT_GIVEN = re.compile(
    r"\b(?:(?:still )?(?:has|have|had|did|does|do)(?:\s+still)?(?:\s+not|n['’]t)(?:\s+yet)?)\s+"
    rf"(?P<verb>{_TRANSFER})\s+"
    r"(?:\w+\s+){0,4}?(?:facts?|evidence|proofs?|data|confirmation)\b",
    re.IGNORECASE,
)
_CHARGED = re.compile(r"\bnot been charged with\s+(?:any\s+|\w+\s+){0,3}(?:evidence|facts?|proof)\b", re.IGNORECASE)


def find_suspect(article: Article, draft: Draft) -> str | None:
    """Name what may be inverted in a claim of a machine-translated article, else None."""
    if article.mt is not None and not article.mt.is_machine_translated:
        return None
    text = " ".join(article.body[start:end] for start, end in draft.content)
    if _CHARGED.search(text):
        return "calque: charged with evidence (presented with?)"
    match = _NOT_GIVEN.search(text)
    if match is not None and (article.mt is not None or draft.source is not None):
        return f"role inversion: “{match['verb']}” may stand for “been {match['verb']}”"
    return None

"""Role inversions of machine translation ("has not shown" for "has not been shown"): flagged, not repaired."""

import re

from transforms.claims.drafts import Draft
from transforms.links.parties import Parties
from transforms.records import Article, Claim, Mention

_HAS_NOT = r"\b(?:still )?(?:has|have|had|did|does|do)(?:\s+still)?(?:\s+not|n['’]t)(?:\s+yet)?"
_TRANSFER = (
    r"shown?|present(?:ed)?|provided?|giv(?:e|en)|hand(?:ed)?|suppl(?:y|ied)|submit(?:ted)?|offer(?:ed)?|furnish(?:ed)?"
    r"|charged"
)
_NOT_GIVEN = re.compile(
    rf"{_HAS_NOT}\s+(?:{_TRANSFER})\s+(?:\w+\s+){{0,4}}?(?:facts?|evidence|proofs?|data|confirmation)\b",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(
    rf"{_HAS_NOT}\s+(?:informed|notified|inform|notify|invited?|warned|acquainted|consulted)\s+(?:about|of|to|on)\b",
    re.IGNORECASE,
)
"""A verb without the one that it is done to."""
_CHARGED = re.compile(r"\bnot been charged with\s+(?:any\s+|\w+\s+){0,3}(?:evidence|facts?|proof)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:we|i)\s*\Z", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:the|our)\s+(?:ministry|department|embassy|office|agency|government|military|army|command|side)\s*\Z",
    re.IGNORECASE,
)


def find_suspect(article: Article, draft: Draft) -> str | None:
    """Name what may be inverted in a claim of a machine-translated article, else None."""
    if article.mt is not None and not article.mt.is_machine_translated:
        return None
    text = " ".join(article.body[start:end] for start, end in draft.content)
    if _CHARGED.search(text):
        return "calque: charged with evidence (presented with?)"
    match = _NOT_GIVEN.search(text) or _NOT_TOLD.search(text)
    if match is not None and (article.mt is not None or draft.source is not None):
        return f"role inversion: “{' '.join(match[0].split())}” may stand for its passive"
    return None


def confirm_suspect(article: Article, claim: Claim, parties: Parties) -> str | None:
    """Keep the suspicion where somebody blames the own side; that others showed no evidence is what people say.

    The own side: the speaker, the state that both serve, "we", or "the ministry" that nobody names.
    """
    if claim.suspect is None or claim.suspect.startswith("calque"):
        return claim.suspect
    for span in claim.content:
        text = article.body
        match = _NOT_GIVEN.search(text, span.start, span.end) or _NOT_TOLD.search(text, span.start, span.end)
        if match is None:
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        subject = next((m for m in article.mentions if 0 <= match.start() - m.end <= 1 and m.level != "pronoun"), None)
        if subject is not None:
            return claim.suspect if _is_own_side(subject, claim, parties) else None
        return claim.suspect if _FIRST_PERSON.search(before) or _BODY.search(before) else None
    return None


def _is_own_side(subject: Mention, claim: Claim, parties: Parties) -> bool:
    speaker = claim.speaker
    if speaker is None:
        return False
    own = {speaker.entity_id, speaker.on_behalf_of, *(parties.of_entity(i) for i in _ids(claim))} - {None}
    return subject.entity_id in own or parties.of_entity(subject.entity_id) in own


def _ids(claim: Claim) -> list[str]:
    speaker = claim.speaker
    return [one for one in (speaker.entity_id, speaker.on_behalf_of) if one] if speaker else []

"""The verb of a sentence that was taken for a plural noun: "The source in the centre for health claims that A"."""

from transforms.claims.cues import Hit, is_lost_verb
from transforms.claims.drafts import Draft


def draft_lost_verb(hit: Hit) -> Draft | None:
    """Build the claim of a cue before "that" in a sentence that has no verb of its own by its parse."""
    verb, doc = hit.token, hit.token.doc
    if hit.entry.pos != "verb" or "that" not in hit.entry.frames or not is_lost_verb(verb):
        return None
    root, last = verb.sent.root, verb.sent[-1]
    first = root.i
    while first > verb.sent.start and doc[first - 1].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}:
        first -= 1
    if last.i <= verb.i + 2:
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, confidence=0.7)
    draft.source, draft.source_head = (doc[first].idx, doc[verb.i - 1].idx + len(doc[verb.i - 1])), root.i
    draft.content = [(doc[verb.i + 2].idx, last.idx + len(last))]
    return draft

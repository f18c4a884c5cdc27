"""How something seems, to nobody in particular: "the talks seemed to have stalled", "it appears that B"."""

from collections.abc import Mapping

from spacy.tokens import Token

from transforms.claims.clauses import children, is_negated, own_subject, phrase, reach
from transforms.claims.drafts import Draft, Range
from transforms.claims.frames import has_infinitive
from transforms.claims.lexicon import REPORTING_TYPES, CueEntry
from transforms.claims.sources import set_source

_COMPLEMENTS = frozenset({"xcomp", "acomp", "oprd", "ccomp"})


def draft_impression(verb: Token, entry: CueEntry, span: Range, cues: Mapping[int, CueEntry]) -> Draft | None:
    """Build the claim of how something seems; None where it only comes into sight, or seems to say something."""
    complement = next((c for c in verb.children if c.i > verb.i and _completes(c)), None)
    topic = own_subject(verb)
    if complement is None or topic is None or topic.lower_ == "there":
        return None
    if complement.dep_ == "ccomp" and topic.lower_ != "it":
        return None
    said = cues.get(complement.i)
    if said is not None and said.type in REPORTING_TYPES:
        return None  # "she seemed to say that A": hers
    content = [reach(complement, complement)]
    if complement.dep_ != "ccomp":
        content.insert(0, phrase(topic))
    draft = Draft(
        entry=entry, act=entry.act, cue=span, head=verb.i, cue_negated=is_negated(verb), content=content,
        reason="impression", confidence=0.5,
    )  # fmt: skip
    for prep in children(verb, "prep"):
        if prep.lower_ == "to" and verb.i < prep.i < complement.i:
            set_source(draft, next((c for c in prep.children if c.dep_ == "pobj"), None))
    return draft


def _completes(child: Token) -> bool:
    if child.dep_ in {"xcomp", "ccomp"} and child.pos_ in {"VERB", "AUX"}:
        return child.dep_ == "ccomp" or has_infinitive(child)
    return child.dep_ in _COMPLEMENTS or (child.dep_ == "prep" and child.lower_ == "like")

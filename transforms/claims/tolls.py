"""Figures that somebody gives: "put the death toll at 12", "A poll gives the greens 12 per cent"."""

from spacy.tokens import Token

from transforms.claims.clauses import children, reach
from transforms.claims.drafts import Range
from transforms.claims.lexicon import CueEntry

_TOLLS = frozenset(
    {"toll", "number", "figure", "count", "estimate", "cost", "price", "bill", "damage", "value", "loss", "turnout"}
    | {"total", "probability", "chance", "likelihood", "share", "size", "rate", "population", "budget", "debt"}
)


def toll(verb: Token, entry: CueEntry) -> list[Range]:
    """Give the figure that somebody puts or raises: "put the death toll at 12"."""
    if "toll" not in entry.frames:
        return []
    if entry.cue == "give":
        return _shares(verb)
    for noun in children(verb, "dobj"):
        wanted = _TOLLS if entry.cue in {"put", "place", "peg"} else {"toll"}
        if noun.lemma_.lower() not in wanted or noun.i < verb.i:
            continue
        for prep in [*children(verb, "prep"), *(t for t in noun.subtree if t.dep_ == "prep")]:
            if prep.lower_ in {"at", "to"} and any(t.like_num for t in prep.subtree):
                parts = [c for c in children(verb, "prep") if c.lower_ == "including" and c.i > prep.i]
                return [reach(noun, parts[0] if parts else prep)]
    return []


def _shares(verb: Token) -> list[Range]:
    """Give the shares of a survey: "A poll gives the greens 12 per cent"."""
    survey = next((c for c in children(verb, "nsubj") if c.lemma_.lower() in _SURVEYS), None)
    objects = [c for c in children(verb, "dobj", "dative") if c.i > verb.i]
    share = next((c for c in objects if any(t.like_num for t in c.subtree)), None)
    if survey is None or share is None or not any(t.text == "%" or t.lower_ in _PERCENT for t in verb.subtree):
        return []
    return [(objects[0].left_edge.idx, verb.right_edge.idx + len(verb.right_edge) - (verb.right_edge.text == "."))]


_SURVEYS = frozenset({"survey", "poll", "pollster", "study", "forecast", "projection", "exit-poll"})
_PERCENT = frozenset({"percent", "per", "pc", "points"})

"""Cue verbs of titles that the tagger takes for parts of names: "Harbour Union Denounces Raid on Offices in Velm"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import FINITE, chars
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import load_cues

_FORMS = frozenset(
    {"accuses", "affirms", "announces", "applauds", "assails", "blames", "commends", "condemns", "confirms"}
    | {"criticises", "criticizes", "decries", "denies", "denounces", "deplores", "dismisses", "emphasises"}
    | {"emphasizes", "endorses", "hails", "lauds", "opposes", "reaffirms", "rebuffs", "refutes", "reiterates"}
    | {"rejects", "renounces", "repudiates", "slams", "stresses", "underlines", "underscores", "urges", "welcomes"}
)
"""Third persons that are hardly the plural of a noun."""
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PART"})
_LEAST_OBJECT = 2
_LONGEST_NAME = 6


def draft_title_verbs(doc: Doc, titles: Iterable[Range]) -> Iterator[Draft]:
    """Find who judges, denies or stresses what in titles without a finite verb by their parse."""
    for start, end in titles:
        title = doc.char_span(start, end, alignment_mode="contract")
        verb = _verb(title) if title is not None else None
        if title is None or verb is None:
            continue
        entry = next((e for e in load_cues()["verb"].get(_lemma(verb), ()) if e.particle is None), None)
        if entry is None:
            continue
        last = title[-1] if not title[-1].is_punct else title[-2]
        draft = Draft(entry=entry, act=entry.act, cue=chars(verb, verb), head=verb.i, headline=True, confidence=0.85)
        draft.source, draft.source_head = chars(title[0], doc[verb.i - 1]), verb.i - 1
        draft.content = [chars(doc[verb.i + 1], last)]
        yield draft


def _verb(title: Span) -> Token | None:
    """Find the first word that can only be the verb, between a name in capitals and what it is about."""
    for token in title[1:-_LEAST_OBJECT]:
        if token.tag_ in FINITE or token.i - title.start > _LONGEST_NAME:
            return None
        before, after = token.nbor(-1), token.nbor(1)
        if before.pos_ not in _NOMINAL or not before.text[:1].isupper():
            return None
        if token.lower_ in _FORMS and token.is_title and token.pos_ in {"NOUN", "PROPN"}:
            return token if after.is_title or after.pos_ in _NOMINAL | {"DET"} else None
    return None


def _lemma(verb: Token) -> str:
    form = verb.lower_
    if form.endswith("ies"):
        return form[:-3] + "y"
    return form[:-2] if form.endswith(("sses", "shes")) else form[:-1]

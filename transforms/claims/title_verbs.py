"""Cue verbs of titles that the tagger takes for parts of names: "Harbour Union Denounces Raid on Offices in Velm"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import FINITE, chars
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CueEntry, load_cues
from transforms.claims.people import is_personal
from transforms.claims.told_in import names_body
from transforms.entities.words import PERSON_NOUNS

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
        if title is not None and verb is None and (parted := _with_particle(title)) is not None:
            yield parted
        if title is not None and (joined := _joined(title)) is not None:
            yield joined
        if title is not None and (foreseen := _foreseen(title)) is not None:
            yield foreseen
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


def _joined(title: Span) -> Draft | None:
    """Read what somebody says besides, without a verb: "Mayor rejects claims of theft, | says losses below 400"."""
    at = next((t for t in title[2:-_LEAST_OBJECT] if t.lower_ in _BESIDES and t.nbor(-1).text == ","), None)
    if at is None:
        return None
    rest = [t for t in title[at.i + 1 - title.start :] if not t.is_space]
    verb = next((t for t in title[: at.i - title.start] if t.tag_ == "VBZ"), None)
    who = title[: verb.i - title.start] if verb is not None else title[:0]
    if not len(who) or any(t.is_punct for t in who) or not (is_personal(who[-1]) or who[-1].ent_type_ in _NAMED):
        return None
    speaks = any(t.ent_type_ in _NAMED or is_personal(t) or names_body(t) or t.tag_ in FINITE for t in rest)
    entry = next((e for e in load_cues()["verb"][_lemma(at)] if e.particle is None), None)
    if speaks or entry is None or len(rest) <= _LEAST_OBJECT:
        return None
    draft = Draft(entry=entry, act=entry.act, cue=chars(at, at), head=at.i, headline=True, confidence=0.8)
    draft.source, draft.source_head = chars(who[0], who[-1]), who[-1].i
    draft.content = [chars(rest[0], rest[-1])]
    return draft


_BESIDES = frozenset({"says", "warns", "adds", "announces", "confirms"})


def _foreseen(title: Span) -> Draft | None:
    """Read what a firm or bank expects or will do: "Osk Bank sees growth slowing", "Osk Rail says to cut fares"."""
    verb = next((t for t in title[1:-_LEAST_OBJECT] if t.tag_ in FINITE), None)
    if verb is None or verb.lower_ not in {"sees", "says"} or verb.i - title.start > _LONGEST_NAME:
        return None
    who = title[: verb.i - title.start]
    mark = next((t.i for t in title if t.i > verb.i and t.text in {",", ";", "-", ":", "–"}), title.end)
    rest = [t for t in title.doc[verb.i + 1 : mark] if not t.is_punct and not t.is_space]
    named = any(t.ent_type_ in _NAMED for t in who) or is_personal(who[-1]) or names_body(who[-1])
    if not named or len(rest) < _LEAST_OBJECT or any(t.is_punct for t in who):
        return None
    entry = CueEntry("see", "verb", "predict", "predict", frozenset({"obj"}), "headline", "")
    if verb.lower_ == "says":
        if rest[0].tag_ != "TO" or rest[1].tag_ != "VB":
            return None
        entry = CueEntry("say", "verb", "report", "commit", frozenset({"obj"}), "headline", "")
    elif rest[0].lower_ != "no" and not any(t.lower_ in _FORESEEN or t.tag_ == "VBG" for t in rest[1:]):
        return None
    draft = Draft(entry=entry, act=entry.act, cue=chars(verb, verb), head=verb.i, headline=True, confidence=0.8)
    draft.source, draft.source_head = chars(who[0], who[-1]), who[-1].i
    draft.content = [chars(rest[0], rest[-1])]
    return draft


_FORESEEN = frozenset(
    {"at", "above", "below", "between", "around", "flat", "up", "down", "higher", "lower", "unchanged"}
)


def _with_particle(title: Span) -> Draft | None:
    """Read a verb taken for a plural noun by its particle: "The mayor of Velm brushes off talk of sale"."""
    if any(t.tag_ in FINITE for t in title):
        return None
    for token in title[1 : -_LEAST_OBJECT - 1]:
        if token.tag_ != "NNS" or token.i - title.start > _LONGEST_NAME:
            continue
        following = " ".join(t.lower_ for t in title.doc[token.i + 1 : token.i + 3])
        entries = load_cues()["verb"].get(_lemma(token), ())
        entry = next((e for e in entries if e.particle and f"{following} ".startswith(f"{e.particle} ")), None)
        who = token.nbor(-1)
        if entry is None or not (who.ent_type_ in _NAMED or is_personal(who) or who.lower_ in PERSON_NOUNS):
            continue
        assert entry.particle is not None
        last, end = token.i + len(entry.particle.split(" ")), title[-2] if title[-1].is_punct else title[-1]
        if end.i <= last:
            continue
        cue = chars(token, title.doc[last])
        draft = Draft(entry=entry, act=entry.act, cue=cue, head=token.i, headline=True, confidence=0.8)
        draft.source, draft.source_head = chars(title[0], who), who.i
        draft.content = [chars(title.doc[last + 1], end)]
        return draft
    return None


_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})


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

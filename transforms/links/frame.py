"""What a claim says, reduced to terms that can be stored with it and compared without its article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from config.knowledge import Knowledge
from transforms.dates.expressions import find_expressions
from transforms.dates.reference import Reference
from transforms.dates.resolve import resolve
from transforms.links.lexicons import concepts, concepts_of
from transforms.links.parties import Parties
from transforms.records import Article, Claim

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_LIGHT = frozenset(("carry", "conduct", "launch", "commit", "perform", "stage", "wage", "mount", "perpetrate", "do"))
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "nor", "neither"))
_LEAD = 400  # characters of the body that say what the article is about
_HYPOTHETICAL = frozenset(("if", "whether", "unless"))


@dataclass(frozen=True, slots=True)
class Frame:
    """The terms of a claim, decoded: words, places, deeds ("syria" "chemical", done or not), and the context's."""

    words: frozenset[str]
    places: frozenset[str]
    context_places: frozenset[str]
    context: frozenset[str]
    done: frozenset[tuple[str, str]]
    not_done: frozenset[tuple[str, str]]
    speaker: str | None
    is_sum: bool
    is_past: bool

    @classmethod
    def of(cls, terms: Iterable[str]) -> "Frame":
        """Decode the terms that `describe_content` wrote."""
        by_kind: dict[str, set[str]] = {}
        for term in terms:
            kind, _, value = term.partition(":")
            by_kind.setdefault(kind, set()).add(value)
        speaker = sorted(by_kind.get("by", ()))
        return cls(
            frozenset(by_kind.get("w", ())),
            frozenset(by_kind.get("at", ())),
            frozenset(by_kind.get("near", ())),
            frozenset(by_kind.get("on", ())),
            frozenset(_pair(value) for value in by_kind.get("did", ())),
            frozenset(_pair(value) for value in by_kind.get("not", ())),
            speaker[0] if speaker else None,
            "sum" in by_kind,
            "past" in by_kind,
        )


def _pair(value: str) -> tuple[str, str]:
    party, _, event = value.partition(">")
    return party, event


def describe_content(article: Article, doc: Doc, claim: Claim, parties: Parties) -> tuple[str, ...]:
    """Reduce a claim to sorted terms: words (`w:`), places (`at:`), who did or did not do what (`did:`, `not:`).

    `near:` and `on:` are places and subjects of the article's head, `by:` is the speaker's party, `sum` marks figures
    that add up a long time, `past` a claim about an older event ("that attack", told of in 2013). `doc` is the parse of `article.body`, `parties` those of the article.
    """
    speaker = parties.of_entity(claim.speaker.entity_id) if claim.speaker and claim.speaker.entity_id else None
    if speaker is None and claim.speaker:
        speaker = _nominal_party(doc, claim, parties)
    tokens = [t for span in claim.content for t in _tokens(doc, span.start, span.end)]
    terms = {f"w:{word}" for word in _words(tokens)}
    terms |= {f"w:{m.entity_id}" for s in claim.content for m in parties.named_in(s.start, s.end)}
    terms |= {f"at:{place}" for s in claim.content for place in _places(parties, s.start, s.end)}
    terms |= {f"near:{place}" for place in _places(parties, 0, _LEAD)}
    lead = set(_words(_tokens(doc, 0, min(_LEAD, len(doc.text)))))
    terms |= {f"on:{word}" for word in lead & (concepts_of("means") | concepts_of("topic"))}
    for party, event, is_done in _deeds(claim, tokens, parties, speaker):
        terms.add(f"{'did' if is_done else 'not'}:{party}>{event}")
    if speaker:
        terms.add(f"by:{speaker}")
    if _is_sum(claim):
        terms.add("sum")
    if _is_past(article, doc, claim):
        terms.add("past")
    return tuple(sorted(terms))


def article_parties(article: Article, doc: Doc, knowledge: Knowledge) -> Parties:
    """Work out the parties of an article once, for all its claims."""
    return Parties(article, doc, knowledge)


def _tokens(doc: Doc, start: int, end: int) -> list[Token]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return list(span) if span is not None else []


def _nominal_party(doc: Doc, claim: Claim, parties: Parties) -> str | None:
    if claim.speaker is None:
        return None
    span = doc.char_span(claim.speaker.start, claim.speaker.end, alignment_mode="expand")
    found = sorted(parties.of_phrase(span.root, None)) if span is not None else []
    return found[0] if found else None


def _words(tokens: Iterable[Token]) -> list[str]:
    found = []
    for token in tokens:
        if token.pos_ in _CONTENT and not token.is_stop and len(token.text) > 1:
            concept, kind = concept_of(token)
            if kind != "stop":
                found.append(concept)
    return found


def concept_of(token: Token) -> tuple[str, str]:
    """Fold a word onto its concept: by lemma, by the word as it stands, else the lemma itself."""
    table = concepts()
    lemma = token.lemma_.lower()
    return table.get(lemma) or table.get(token.lower_) or (lemma, "other")


def _places(parties: Parties, start: int, end: int) -> set[str]:
    return {
        m.entity_id
        for m in parties.named_in(start, end)
        if m.type in _PLACES and m.level == "name" and parties.of_entity(m.entity_id) != m.entity_id
        and m.via != "metonym"
    }  # fmt: skip


def _is_sum(claim: Claim) -> bool:
    text = f" {claim.text.lower()} "
    return any(sign in text for sign in _SUMS)


_SUMS = (
    " since the ", " since 20", " since january", " since march", " so far ", " overall ", " the conflict has ",
    " war has ", " conflict began", " war began", " over the past ", " in the past ", " past year", " years of ",
    " last month", " this month", " this year", " last year", " to date", " since the beginning", " in total", " altogether",
    " the toll of the war", " in the conflict", " uprising ", " in recent weeks", " last week", " in a week", " past week",
)  # fmt: skip


def _is_past(article: Article, doc: Doc, claim: Claim) -> bool:
    """Tell whether the claim's sentence dates it long before the article, or points back ("that attack") to one that is."""
    reference = Reference.of(article.reference_date)
    if reference is None or not reference.has_year:
        return False
    start, end = claim.content[0].start, claim.content[-1].end
    low = doc.text.rfind(". ", 0, start) + 1
    if _POINTS_BACK.search(doc.text, start, end):
        low = doc.text.rfind(". ", 0, max(0, low - 2)) + 1
    last: date | None = None
    for expression in find_expressions(doc.text, max(low, start - _BACK), end):
        day = resolve(expression, reference, -1)[1]
        if day and not day.startswith("--"):
            day = {4: day + "-12-31", 7: day + "-28"}.get(len(day), day)
            last = max(last or date.min, date.fromisoformat(day))
    return last is not None and (reference.day - last).days > _LONG_AGO


_POINTS_BACK = re.compile(
    r"\b(?:that|those|the previous|the earlier|previous)\s(?:\w+\s)?(?:attack|strike|raid|incident|massacre|killing|allegation|charge)s?\b",
    re.I,
)
_BACK = 400  # characters
_LONG_AGO = 60  # days


def _deeds(claim: Claim, tokens: list[Token], parties: Parties, speaker: str | None) -> list[tuple[str, str, bool]]:
    """Find who is said to have done what; a denial, a negation or a rejected accusation makes it undone."""
    if claim.act in ("question", "ask", "demand", "predict", "commit", "warn", "welcome"):
        return []
    denies = claim.act == "deny"
    found: list[tuple[str, str, bool]] = []
    inside = {t.i for t in tokens}
    every = {c for t in tokens for c, kind in [concept_of(t)] if kind == "means"}
    target = parties.of_entity(claim.target) if claim.target else None
    for token in tokens:
        concept, kind = concept_of(token)
        if kind not in ("event", "blame") or _is_hypothetical(token) or _is_told(token, inside):
            continue
        means = {c for t in tokens for c, of in [concept_of(t)] if of == "means" and _goes_with(t, token)}
        done = not (denies or _is_negated(token))
        agents = _agents(token, parties, speaker)
        if not agents and target:
            agents = {target}
        if not agents and denies and speaker:
            agents = {speaker}
        for agent in agents:
            found += [(agent, event, done) for event in _events(concept, means)]
    if denies and speaker and not found:
        events = sorted(every) or ["responsible"]
        found = [(speaker, event, False) for event in events]
    if claim.act == "accuse" and target and not found and not any(t.pos_ == "VERB" for t in tokens):
        found = [(target, event, True) for event in sorted(every) or ["responsible"]]
    return found


def _events(concept: str, means: set[str]) -> list[str]:
    if concept in ("use", "attack", "strike", "kill", "possess", "responsible") and means:
        return sorted(means) if concept in ("use", "possess") else [concept, *sorted(means)]
    return [] if concept == "use" else [concept]


def _goes_with(means: Token, event: Token) -> bool:
    """Tell whether the means are those of this event: they depend on it, or it on them, with no other event between."""
    if means == event:
        return True
    for low, high in ((means, event), (event, means)):
        for ancestor in low.ancestors:
            if ancestor == high:
                return True
            if concept_of(ancestor)[1] == "event" and concept_of(ancestor)[0] != "use":
                break
    return False


_TELLING = frozenset(
    (
        "say",
        "tell",
        "deny",
        "refute",
        "reject",
        "dismiss",
        "accuse",
        "blame",
        "claim",
        "allege",
        "suggest",
        "report",
        "announce",
    )
)


def _is_told(token: Token, inside: set[int]) -> bool:
    """Tell whether somebody else's claim inside this one tells of the deed: that is a claim of its own."""
    return any(a.i in inside and a.lemma_ in _TELLING and a.pos_ == "VERB" for a in token.ancestors)


def _is_negated(token: Token) -> bool:
    for word in (token, token.head if token.dep_ in ("dobj", "pobj", "xcomp", "attr", "acomp", "prep") else token):
        if any(c.dep_ == "neg" or c.lower_ in _NEGATIONS for c in word.children):
            return True
    head = token.head
    return head.lemma_ in _LIGHT and any(c.dep_ == "neg" for c in head.children)


def _is_hypothetical(token: Token) -> bool:
    return any(c.lower_ in _HYPOTHETICAL for a in (token, *token.ancestors) for c in a.children if c.dep_ == "mark")


def _agents(token: Token, parties: Parties, own: str | None) -> set[str]:
    """Find who does the deed of a verb or noun: subject, "by", possessor, adjective, subject of a light verb."""
    found: set[str] = set()
    if token.pos_ in ("VERB", "AUX") or token.dep_ in ("acomp", "attr"):
        verb = token if token.pos_ in ("VERB", "AUX") else token.head
        return _of_verb(verb, parties, own)
    for child in token.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod"):
            found |= parties.of_phrase(child, own)
        elif child.dep_ in ("prep", "agent") and child.lower_ in ("by", "of", "from") and child.lower_ == "by":
            for grandchild in child.children:
                found |= parties.of_phrase(grandchild, own)
        elif child.dep_ == "acl" and child.lemma_ in _LIGHT:
            found |= _by(child, parties, own)
    if not found:
        found |= parties.of_phrase(token, own) if token.lower_ in _EVENT_NOUNS else set()
    head = token.head
    if not found and token.dep_ in ("dobj", "nsubjpass", "pobj", "attr"):
        verb = head.head if head.pos_ == "ADP" else head
        if verb.lemma_ in _LIGHT or (token.dep_ == "pobj" and concept_of(verb)[1] in ("blame", "event")):
            found |= _of_verb(verb if verb.pos_ in ("VERB", "AUX") else verb.head, parties, own)
    return found


_EVENT_NOUNS = frozenset(("airstrike", "airstrikes", "strike", "strikes", "raid", "raids", "bombing", "shelling"))


def _of_verb(verb: Token, parties: Parties, own: str | None) -> set[str]:
    found: set[str] = set()
    is_passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if is_passive or verb.tag_ == "VBN":
        found |= _by(verb, parties, own)
    if not is_passive:
        subject = _subject(verb)
        if subject is not None:
            found |= parties.of_phrase(subject, own)
    return found


def _by(verb: Token, parties: Parties, own: str | None) -> set[str]:
    return {
        party
        for child in verb.children
        if child.dep_ == "agent" or child.lower_ == "by"
        for grandchild in child.children
        for party in parties.of_phrase(grandchild, own)
    }


def _subject(verb: Token) -> Token | None:
    """Find the subject of a verb, also where it is shared ("struck and killed") or governs ("of using")."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ == "nsubj":
                return None if child.lower_ in ("who", "which", "that") and verb.dep_ != "relcl" else _antecedent(child)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("NOUN", "PROPN"):
            return verb.head.head  # "the army of using gas"
        if verb.dep_ == "pcomp" and verb.head.head.pos_ == "VERB":
            for child in verb.head.head.children:
                if child.dep_ == "dobj":
                    return child
            return None
        if verb.dep_ not in ("conj", "xcomp", "advcl"):
            return None
        verb = verb.head
    return None


def _antecedent(subject: Token) -> Token:
    if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject

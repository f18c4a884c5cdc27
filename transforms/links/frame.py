"""What a claim says, reduced to terms that can be stored with it and compared without its article."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from spacy.tokens import Doc, Token

from config.knowledge import Knowledge
from transforms.dates.expressions import find_expressions
from transforms.dates.reference import Reference
from transforms.dates.resolve import resolve
from transforms.links.backing import is_backed
from transforms.links.deeds import concept_of, find_deeds
from transforms.links.lexicons import concepts_of, party_nouns
from transforms.links.parties import Parties
from transforms.records import Article, Claim

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_LEAD = 400  # characters of the body that say what the article is about


def describe_content(article: Article, doc: Doc, claim: Claim, parties: Parties) -> tuple[str, ...]:
    """Reduce a claim to sorted terms: words (`w:`), places (`at:`), who did or did not do what (`did:`, `not:`).

    `near:` and `on:` are places and subjects of the article's head, `by:` is the speaker's party, `sum` marks figures
    that add up a long time, `past` a claim about an older event ("that attack", told of in 2013), `backed` a headline
    that a sentence of the body bears out. `doc` is the parse
    of `article.body`, `parties` those of the article.
    """
    speaker = parties.of_entity(claim.speaker.entity_id) if claim.speaker and claim.speaker.entity_id else None
    if speaker is None and claim.speaker:
        speaker = _nominal_party(doc, claim, parties)
    own = parties.speaking(speaker) if speaker else None
    tokens = [t for span in claim.content for t in _tokens(doc, span.start, span.end)]
    terms = {f"w:{word}" for word in _words(tokens)}
    named = [m for s in claim.content for m in parties.named_in(s.start, s.end)]
    terms |= {f"w:{m.entity_id}" for m in named if not m.entity_id.startswith("unk-")}
    terms |= {f"at:{place}" for s in claim.content for place in _places(parties, s.start, s.end)}
    terms |= parties.head_terms
    for party, event, is_done in find_deeds(claim, tokens, parties, own, _subjects(parties)):
        terms.add(f"{'did' if is_done else 'not'}:{party}>{event}")
    if speaker:
        terms.add(f"by:{speaker}")
    if _is_sum(claim):
        terms.add("sum")
    if _is_past(article, claim) or _is_told_earlier(doc, claim, tokens):
        terms.add("past")
    if claim.headline and is_backed(
        (term.removeprefix("w:") for term in terms if term.startswith("w:")), _sentences(article, doc, parties)
    ):
        terms.add("backed")
    return tuple(sorted(terms))


def _sentences(article: Article, doc: Doc, parties: Parties) -> Iterator[set[str]]:
    """Give the words of each sentence of the body, with the names in it."""
    body = [(section.start, section.end) for section in article.sections if section.kind == "body"]
    for sentence in doc.sents:
        if any(start <= sentence.start_char < end for start, end in body):
            names = parties.named_in(sentence.start_char, sentence.end_char)
            yield {*_words(sentence), *(mention.entity_id for mention in names)}


def article_parties(article: Article, doc: Doc, knowledge: Knowledge) -> Parties:
    """Work out the parties of an article once, for all its claims."""
    parties = Parties(article, doc, knowledge)
    lead = set(_words(_tokens(doc, 0, min(_LEAD, len(article.body)))))
    subjects = lead & (concepts_of("means") | concepts_of("topic"))
    places = _places(parties, 0, _LEAD)
    parties.head_terms = frozenset((*(f"on:{word}" for word in subjects), *(f"near:{place}" for place in places)))
    return parties


def _subjects(parties: Parties) -> set[str]:
    return {term.removeprefix("on:") for term in parties.head_terms if term.startswith("on:")}


def _tokens(doc: Doc, start: int, end: int) -> list[Token]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return list(span) if span is not None else []


def _nominal_party(doc: Doc, claim: Claim, parties: Parties) -> str | None:
    if claim.speaker is None:
        return None
    span = doc.char_span(claim.speaker.start, claim.speaker.end, alignment_mode="expand")
    if span is None:
        return None
    heads = [span.root, *(token for token in span if party_nouns().get(token.lower_) == "state")]  # "an army source"
    found = [party for head in heads for party in sorted(parties.of_phrase(head, None))]
    return found[0] if found else parties.of_name(claim.speaker.name)


def _words(tokens: Iterable[Token]) -> list[str]:
    found = []
    for token in tokens:
        if token.pos_ in _CONTENT and not token.is_stop and len(token.text) > 1:
            concept, kind = concept_of(token)
            if kind != "stop":
                found.append(concept)
    return found


def _places(parties: Parties, start: int, end: int) -> set[str]:
    return {
        m.entity_id
        for m in parties.named_in(start, end)
        if m.type in _PLACES and m.level == "name" and m.via != "metonym" and not parties.is_country(m.entity_id)
    }  # fmt: skip


def _is_sum(claim: Claim) -> bool:
    text = f" {claim.text.lower()} "
    return any(sign in text for sign in _SUMS)


_SUMS = tuple(
    f" {sign} "
    for sign in (
        "since the", "since january", "since march", "so far", "overall", "the conflict has", "war has", "years of",
        "conflict began", "war began", "over the past", "in the past", "past year", "last month", "this month",
        "this year", "last year", "to date", "since the beginning", "in total", "altogether", "in the conflict",
        "uprising", "in recent weeks", "last week", "in a week", "past week", "since 2011", "since 2014", "since 2022",
        "times since", "occasions since",
    )
)  # fmt: skip


def _is_told_earlier(doc: Doc, claim: Claim, tokens: Iterable[Token]) -> bool:
    """Tell whether a claim is said to be old, or to tell of old deeds: "had previously accused", "used gas before".

    A denial of old deeds ("has never used them before") is news of today.
    """
    if claim.negated or claim.act == "deny":
        return False
    cue = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand") if claim.cue else None
    around = [child for token in cue or () for child in token.children]
    return any(t.lower_ in _EARLIER and not any(t.children) for t in (*tokens, *around))


_EARLIER = frozenset(("before", "previously", "formerly", "hitherto"))


def _is_past(article: Article, claim: Claim) -> bool:
    """Tell whether the claim's sentence dates it long ago, or points back ("that attack") to one that does."""
    reference = Reference.for_article(article)
    if reference is None or not reference.has_year:
        return False
    text = article.body
    start, end = claim.content[0].start, claim.content[-1].end
    low = text.rfind(". ", 0, start) + 1
    if _POINTS_BACK.search(text[start:end]):
        for _ in range(2):
            low = text.rfind(". ", 0, max(0, low - 2)) + 1
    last: date | None = None
    for expression in find_expressions(text, max(low, start - _BACK), end):
        day = resolve(expression, reference, -1)[1]
        if day and not day.startswith("--"):
            day = {4: day + "-12-31", 7: day + "-28"}.get(len(day), day)
            last = max(last or date.min, date.fromisoformat(day))
    return last is not None and (reference.day - last).days > _LONG_AGO


_POINTS_BACK = re.compile(
    r"^it on\b|\b(?:that|those|the previous|the earlier|previous)\s(?:\w+\s)?"
    r"(?:attack|strike|raid|incident|massacre|killing|allegation|charge)s?\b",
    re.I,
)
_BACK = 400  # characters
_LONG_AGO = 60  # days

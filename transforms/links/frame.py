"""What a claim says, reduced to terms that can be stored with it and compared without its article."""

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from config.knowledge import Knowledge
from transforms.figures.lexicons import words_of
from transforms.links.backing import asserts, is_backed
from transforms.links.concepts import concept_of
from transforms.links.deeds import find_deeds
from transforms.links.lexicons import concepts_of, party_nouns
from transforms.links.parties import Parties
from transforms.links.scope import elsewhere, is_general, is_past, is_sum, is_told_earlier
from transforms.records import Article, Claim

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_LEAD = 400  # characters of the body that say what the article is about


def describe_content(article: Article, doc: Doc, claim: Claim, parties: Parties) -> tuple[str, ...]:
    """Reduce a claim to sorted terms: words (`w:`), places (`at:`), who did or did not do what (`did:`, `not:`).

    `near:` and `on:` are places and subjects of the article's head, `by:` is the speaker's party, `sum` marks figures
    that add up a long time, `past` a claim about an older event ("that attack", told of in 2013), `general` a denial
    that is not of one event, `phrase` a content that is no clause, `backed` a headline that the body bears out,
    `counted` one whose numbers the body has. `doc` is the parse of `article.body`, `parties` those of the article.
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
    terms |= _head_terms(article, claim, parties)
    for party, event, is_done in find_deeds(claim, tokens, parties, own, _subjects(parties)):
        terms.add(f"{'did' if is_done else 'not'}:{party}>{event}")
    if speaker:
        terms.add(f"by:{speaker}")
    if is_sum(claim):
        terms.add("sum")
    if is_past(article, claim) or is_told_earlier(doc, claim, tokens):
        terms.add("past")
    if is_general(doc, claim, tokens):
        terms.add("general")
    if not any(token.tag_ in _FINITE for token in tokens):
        terms.add("phrase")
    if claim.headline:
        terms |= _support(article, doc, claim, parties, tokens, terms)
    return tuple(sorted(terms))


def _support(
    article: Article, doc: Doc, claim: Claim, parties: Parties, tokens: Iterable[Token], terms: Iterable[str]
) -> set[str]:
    """Tell whether the body bears a headline out (or it says nothing to bear out), and whether it has its numbers."""
    words = {term.removeprefix("w:") for term in terms if term.startswith("w:")}
    sentences = list(_sentences(article, doc, parties))
    found = set()
    if any(word.isdigit() for word in words) and all(any(w in s for s in sentences) for w in words if w.isdigit()):
        found.add("counted")
    is_clause = any(token.pos_ in ("VERB", "AUX") for token in tokens)
    if not is_clause or not asserts(claim.text) or is_backed(words, sentences):
        found.add("backed")
    return found


def _head_terms(article: Article, claim: Claim, parties: Parties) -> frozenset[str]:
    """Give what and where the article's head is about; where the text has moved elsewhere, that place instead."""
    shift = elsewhere(article.body, claim)
    places = _places(parties, *shift) if shift else None
    if not places:
        return parties.head_terms
    return frozenset(t for t in parties.head_terms if not t.startswith("near:")) | {f"near:{place}" for place in places}


def _sentences(article: Article, doc: Doc, parties: Parties) -> Iterator[set[str]]:
    """Give the words of each sentence of the body, with the names in it."""
    body = [(section.start, section.end) for section in article.sections if section.kind == "body"]
    for sentence in doc.sents:
        if any(start <= sentence.start_char < end for start, end in body):
            names = parties.named_in(sentence.start_char, sentence.end_char)
            numbers = (_numbers()[token.lower_] for token in sentence if token.lower_ in _numbers())
            yield {*_words(sentence), *numbers, *(mention.entity_id for mention in names)}


@cache
def _numbers() -> dict[str, str]:
    """Give the numerals of number words."""
    return {word: f"{value:g}" for word, value in words_of("numbers", "kind", "unit").items()}


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
    words = claim.speaker.name.lower().split()
    if "state" in {party_nouns().get(word) for word in words} and (country := parties.country_of(words)):
        return country
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
        and not parties.is_side(m)
    }  # fmt: skip

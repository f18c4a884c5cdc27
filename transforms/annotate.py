"""From a parsed body to entities and claims, with the figures and dates that the claims hold."""

from dataclasses import replace

from spacy.tokens import Doc

from config.knowledge import Knowledge
from transforms.claims import find_claims
from transforms.claims.suspect import confirm_suspect
from transforms.dates import find_dates, said_on
from transforms.entities.mentions import find_mentions
from transforms.figures.claimed import claimed_figures
from transforms.figures.find import find_figures
from transforms.known_as import known_as
from transforms.links import with_circumstances
from transforms.links.frame import article_parties, describe_content
from transforms.records import Article, Claim

ANALYSED_CHARACTERS = 200_000
"""Longer bodies are kept whole but are not analysed: the model's memory grows with the text."""


def reason_to_skip(article: Article) -> str | None:
    """Say why an article gets no entities and claims of its own, or None if it does."""
    if article.duplicate is not None:
        return "copy"
    if article.language not in (None, "en"):
        return f"language {article.language}"
    if len(article.body) > ANALYSED_CHARACTERS:
        return "too long"
    if not article.body.strip():
        return "no text"
    return None


def annotate(article: Article, doc: Doc, knowledge: Knowledge) -> Article:
    """Add entities and claims to a normalized article; `doc` is the parse of its body."""
    article = replace(article, mentions=find_mentions(article, doc, knowledge))
    article = replace(article, known_as=known_as(article.mentions, knowledge))
    parties = article_parties(article, doc, knowledge)
    claims = [_with_details(claim, article, doc) for claim in find_claims(article, doc)]
    claims = [replace(c, suspect=confirm_suspect(article, c, parties)) if c.suspect else c for c in claims]
    framed = (replace(claim, frame=describe_content(article, doc, claim, parties)) for claim in claims)
    return replace(article, claims=tuple(map(with_circumstances, framed)))


def _with_details(claim: Claim, article: Article, doc: Doc) -> Claim:
    figures = [figure for span in claim.content for figure in find_figures(article, doc, span.start, span.end)]
    dates = [date for span in claim.content for date in find_dates(article, doc, span.start, span.end)]
    content = [(span.start, span.end) for span in claim.content]
    day = said_on(article, doc, claim.cue.start, claim.cue.end, content) if claim.cue else None
    return replace(claim, figures=tuple(claimed_figures(figures, article.body)), dates=tuple(dates), said_on=day)

"""Claims: who said what. Quotations and cues give drafts, drafts get speakers, acts and ids.

The steps, in reading order: `lexicon` (the cue words), `cues` (where they stand), `quotes` (quotation marks),
`quotations` (whose words they are), `verbs` and `phrases` (what a cue governs), `extract` (their order),
`resolve` (who speaks), `acts` (what kind of act), `suspect` (inverted roles), `build` (records).
"""

from spacy.tokens import Doc

from transforms.claims.build import build_claims
from transforms.claims.drafts import Range
from transforms.claims.extract import draft_claims
from transforms.claims.quotes import find_quotes
from transforms.records import CONTENT_SECTIONS, Article, Claim

__all__ = ["find_claims"]


def find_claims(article: Article, doc: Doc) -> tuple[Claim, ...]:
    """Find every attributed claim of an article.

    `doc` is the parse of `article.body`. Speakers are linked through `article.mentions`; figures and dates are left
    to their own stages.
    """
    quotes = find_quotes(article.body)
    drafts = draft_claims(doc, content_ranges(article), title_ranges(article), quotes, article.mentions)
    return build_claims(article, doc, drafts, quotes)


def content_ranges(article: Article) -> list[Range]:
    """Give the ranges of the body that count; all of it where nothing is labelled."""
    ranges = [(s.start, s.end) for s in article.sections if s.kind in CONTENT_SECTIONS]
    return ranges if article.sections else [(0, len(article.body))]


def title_ranges(article: Article) -> list[Range]:
    """Give the ranges of title, deck and subheadings; the first line where nothing is labelled."""
    if article.sections:
        return [(s.start, s.end) for s in article.sections if s.kind in {"title", "deck", "subheading"}]
    end = article.body.find("\n")
    return [(0, end)] if 0 < end <= 200 else []

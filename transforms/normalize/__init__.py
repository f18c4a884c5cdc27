"""Normalizing: from the raw text to a clean one, every change kept as an edit, every part labelled.

In this order: `characters`, `language`, and for English text `apostrophes`, `machine_translation` (a score and its
signals), `quotations` (with `marks`, `cues`), `casing`, `calques`, `headlines`; then `sections` (with `lines`,
`boilerplate`, `outlets`; within a line `pieces`, `datelines`, `disclaimers`) and `reference` (the day that dates are
counted from).
All changes go through `draft`; what is known of the world stands in the tables of `config/normalize` (`tables`).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from transforms.alignment import Alignment
from transforms.normalize.apostrophes import restore_stripped_apostrophes
from transforms.normalize.calques import find_calques, replace_calques
from transforms.normalize.casing import fix_casing
from transforms.normalize.characters import (
    close_up_punctuation,
    collapse_spaces,
    fix_mojibake,
    remove_end_marks,
    remove_invisible,
    replace_presentation_forms,
    restore_apostrophes,
    restore_lost_marks,
    unescape_entities,
    unwrap_lines,
)
from transforms.normalize.draft import Change, Draft
from transforms.normalize.headlines import fix_duplicated_headline
from transforms.normalize.language import detect_language
from transforms.normalize.machine_translation import score_translation
from transforms.normalize.marks import quoted_ranges
from transforms.normalize.outlets import (
    OutletProfile,
    find_repeated_lines,
    learn_outlet,
    read_profiles,
    write_profiles,
)
from transforms.normalize.pieces import Piece
from transforms.normalize.quotations import repair_quotations
from transforms.normalize.reference import find_reference_date, publish_from_dateline
from transforms.normalize.sections import lay_out
from transforms.records import Article, MachineTranslation, Section

__all__ = ["OutletProfile", "find_repeated_lines", "learn_outlet", "normalize", "read_profiles", "write_profiles"]

Fix = Callable[[str], Iterable[Change]]
Memory = dict[Fix, tuple[str, tuple[Change, ...]]]
"""The last text that each fix was asked about, with its answer."""

CHARACTER_FIXES: tuple[Fix, ...] = (fix_mojibake, unescape_entities, remove_invisible, collapse_spaces, unwrap_lines)
ENGLISH_CHARACTER_FIXES: tuple[Fix, ...] = (
    replace_presentation_forms,
    restore_apostrophes,
    restore_lost_marks,
    remove_end_marks,
    *CHARACTER_FIXES,
    restore_stripped_apostrophes,
)
ENGLISH_FIXES: tuple[Fix, ...] = (close_up_punctuation, repair_quotations, fix_casing, *ENGLISH_CHARACTER_FIXES)
TRANSLATED_QUOTATIONS = frozenset({"quotation-cue", "dialogue-dash", "quotation-nested"})
_ROUNDS = 4


def normalize(article: Article, *, outlet: OutletProfile | None = None) -> Article:
    """Fill in body, sections, edits, title, deck, dateline, dates, language and machine translation from `raw`.

    `apply_edits(raw, edits) == body`, and normalizing the body again changes nothing. In an article of another
    language only characters and white space are repaired.
    """
    memory: Memory = {}
    draft = _settle(Draft.of(article.raw), CHARACTER_FIXES, memory)
    language = detect_language(draft.text) or _primary(article.language)
    translation = None
    if language in {None, "en"}:
        draft, translation = _repair(draft, article, memory)
    alignment = Alignment.of(draft.edits)
    layout = lay_out(
        draft.text,
        title_end=_in_body(alignment, article.title_end),
        deck_end=_in_body(alignment, article.deck_end),
        outlet=outlet,
        language=language or "en",
    )
    sections = tuple(_section(piece, alignment) for piece in layout.pieces)
    article = replace(
        article,
        body=draft.text,
        edits=draft.edits,
        sections=sections,
        title=_first(draft.text, sections, "title") or article.title,
        deck=_first(draft.text, sections, "deck") or article.deck,
        dateline=layout.dateline,
        language=language,
        mt=translation,
    )
    article = replace(article, reference_date=find_reference_date(article))
    return publish_from_dateline(article)


def _repair(draft: Draft, article: Article, memory: Memory) -> tuple[Draft, MachineTranslation]:
    """Score an English text for machine translation, then repair what is proven or, if it is one, likely."""
    draft = _settle(draft, ENGLISH_CHARACTER_FIXES, memory)
    text = draft.text
    repairs = sum(change.rule in TRANSLATED_QUOTATIONS for change in _changes(repair_quotations, text, memory))
    casing = len(_changes(fix_casing, text, memory))
    calques = find_calques(text)
    translation = score_translation(text, casing=casing, calques=calques, quotation_repairs=repairs)

    def fix_calques(now: str) -> Iterable[Change]:
        found = calques if now == text else find_calques(now)
        quoted = quoted_ranges(now) if found else []
        return replace_calques(found, quoted, now, is_machine_translated=translation.is_machine_translated)

    for _ in range(_ROUNDS):
        before = draft.text
        draft = _fix_duplicated_headline(_settle(draft, (*ENGLISH_FIXES, fix_calques), memory), article)
        if draft.text == before:
            break
    return draft, translation


def _settle(draft: Draft, fixes: Iterable[Fix], memory: Memory) -> Draft:
    """Apply the fixes in order, and again until none finds anything more."""
    for _ in range(_ROUNDS):
        before = draft.text
        for fix in fixes:
            draft = draft.apply(_changes(fix, draft.text, memory))
        if draft.text == before:
            break
    return draft


def _changes(fix: Fix, text: str, memory: Memory) -> tuple[Change, ...]:
    """Ask a fix for its changes of a text, once: most texts stay as they are through all rounds."""
    known = memory.get(fix)
    if known is None or known[0] != text:
        known = memory[fix] = text, tuple(fix(text))
    return known[1]


def _fix_duplicated_headline(draft: Draft, article: Article) -> Draft:
    """Delete the second of two equal headlines (the one thing that only the edits keep), or part it from the text."""
    stated_end = _in_body(Alignment.of(draft.edits), article.deck_end or article.title_end)
    return draft.apply(fix_duplicated_headline(draft.text, stated_end))


def _in_body(alignment: Alignment, raw_end: int | None) -> int | None:
    return alignment.to_body(0, raw_end)[1] if raw_end else None


def _primary(language: str | None) -> str | None:
    """Reduce a stated language to its first part: "en-GB" is "en"."""
    return re.split(r"[-_]", language.strip().lower())[0] or None if language else None


def _section(piece: Piece, alignment: Alignment) -> Section:
    raw_start, raw_end = alignment.to_raw(piece.start, piece.end)
    return Section(kind=piece.kind, start=piece.start, end=piece.end, raw_start=raw_start, raw_end=raw_end)


def _first(body: str, sections: Iterable[Section], kind: str) -> str | None:
    return next((body[s.start : s.end] for s in sections if s.kind == kind), None)

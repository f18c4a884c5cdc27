"""Parts of speech, morphology and lemmas, remembered word by word.

The model's attribute ruler and rule lemmatizer decide by a token's word, tag and dependency (a few rules also by the
next token), yet work on every token anew: a quarter of the model's time. Here each is asked once for every such word,
and the answers are the same.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG  # type: ignore[import-not-found]
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

MOST_KEPT = 1_000_000
"""Words remembered in one process; then it begins again."""

Word = tuple[int, int, int]
"""Hashes of (word, tag, dependency); the dependency is 0 where no rule looks at it."""
Forms = tuple[int, int, int, int, int]
"""Hashes of (part of speech, morphology, lemma, tag, dependency)."""


class WordForms:
    """A pipeline component that does what the attribute ruler and then the lemmatizer do."""

    def __init__(self, vocab: Vocab, ruler: Any, lemmatizer: Any) -> None:
        self._vocab, self._ruler, self._lemmatizer = vocab, ruler, lemmatizer
        self._stop, self._punct = vocab.strings.add("."), vocab.strings.add("punct")
        self._known: dict[Word, Forms] = {}
        self._pairs = Matcher(vocab)
        self._words: set[int] = set()
        self._tags: set[int] = set()
        self._deps: set[int] = set()
        for rule in ruler.patterns:
            for pattern in rule["patterns"]:
                self._note(pattern)

    def __call__(self, doc: Doc) -> Doc:
        rows = doc.to_array([ORTH, TAG, DEP, LOWER, IS_SPACE]).tolist()
        words = [
            (orth, tag, dep if space or lower in self._words or tag in self._tags or dep in self._deps else 0)
            for orth, tag, dep, lower, space in rows
        ]
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        if missing := set(words) - self._known.keys():
            self._learn(missing)
        forms = [self._known[word] for word in words]
        for _, start, end in self._pairs(doc):
            forms[start:end] = self._forms(self._row([(orth, tag, dep) for orth, tag, dep, _, _ in rows[start:end]]))
        if forms:
            doc.from_array([POS, MORPH, LEMMA], _array([form[:3] for form in forms]))
        for i, (form, row) in enumerate(zip(forms, rows, strict=True)):
            if form[3] != row[1]:
                doc[i].tag = form[3]
            if form[4] not in (0, row[2]):
                doc[i].dep = form[4]
        return doc

    def _note(self, pattern: Sequence[dict[str, Any]]) -> None:
        """Note what a rule looks at: for rules of one token, where the dependency matters."""
        if len(pattern) > 1:
            self._pairs.add("pair", [list(pattern)])
            return
        (token,) = pattern
        if "DEP" not in token:
            return
        if lowers := _values(token.get("LOWER")):
            self._words |= self._hashes(lowers)
        elif tags := _values(token.get("TAG")):
            self._tags |= self._hashes(tags)
        elif deps := _values(token["DEP"]):
            self._deps |= self._hashes(deps)

    def _hashes(self, strings: Iterable[str]) -> set[int]:
        return {self._vocab.strings.add(string) for string in strings}

    def _learn(self, missing: Collection[Word]) -> None:
        """Ask about words together; where a rule about two of them would apply, with something between."""
        words = list(missing)
        stop = (self._stop, self._stop, self._punct)
        row = self._row([*words, stop])
        if self._pairs(row):
            row = self._row([word for one in words for word in (one, stop)])
            self._known.update(zip(words, self._forms(row)[::2], strict=True))
        else:
            self._known.update(zip(words, self._forms(row)[:-1], strict=True))

    def _row(self, words: Sequence[Word]) -> Doc:
        doc = Doc(self._vocab, words=[self._vocab.strings[orth] for orth, _, _ in words])
        doc.from_array([TAG, DEP], _array([word[1:] for word in words]))
        return doc

    def _forms(self, doc: Doc) -> list[Forms]:
        """Ask the model's own components."""
        asked = self._lemmatizer(self._ruler(doc)).to_array([POS, MORPH, LEMMA, TAG, DEP]).tolist()
        return [(pos, morph, lemma, tag, dep) for pos, morph, lemma, tag, dep in asked]


def _array(rows: Sequence[Sequence[int]]) -> Any:
    return np.array(rows, dtype=np.uint64).reshape(len(rows), -1)


def _values(condition: Any) -> list[str]:
    """Give the values that a condition of a rule allows; none where it only excludes.

    >>> _values("mark"), _values({"IN": ["aux", "auxpass"]}), _values({"NOT_IN": [""]})
    (['mark'], ['aux', 'auxpass'], [])
    """
    if isinstance(condition, str):
        return [condition]
    return list((condition or {}).get("IN", ()))

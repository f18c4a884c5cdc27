"""Which side somebody is on: a state through its organs and officials, a group through its name or its noun."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from config.knowledge import Entity, Knowledge
from transforms.links.lexicons import party_nouns
from transforms.records import Article, Mention

_STATE_KINDS = frozenset(("ministries", "governments", "forces"))
REBELS = "rebels"


class Parties:
    """The parties of one article: each mention's, and the state that "the government" means in it."""

    def __init__(self, article: Article, doc: Doc, knowledge: Knowledge) -> None:
        self._doc = doc
        self._text = article.body
        self.head_terms: frozenset[str] = frozenset()
        """The frame terms that every claim of the article shares: what and where its head is about."""
        self._knowledge = knowledge
        self._mentions = sorted(article.mentions, key=lambda m: (m.start, -m.end))
        self._bodies = {m.entity_id: m.name for m in self._mentions if m.type == "ORG"}
        self._starts = {m.start: m for m in reversed(self._mentions)}
        countries = Counter(
            m.entity_id
            for m in self._mentions
            if m.level in ("name", "adjectival") and self._kind(m.entity_id) == "countries"
        )
        ranked = sorted(countries.items(), key=lambda item: (-item[1], item[0]))
        self.home = ranked[0][0] if ranked else None

    def _kind(self, entity_id: str) -> str:
        entity = self._knowledge.entities.get(entity_id)
        return entity.kind if entity else ""

    def is_country(self, entity_id: str) -> bool:
        return self._kind(entity_id) == "countries"

    def is_side(self, mention: Mention) -> bool:
        """Tell whether a name says only for or against whom something is: "anti-Damascus propaganda"."""
        return (
            self._text[max(0, mention.start - 5) : mention.start].lower().endswith(("anti-", "pro-", "anti ", "pro "))
        )

    def of_entity(self, entity_id: str) -> str | None:
        """Give the party of an entity: a state for its capital, organs and officials; else the entity; no place."""
        entity = self._knowledge.entities.get(entity_id)
        if entity is None:
            return self._state_of(entity_id) or entity_id
        if entity.kind == "countries":
            return entity.id
        if entity.metonym_for:
            return entity.metonym_for
        if entity.country and (entity.kind in _STATE_KINDS or self._is_official(entity)):
            return entity.country
        return None if entity.type in ("GPE", "LOC", "FAC", "NORP") else self._state_of(entity_id) or entity.id

    def _state_of(self, entity_id: str) -> str | None:
        """Give the state of a body that no table knows: "the Icelandic Coast Guard"."""
        words = self._bodies.get(entity_id, "").lower().split()
        if not _STATE_BODIES & set(words):
            return None
        return self.country_of(words)

    def _is_official(self, entity: Entity) -> bool:
        return entity.type == "PERSON" and any(
            role.organization_id == entity.country or self._kind(role.organization_id or "") in _STATE_KINDS
            for role in entity.roles
        )

    def of_phrase(self, token: Token, own: str | None) -> set[str]:
        """Give the parties of the noun phrase under `token`; `own` is who "it", "its forces" and "we" are."""
        found: set[str] = set()
        for part in (token, *(c for c in token.subtree if c.dep_ == "conj" and c.i - token.i < 12)):
            if _is_alternative(part) or _is_in_clause(part, token):
                continue  # "either the army or the militia": of neither is it said
            party = self._of_head(part, own)
            if party:
                found.add(party)
        return found

    def _of_head(self, head: Token, own: str | None) -> str | None:
        left = max(head.left_edge.i, head.i - 6)
        names = self._in(self._doc[left : head.i + 1])
        noun = party_nouns().get(head.lower_)
        if _HELD.match(self._text, head.idx + len(head)):
            return None
        if noun == "own":
            return own
        if noun in ("state", "coalition") and not names:  # "planes of the Russian air force"
            names = self._in_complement(head)
        if noun == REBELS:
            groups = [m.entity_id for m in names if m.level == "name" and self._is_group(m)]
            return groups[0] if groups else REBELS
        words = {t.lower_: None for t in self._doc[left : head.i]}  # in order
        if noun in ("state", "coalition"):
            if words.keys() & _NON_STATE:
                return REBELS
            known = [m.entity_id for m in names if m.entity_id in self._knowledge.entities]
            states = [p for entity_id in known if (p := self.of_entity(entity_id))]
            if states:
                return states[0]
            if names and head.lower_ in _GOVERNMENTS:  # "the Ivanov regime", whoever that is
                return self.home
            if words.keys() & _POSSESSIVES and own:
                return own
            if named := self.country_of(words):
                return named
            return self.home if noun == "state" and _GOVERNMENTS & {head.lower_, *words} else None
        names = [m for m in names if m.end >= head.idx + len(head) or m.start == head.idx]
        return self.of_entity(names[-1].entity_id) if names else None

    def _in_complement(self, head: Token) -> Sequence[Mention]:
        of = next((child for child in head.children if child.lower_ == "of"), None)
        return self._in(self._doc[of.i : of.right_edge.i + 1]) if of is not None else ()

    def of_name(self, name: str) -> str | None:
        """Give the party that a name or description stands for by its words: "the Syrian regime", "rebel groups"."""
        words = name.lower().split()
        kinds = {party_nouns().get(word) for word in words}
        if REBELS in kinds:
            return REBELS
        if "state" not in kinds:
            return None
        return self.country_of(words) or (self.home if _GOVERNMENTS & set(words) else None)

    def country_of(self, words: Iterable[str]) -> str | None:
        """Give the country of the first of some words that is its adjective."""
        found = (e for word in words for e in self._knowledge.by_adjective.get(word, ()) if self.is_country(e))
        return next(found, None)

    def speaking(self, entity_id: str) -> str | None:
        """Give who "it", "we" and "our forces" are in somebody's words: a state or a body, never a person."""
        party = self.of_entity(entity_id)
        entity = self._knowledge.entities.get(party or "")
        is_person = entity.type == "PERSON" if entity else (party or "").startswith("unk-person")
        return None if is_person else party

    def _is_group(self, mention: Mention) -> bool:
        return mention.type == "ORG" and self._kind(mention.entity_id) not in _STATE_KINDS

    def _in(self, span: Span) -> Sequence[Mention]:
        return [m for t in span if (m := self._starts.get(t.idx)) and m.end <= span.end_char + 1]

    def named_in(self, start: int, end: int) -> list[Mention]:
        """Give the mentions inside [start, end), in order."""
        return [m for m in self._mentions if start <= m.start and m.end <= end]


def _is_alternative(token: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ == "or" for head in (token, token.head) for c in head.children)


def _is_in_clause(part: Token, token: Token) -> bool:
    """Tell whether a part of a phrase stands in a clause on it: "an attack carried out by the army and …"."""
    while part != token:
        if part.dep_ in ("acl", "relcl"):
            return True
        part = part.head
    return False


_HELD = re.compile(r"\s?[-–]?\s?(?:held|controlled|run|besieged|occupied)\b")
_NON_STATE = frozenset(
    ("rebel", "rebels", "opposition", "insurgent", "militant", "terrorist", "jihadist", "separatist")
)
_STATE_BODIES = frozenset(
    ("guard", "army", "navy", "force", "forces", "police", "ministry", "government", "troops", "military")
)
_POSSESSIVES = frozenset(("its", "our", "their", "own"))
_GOVERNMENTS = frozenset(("regime", "government", "army", "military", "loyalists", "authorities"))

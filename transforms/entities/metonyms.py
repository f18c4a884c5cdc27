"""Capitals and palaces that speak or act for their state, told from the same words as places."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from config.knowledge import Knowledge
from transforms.entities.found import Found
from transforms.entities.words import ACT_VERBS, LOCATIVES, RELATIONS, SPEECH_VERBS, STATE_NOUNS, TARGET_VERBS, words

_ATTITUDES = words(
    """
    against sure confident aware ready keen guilty honest serious right wrong determined prepared wary worried eager
    reluctant unwilling unable capable responsible open willing interested concerned pleased satisfied opposed
    committed involved adamant silent grateful
    """
)
_JOINT_ACTS = SPEECH_VERBS | RELATIONS | words("work meet coordinate cooperate ally align negotiate")


def speak_for_states(doc: Doc, names: Sequence[Found], knowledge: Knowledge) -> list[Found]:
    """Give capitals and palaces to their state where they speak or act; elsewhere they stay places."""
    tokens = {token.idx: token for token in doc}
    return [_metonym(name, tokens, knowledge) for name in names]


def _metonym(name: Found, tokens: dict[int, Token], knowledge: Knowledge) -> Found:
    entity = knowledge.entities.get(name.ids[0]) if name.ids else None
    if entity is None or entity.metonym_for is None or name.level != "name":
        return name
    token = tokens.get(name.start)
    while token is not None and token.idx + len(token.text) < name.end:
        token = token.nbor(1) if token.i + 1 < len(token.doc) else None
    state = knowledge.entities.get(entity.metonym_for)
    if token is None or state is None or not acts(token, is_palace=entity.type != "GPE"):
        return name
    return replace(name, ids=(state.id,), type=state.type, literal_id=entity.id, via="metonym", score=0.85)


def acts(token: Token, *, is_palace: bool) -> bool:
    """Tell whether the last word of a capital's or palace's name stands for the state.

    It does as the subject of a verb of speech or policy, beside "official", as the owner of a stance ("Moscow's
    position"), or as a party ("ties with Moscow", "urged Damascus"); it does not after "in", "near", "to".
    """
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else None
    if any(child.lower_ == "official" for child in token.lefts) or (before is not None and before.lower_ == "official"):
        return True
    head = token.head
    if _is_located(token):
        return False
    while token.dep_ == "conj" and head.i != token.i:
        token, head = head, head.head
        if _is_located(token):
            return False
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return _is_act(head, passive=token.dep_ == "nsubjpass")
    if token.dep_ == "poss":
        return head.lemma_.lower() in STATE_NOUNS
    if token.dep_ in {"dobj", "dative"}:
        return head.lemma_.lower() in TARGET_VERBS
    if token.dep_ == "pobj":
        return _is_party(head, is_palace=is_palace)
    if token.dep_ in {"ROOT", "nmod", "compound", "npadvmod", "dep", "appos"}:
        following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
        return token.dep_ == "ROOT" and following is not None and following.text in {":", "–", "—"}
    return False


def _is_located(token: Token) -> bool:
    head = token.head
    return token.dep_ == "pobj" and head.lower_ in LOCATIVES and head.head.lemma_.lower() not in RELATIONS


def _is_act(verb: Token, *, passive: bool) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in {"be", "become", "remain"}:
        words = [child for child in verb.rights if child.dep_ in {"acomp", "attr", "prep"}]
        return any(word.lemma_.lower() in ACT_VERBS or word.lower_ in _ATTITUDES for word in words)
    if passive:
        return lemma in TARGET_VERBS
    return lemma in ACT_VERBS or any(child.dep_ in {"ccomp", "xcomp"} for child in verb.children)


def _is_party(preposition: Token, *, is_palace: bool) -> bool:
    noun = preposition.head.lemma_.lower()
    word = preposition.lower_
    if (
        word == "to"
        and preposition.dep_ in {"pcomp", "prep"}
        and preposition.i
        and preposition.nbor(-1).lower_ == "according"
    ):
        return True
    if word in {"with", "between"}:
        return noun in _JOINT_ACTS
    if word == "by":
        return preposition.dep_ == "agent" or noun in {"back", "statement", "move", "decision"}
    if word in {"against", "on"}:
        return noun in {"sanction", "pressure", "accusation", "claim", "war", "embargo", "call"} or is_palace
    if word in {"of", "from"}:
        return noun in TARGET_VERBS | STATE_NOUNS and noun not in {"force", "army", "troops"}
    return False

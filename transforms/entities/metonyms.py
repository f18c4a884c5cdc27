"""Capitals and palaces that speak or act for their state, told from the same words as places."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from config.knowledge import Knowledge
from transforms.entities.found import Found
from transforms.entities.tokens import Tokens, tokens_of
from transforms.entities.words import ACT_VERBS, LOCATIVES, RELATIONS, SPEECH_VERBS, STATE_NOUNS, TARGET_VERBS, words

_ATTITUDES = words(
    """
    against sure confident aware ready keen guilty honest serious right wrong determined prepared wary worried eager
    reluctant unwilling unable capable responsible open willing interested concerned pleased satisfied opposed
    committed involved adamant silent grateful behind disappointed outraged alarmed surprised shocked dismayed troubled
    indignant displeased puzzled appalled perplexed convinced
    """
)
_ADDRESSING = words("appeal respond reply react answer object propose concede complain signal pledge loyal ally threat")
_JOINING = words("compare connect link contrast border flight train road route rail agglomeration")
_TOLD = words("notify remind consult brief alert concern disappoint alarm outrage shock isolate exclude")
_FOLLOWED = words("follow obey provoke irritate anger embarrass outrage appease placate please disappoint")
_OF = words("puppet lackey vassal proxy satellite agent behest tool client henchman mouthpiece dictate")
_FROM = words(
    """
    delegation envoy representative statement support approval permission response signal letter message document note
    reply notice assurance explanation instruction
    """
)
_ANSWERS = words("answer reply retort objection version condition reproach verdict")
_REJECTED = words("deny reject refute dismiss confirm")
_VOICES = words("spokesman spokeswoman spokesperson representative speaker secretary envoy official source")
_HAD = words(
    "plan information objection doubt right reason intention evidence proof idea desire claim complaint illusion"
)
_CITY_VERBS = words(
    """
    host lie sit see celebrate wake boast grow experience record register suffer fall rise burn flood mark stretch
    become remain stand welcome hold house contain sleep shake smell look drown freeze sprawl bustle rank top attract
    report beat lose win draw play receive
    """
)
_CITY_STATES = words("moscow tokyo beijing berlin seoul vienna london brussels delhi singapore luxembourg")
_MADE = words("prompt force urge lead compel push allow cause enable encourage pressure")
_POWERS = frozenset({"regime", "coalition", "government", "rebels", "opposition"})
_PREFIX, _ROW = 2, 4
_JOINT_ACTS = SPEECH_VERBS | RELATIONS | words("work meet coordinate cooperate ally align negotiate")


def speak_for_states(doc: Doc, names: Sequence[Found], knowledge: Knowledge) -> list[Found]:
    """Give capitals and palaces to their state where they speak or act; elsewhere they stay places."""
    tokens = tokens_of(doc)
    return [_metonym(name, tokens, knowledge) for name in names]


def _metonym(name: Found, tokens: Tokens, knowledge: Knowledge) -> Found:
    entity = knowledge.entities.get(name.ids[0]) if name.ids else None
    if entity is None or entity.metonym_for is None or name.level != "name":
        return name
    token = tokens.at(name.start)
    while token is not None and token.idx + len(token.text) < name.end:
        token = token.nbor(1) if token.i + 1 < len(token.doc) else None
    state = knowledge.entities.get(entity.metonym_for)
    if token is None or state is None or not acts(token, is_palace=entity.type != "GPE"):
        return name
    return replace(name, ids=(state.id,), type=state.type, literal_id=entity.id, via="metonym", score=0.85)


def acts(token: Token, *, is_palace: bool) -> bool:
    """Tell whether the last word of a capital's or palace's name stands for the state.

    It does as the subject of a verb that no city does, beside "official", before a headline's colon, as the owner of
    a stance ("Moscow's position"), or as a party ("ties with Moscow", "urged Damascus"); not after "in" or "near".
    """
    if any(child.lower_ == "official" for child in token.lefts) or _before(token).lower() == "official":
        return True
    if any(
        test(token) for test in (_opens_headline, _is_house, _speaks_at_once, _is_against, _has_government, _is_in_row)
    ):
        return True
    if _is_located(token):
        return False
    head = token.head
    while token.dep_ == "conj" and head.i != token.i:
        token, head = head, head.head
        if _is_located(token):
            return False
    if token.dep_ == "attr" and any(_brings_clause(word) for word in token.subtree):
        return True  # "It was London and Paris that bombed"
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return _is_act(head, passive=token.dep_ == "nsubjpass", is_palace=is_palace)
    if token.dep_ == "poss":
        return head.lemma_.lower() in STATE_NOUNS | _ANSWERS
    if token.dep_ in {"dobj", "dative"}:
        made = head.lemma_.lower() in _MADE and any(child.dep_ in {"xcomp", "ccomp"} for child in head.rights)
        return made or head.lemma_.lower() in TARGET_VERBS | _FOLLOWED
    if token.dep_ == "compound":
        return _is_in_front(head, is_palace=is_palace)
    if token.dep_ == "pobj":
        return _is_party(head, is_palace=is_palace)
    return False


def _before(token: Token) -> str:
    return str(token.doc[token.left_edge.i - 1].text) if token.left_edge.i else ""


def _opens_headline(token: Token) -> bool:
    """Tell whether a name stands at the start of a line and before a colon: "Kremlin: no talks are planned"."""
    first = token.left_edge.i
    starts = first == 0 or "\n" in token.doc[first - 1].text or bool(token.doc[first].is_sent_start)
    return starts and token.i + 1 < len(token.doc) and token.doc[token.i + 1].text == ":"


def _is_against(token: Token) -> bool:
    """Tell whether a capital is what somebody is for or against: "anti-Lima", "pro-Lima propaganda"."""
    if token.i < _PREFIX or token.nbor(-1).text != "-":
        return token.lower_.startswith(("anti-", "pro-"))
    return token.nbor(-2).lower_ in {"anti", "pro"}


def _has_government(token: Token) -> bool:
    """Tell whether a state's government is named by its capital: "the Lima regime"; some capitals have their own."""
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return following == "regime" or (following == "government" and token.lower_ not in _CITY_STATES)


def _is_in_row(token: Token) -> bool:
    """Tell whether a capital stands in a row with powers: "naming Lima and the Osk regime", "the regime, Lima and"."""
    doc, at = token.doc, token.i
    if _is_located(token):
        return False
    if at + _ROW < len(doc) and doc[at + 1].text == "and" and doc[at + 2].text == "the":
        return any(word.lower_ in _POWERS and word.dep_ != "compound" for word in doc[at + 3 : at + 5])
    return 1 < at < len(doc) - 1 and doc[at + 1].text == "and" and doc[at - 1].lower_ in _POWERS


def _is_in_front(noun: Token, *, is_palace: bool) -> bool:
    """Tell whether a noun leaves what is before it an actor: "lodged by Oslo groundless", "Kremlin interference"."""
    if noun.dep_ == "pobj" and noun.head.dep_ == "agent":
        return noun.tag_ == "NNP" or noun.lower_.endswith("less")
    return is_palace and (noun.lower_ in STATE_NOUNS or any(word.lower_ == "press" for word in noun.lefts))


def _is_located(token: Token) -> bool:
    head = token.head
    if token.dep_ != "pobj" or head.lower_ not in LOCATIVES:
        return False
    return head.lower_ != "to" or head.head.lemma_.lower() not in RELATIONS | _ADDRESSING


def _is_house(token: Token) -> bool:
    """Tell whether a capital is where something is denied or confirmed, by its state: "In Oslo this is denied"."""
    verb = token.head.head
    if token.dep_ != "pobj" or token.head.text != "In":
        return False
    lemma = verb.lemma_.lower()
    if lemma in _REJECTED and any(
        child.dep_ == "nsubjpass" and child.lower_ in {"this", "it", "that"} for child in verb.lefts
    ):
        return True
    subjects = [child.lower_ for child in verb.lefts if child.dep_ in {"nsubj", "nsubjpass"} and child.i > token.i]
    return lemma in SPEECH_VERBS and verb.i > token.i and subjects == ["they"]


def _speaks_at_once(token: Token) -> bool:
    """Tell whether a translation lets the house speak without a subject: "In Oslo consider that A", "In Oslo noted"."""
    doc, at = token.doc, token.i + 1
    if not token.i or doc[token.i - 1].text != "In" or token.i - 1 != token.sent.start:
        return False
    while at < min(len(doc) - 2, token.i + _ROW) and doc[at].lower_ in _HELPING:
        at += 1
    if at + 1 >= len(doc) or doc[at].tag_ not in {"VBD", "VBP", "VBZ", "VB", "VBN"}:
        return False
    said = doc[at].lemma_.lower() in SPEECH_VERBS | _HOLDING
    return said and doc[at + 1].lower_ in {"that", "this", "the", "it", "with", ",", "a", "an", "about", "his", "these"}


_HELPING = frozenset({"do", "does", "did", "have", "has", "not", "already", "also", "earlier", "are"})
_HOLDING = frozenset(
    {"consider", "believe", "think", "hope", "expect", "agree", "assume", "understand", "doubt", "know"}
)


def _is_act(verb: Token, *, passive: bool, is_palace: bool) -> bool:
    lemma = verb.lemma_.lower()
    if lemma == "see" and any(child.lower_ == "as" for child in verb.rights):
        return True  # "Oslo sees it as a threat", no rain
    if lemma in {"be", "become", "remain"}:
        complements = [child for child in verb.rights if child.dep_ in {"acomp", "attr", "prep"}]
        return any(word.lemma_.lower() in ACT_VERBS or word.lower_ in _ATTITUDES for word in complements)
    if passive:
        return lemma in TARGET_VERBS | _TOLD
    if lemma == "have":
        had = (word for child in verb.rights if child.dep_ == "dobj" for word in child.subtree)
        has_to = any(child.dep_ == "xcomp" for child in verb.rights)  # "Ankara had to send reinforcements"
        has_to = has_to or any(_is_to_do(child) for child in verb.rights)  # "Lima has no right to demand this"
        return has_to or any(word.lemma_.lower() in _HAD | STATE_NOUNS for word in had)
    if lemma == "receive" and any(w.lemma_.lower() in STATE_NOUNS | _HAD for c in verb.rights for w in c.subtree):
        return True  # "Oslo has received no explanations"
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts):
        made = verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_.lower() in _MADE
        return is_palace or made or lemma in ACT_VERBS  # a headline: "Paris to put up a glass wall" is the city
    can = any(child.tag_ == "MD" for child in verb.lefts)
    if lemma == "expect" and can and not any(child.dep_ in {"ccomp", "xcomp"} for child in verb.children):
        return False  # "Moscow can expect showers"
    if lemma == "lie" and (verb.tag_ == "VBG" or not any(child.dep_ in {"prep", "advmod"} for child in verb.rights)):
        return True
    if lemma in ACT_VERBS or any(child.dep_ in {"ccomp", "xcomp"} for child in verb.children):
        return True
    return is_palace or (verb.tag_.startswith("VB") and lemma not in _CITY_VERBS)


def _is_to_do(had: Token) -> bool:
    """Tell whether what somebody has is for doing something, or is denied them for that."""
    return had.dep_ == "dobj" and any(child.dep_ in {"acl", "relcl"} and child.tag_ == "VB" for child in had.children)


def _brings_clause(verb: Token) -> bool:
    return verb.dep_ == "relcl" and any(
        child.dep_ == "nsubj" and child.tag_ in {"WDT", "WP"} for child in verb.children
    )


def _is_party(preposition: Token, *, is_palace: bool) -> bool:
    noun = preposition.head.lemma_.lower()
    if preposition.head.tag_ == "NNPS":
        noun = noun.removesuffix("s")  # "Obligations of Ankara", a headline
    word = preposition.lower_
    if is_palace and noun in _VOICES:
        return False  # "the representative of the Kremlin"
    if (
        is_palace
        and word == "of"
        and (noun in {"website", "site"} or any(child.lower_ == "press" for child in preposition.head.lefts))
    ):
        return True  # "the press service of the Kremlin"
    if word == "to":
        according = preposition.i > 0 and preposition.nbor(-1).lower_ == "according"
        return according or noun in _ADDRESSING | RELATIONS
    if word == "with":
        return noun not in _JOINING
    if word == "between":
        return noun in RELATIONS or noun in _JOINT_ACTS
    if word == "by":
        return (
            preposition.dep_ == "agent"
            or preposition.head.tag_ == "VBN"
            or noun in {"back", "statement", "move", "decision"}
        )
    if word in {"against", "on"}:
        return noun in {"sanction", "pressure", "accusation", "claim", "war", "embargo", "call"} or is_palace
    if word in {"of", "from"}:
        if word == "of" and noun in _OF:
            return True
        return noun in _FROM | TARGET_VERBS | STATE_NOUNS | _ANSWERS and noun not in {"force", "army", "troops"}
    return False

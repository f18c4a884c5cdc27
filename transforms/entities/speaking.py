"""Who speaks: whether a word is the subject of a verb of speech, and whose house an impersonal "they" stands for."""

from spacy.tokens import Span, Token

from transforms.entities.words import ORGANIZATION_NOUNS, SPEECH_VERBS, words

_LIGHT_VERBS = words("use make issue renew voice give release publish deliver extend reiterate")
_SPEECH_NOUNS = words(
    "call appeal warning statement demand promise claim denial remark comment pledge threat assurance expression phrase"
)
_ISSUED = words("report study survey document letter list finding data paper video review bulletin transcript")
_OPINIONS = words("opinion word view estimate account assessment estimation")
_SURE = words("sure convinced confident certain adamant")
_ISSUING = words("issue release publish")
_DEEDS = words(
    """
    order defend support back see agree fear hope expect believe think consider want detail share cast label figure
    relay endorse go continue post decline oppose brief speak talk
    """
)


def is_speaking(token: Token) -> bool:
    """Tell whether a word is the subject of a verb of speech, or the one "according to" whom something is said."""
    while token.dep_ in {"conj", "appos"} and token.head.i != token.i:
        token = token.head
    head = token.head
    if token.dep_ in {"nsubj", "nsubjpass"}:
        while head.dep_ in {"aux", "auxpass"} and head.head.i != head.i:
            head = head.head
        return _speaks(head) or any(_speaks(child) for child in head.children if _shares_subject(child))
    if token.dep_ == "pobj":
        before = head.nbor(-1).lower_ if head.i else ""
        if head.lower_ == "to" and before == "according":
            return True
        if head.lower_ == "of" and head.head.lower_ in _OWN_WORDS and head.head.dep_ == "pobj":
            over = head.head.head  # "by the data of the company"
            return over.lower_ == "by" or (over.lower_ == "to" and over.i > 0 and over.nbor(-1).lower_ == "according")
        if head.lower_ == "in" and token.lower_ in ORGANIZATION_NOUNS:  # "this was reported in the company"
            passive = any(c.dep_ == "auxpass" for c in head.head.children)
            return passive and head.head.lemma_.lower() in SPEECH_VERBS
        return head.lower_ == "by" and head.dep_ == "agent" and head.head.lemma_.lower() in SPEECH_VERBS
    return False


_OWN_WORDS = words("data information estimate estimates figures calculations assessment words forecast forecasts")


def is_quoted(token: Token) -> bool:
    """Tell whether somebody is quoted as saying something: "the agency quotes him as saying"."""
    return token.dep_ in {"dobj", "nsubj"} and (
        (token.head.lemma_.lower() in {"quote", "cite"} and token.i > token.head.i)
        or (token.i > 0 and token.nbor(-1).lemma_.lower() in {"quote", "cite"})
    )


def speaks_by_opinion(token: Token) -> bool:
    """Tell whether a possessive pronoun opens what somebody thinks: "in his opinion", "according to her words"."""
    noun = token.head
    if token.tag_ != "PRP$" or noun.lemma_.lower() not in _OPINIONS or noun.dep_ != "pobj":
        return False
    return noun.head.lower_ in {"in", "by", "to"} and noun.head.dep_ in {"prep", "pcomp", "dep", "ROOT"}


def speaks_next(token: Token) -> bool:
    """Tell whether a word is the verb of speech of the name before it ("the head of the council X said")."""
    return token.tag_ in {"VBD", "VBZ"} and _speaks(token)


def speaks_beside(span: Span) -> bool:
    """Tell whether a verb of speech stands beside a name, also behind the comma that closes an apposition."""
    doc = span.doc
    if span.start and speaks_next(doc[span.start - 1]):
        return True
    if span.end >= len(doc):
        return False
    if speaks_next(doc[span.end]):
        return True
    apposed = span.start and doc[span.start - 1].text == "," and doc[span.end].text == ","
    return bool(apposed) and span.end + 1 < len(doc) and speaks_next(doc[span.end + 1])


def speaks_before_title(span: Span) -> bool:
    """Tell whether a verb of speech stands before a person's title: “…, said chief of the center General X”."""
    doc = span.doc
    for number in range(span.start - 1, max(span.start - 18, 0), -1):
        token = doc[number]
        if speaks_next(token):
            return number + 1 < span.start and (doc[number - 1].is_punct or doc[number - 1].is_space)
        if (
            token.is_space
            or (token.is_punct and token.text not in {"-", "’", "'"})
            or token.pos_ in {"VERB", "AUX", "PRON"}
        ):
            return False
    return False


def main_noun(token: Token) -> Token:
    """Climb from an apposition to what it explains: "The head of the ministry Sergey Lavrov"."""
    while token.dep_ == "appos" and token.head.i != token.i:
        token = token.head
    return token


def is_told(token: Token) -> bool:
    """Tell whether someone is the subject of what another says: Petrov in "Orlov said Petrov would leave"."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"} or verb.dep_ != "ccomp" or verb.head.i > verb.i:
        return False
    return verb.head.lemma_.lower() in SPEECH_VERBS


def is_aside(token: Token) -> bool:
    """Tell whether someone is a subject deeper within what another says or when he says it.

    Petrov in "Orlov spoke when it was clear that Petrov had landed", not in "Orlov spoke and Petrov left".
    """
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    for _ in range(6):
        head = verb.head
        if verb.dep_ not in {"ccomp", "advcl", "conj"}:
            return False
        if verb.dep_ != "conj" and head.i < verb.i and head.lemma_.lower() in SPEECH_VERBS:
            return any(child.dep_ == "nsubj" and child != token for child in head.lefts)
        verb = head
    return False


def only_acts(token: Token) -> bool:
    """Tell whether a pronoun only acts in what somebody says ("said he had ordered an inquiry")."""
    verb = token.head
    told = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in SPEECH_VERBS
    return told and verb.lemma_.lower() in _DEEDS


def is_expletive(token: Token) -> bool:
    """Tell whether "it" stands for a clause that follows: "it was revealed that", "it is difficult to confirm"."""
    verb = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ == "nsubjpass":
        return any(child.dep_ in {"ccomp", "csubj", "xcomp"} and child.i > verb.i for child in verb.children)
    return verb.lemma_ == "be" and any(child.dep_ in {"acomp", "xcomp"} for child in verb.children)


def host_of(token: Token) -> Span | None:
    """Give the house in which an impersonal "they" speaks: "the OSCE" in "In the OSCE they confirmed"."""
    doc, last = token.doc, token.i - 1
    if last > 0 and doc[last].text == ",":
        last -= 1
    for first in range(last, max(token.i - 14, -1), -1):
        before = doc[first]
        if before.text in {"In", "At"} or (before.lower_ in {"in", "at"} and before.i and doc[first - 1].text == ","):
            return doc[first + 1 : last + 1] if first < last else None
        if before.text in {",", ".", ";", ":"} or before.pos_ in {"VERB", "AUX"} or "\n" in before.text:
            return None
    return None


def _speaks(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in {"go", "continue"}:  # "he went on", "he continued"
        return any(child.lower_ == "on" for child in verb.children) or not any(
            child.dep_ == "xcomp" for child in verb.children
        )
    if lemma in _LIGHT_VERBS:  # "he renewed the call", "it issued a warning"
        nouns = _SPEECH_NOUNS | _ISSUED if lemma in _ISSUING else _SPEECH_NOUNS
        return any(child.dep_ == "dobj" and child.lemma_.lower() in nouns for child in verb.rights)
    if lemma == "be":  # "he is sure that A"
        return any(child.dep_ == "acomp" and child.lower_ in _SURE for child in verb.rights)
    passive = lemma == "convince" and any(child.dep_ == "auxpass" for child in verb.lefts)
    return passive or lemma in SPEECH_VERBS


def _shares_subject(verb: Token) -> bool:
    return verb.dep_ == "xcomp" or (verb.dep_ == "conj" and not any(child.dep_ == "nsubj" for child in verb.children))

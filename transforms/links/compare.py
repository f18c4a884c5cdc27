"""Deciding what one claim is to another: the same, a support, a contradiction, or nothing."""

from dataclasses import dataclass

from transforms.links.events import is_background, same_place, same_time, shared_places
from transforms.links.lexicons import concepts_of
from transforms.links.linkable import LinkableClaim
from transforms.links.tolls import agreement, conflict, numbers
from transforms.records import Figure, Relation

_SAME = 0.66
_SAME_UNNAMED = 0.86
_COPIED = 0.93
_SUMMED_UP = 0.8
_MANY_WORDS = 6
_SUPPORT = 0.6
_DENIED = 0.6
_FEW_WORDS = 4
_RELATED = 0.16
_SAME_TOLL = 0.3
_DENIED_TOLL = 0.1
_LIKE_TOLL = 0.55  # where no place is recognized
_SAME_ARTICLE_TOLL = 0.4
_TOLL_DAYS = 2
_NEAR = 500  # characters
_RAIDS = frozenset(("attack", "strike"))
_ATTACKS = frozenset(("attack", "strike", "kill", "responsible"))
_OPPOSED = frozenset({("violate", "respect"), ("respect", "violate"), ("block", "allow"), ("allow", "block")})
_ASSERTIVE = frozenset(("assert", "accuse", "deny", "warn", "welcome"))
_GENERIC_SPEAKERS = frozenset(
    (
        "monitor",
        "monitors",
        "source",
        "sources",
        "activists",
        "witness",
        "witnesses",
        "statement",
        "officials",
        "report",
        "group",
        "monitoring",
        "observatory",
        "denial",
        "video",
        "images",
        "earlier",
    )
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two claims relate, how surely, and what shows it: what the first says, and what the second."""

    relation: Relation
    score: float
    first: str
    second: str


def compare(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Relate two claims whose words are alike by `likeness` (0 to 1); None where nothing is sure."""
    if a.nested_in == b.id or b.nested_in == a.id or a.id == b.id:
        return None
    return _contradiction(a, b, likeness) or _same(a, b, likeness) or _support(a, b, likeness)


def speaker_keys(claim: LinkableClaim) -> frozenset[str]:
    """Name the speaker, and on whose behalf; empty where nobody is named ("a source", "activists")."""
    if claim.speaker_id or claim.on_behalf_of:
        return frozenset(key for key in (claim.speaker_id, claim.on_behalf_of) if key)
    words = (claim.speaker or "").lower().replace(",", " ").split()
    if not words or _GENERIC_SPEAKERS & set(words):
        return frozenset()
    return frozenset((" ".join(w for w in words if w != "the"),))


def _one_speaker(a: LinkableClaim, b: LinkableClaim) -> bool:
    if speaker_keys(a) & speaker_keys(b):
        return True
    first, second = (f" {(claim.speaker or '').lower()} " for claim in (a, b))
    return min(len(first.split()), len(second.split())) > 1 and (first in second or second in first)


# --- same ---


def _same(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    summed_up = _summed_up(a, b, likeness)
    if summed_up:
        return Verdict("same", summed_up, _quote(a), _quote(b))
    if likeness < _SAME or min(len(a.words), len(b.words)) < _FEW_WORDS or not _compatible(a, b):
        return None
    if numbers(a) != numbers(b) or not same_time(a, b) or not same_place(a, b):
        return None
    known = _one_speaker(a, b)
    unnamed = not speaker_keys(a) or not speaker_keys(b) or a.headline or b.headline
    copied = likeness >= _COPIED and min(len(a.words), len(b.words)) >= _MANY_WORDS
    if known or (unnamed and likeness >= _SAME_UNNAMED) or (copied and not (_is_known(a) and _is_known(b))):
        return Verdict("same", round(likeness, 3), _quote(a), _quote(b))
    return None


def _summed_up(a: LinkableClaim, b: LinkableClaim, likeness: float) -> float | None:
    """Measure how far a headline says what a claim of its article says: the share of its words, in their weight."""
    if a.article_id != b.article_id or a.headline == b.headline or not _compatible(a, b):
        return None
    head, body = (a, b) if a.headline else (b, a)
    if len(head.words) < _FEW_WORDS or not numbers(head) <= numbers(body):
        return None
    if speaker_keys(head) and speaker_keys(body) and not _one_speaker(a, b):
        return None
    share = len(head.words & body.words) / len(head.words)
    return round(share, 3) if share >= _SUMMED_UP and likeness >= _RELATED else None


def _compatible(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether act and polarity let two claims say the same."""
    if a.negated != b.negated or (a.act == "deny") != (b.act == "deny"):
        return False
    if (a.act in _ASSERTIVE) != (b.act in _ASSERTIVE):
        return False
    return not (a.frame.done & b.frame.not_done or b.frame.done & a.frame.not_done)


def _is_known(claim: LinkableClaim) -> bool:
    return bool(claim.speaker_id) and not str(claim.speaker_id).startswith("unk-")


# --- contradicts ---


def _contradiction(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    if _one_speaker(a, b) or not same_time(a, b):
        return None
    differ = _tolls_differ(a, b, likeness)
    if differ or a.speaker is None or b.speaker is None:  # "allegations that …" are nobody's
        return differ
    undone = _undone(a, b, likeness) or _undone(b, a, likeness, swap=True)
    return undone or _denied(a, b, likeness) or _opposed(a, b, likeness) or _blamed(a, b, likeness)


def _tolls_differ(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    if a.act not in _ASSERTIVE or b.act not in _ASSERTIVE or a.frame.is_sum or b.frame.is_sum:
        return None
    if likeness < _needed_likeness(a, b) or abs((a.at - b.at).days) > _TOLL_DAYS or is_background(a):
        return None
    if not same_place(a, b) or not _same_parties(a, b):
        return None
    if a.outlet == b.outlet and not (speaker_keys(a) and speaker_keys(b)):
        return None  # "a source" and "earlier, a source" may count two attacks
    if a.article_id == b.article_id and likeness < _SAME_ARTICLE_TOLL:
        return None  # one article tells of several attacks
    found = conflict(a, b)
    if not found or _is_update(a, b, found):
        return None
    return Verdict("contradicts", round(0.6 + 0.4 * likeness, 3), _say(a, found[0]), _say(b, found[1]))


def _needed_likeness(a: LinkableClaim, b: LinkableClaim) -> float:
    """Say how alike two tolls' claims must be: "no casualties" denies any toll of the place, in whatever words."""
    if not shared_places(a, b):
        return _LIKE_TOLL
    return _DENIED_TOLL if any(figure.value == 0 for claim in (a, b) for figure in claim.figures) else _SAME_TOLL


def _is_update(a: LinkableClaim, b: LinkableClaim, found: tuple[Figure, Figure]) -> bool:
    """Tell whether the later toll is the higher one: it grew, nobody was contradicted."""
    first, second = (f.value if f.value is not None else f.high or f.low or 0.0 for f in found)
    if a.at.date() == b.at.date() or not first or not second:
        return False
    return (second > first) == (b.at > a.at)


def _same_parties(a: LinkableClaim, b: LinkableClaim) -> bool:
    first = {party for party, event in a.frame.done if event in _ATTACKS}
    second = {party for party, event in b.frame.done if event in _ATTACKS}
    return not first or not second or bool(first & second)


def _undone(a: LinkableClaim, b: LinkableClaim, likeness: float, *, swap: bool = False) -> Verdict | None:
    """Find a deed that `a` says a party did not do and `b` says it did."""
    if b.act == "deny" or not b.frame.done or not a.frame.not_done or not same_place(a, b):
        return None
    if b.frame.is_sum:  # "136 times since": not what is denied
        return None
    for party, event in sorted(a.frame.not_done):
        if b.frame.speaker == party:
            continue
        matched = _match(event, {e for p, e in b.frame.done if p == party}, a, b)
        if matched is None:
            continue
        told_just_before = event == "responsible" and _just_before(a, b)
        if matched in _RAIDS and abs((a.at.date() - b.at.date()).days) > 1:
            continue
        is_general = matched not in concepts_of("means") and not told_just_before
        if is_general and likeness < _RELATED and not (a.frame.places & b.frame.places):
            continue
        score = round(0.7 + 0.3 * min(1.0, likeness + 0.2 * bool(shared_places(a, b))), 3)
        first, second = _quote(a), _quote(b)
        return Verdict("contradicts", score, *((second, first) if swap else (first, second)))
    return None


def _denied(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find a statement that the other denies in nearly the same words: "talks were held", "no talks were held"."""
    if likeness < _DENIED or _is_no(a) == _is_no(b) or not {a.act, b.act} <= _ASSERTIVE or not same_place(a, b):
        return None
    if min(len(a.words), len(b.words)) < _FEW_WORDS or numbers(a) != numbers(b) or is_background(a):
        return None
    if a.article_id == b.article_id and (a.nested_in or b.nested_in):
        return None
    return Verdict("contradicts", round(likeness, 3), _quote(a), _quote(b))


def _is_no(claim: LinkableClaim) -> bool:
    return (claim.act == "deny") != claim.negated


def _match(event: str, others: set[str], a: LinkableClaim, b: LinkableClaim) -> str | None:
    """Match a deed with one like it; a bare "responsibility" is that for what both articles are about."""
    if event == "responsible" and others and _just_before(a, b):
        return min(others)
    if event in others:
        return None if event == "responsible" and not _one_subject(a, b) else event
    means = concepts_of("means")
    if event == "responsible" and _one_subject(a, b):
        found = sorted(others & means) or sorted(others & _ATTACKS)
        return found[0] if found else None
    if event in means and "responsible" in others and event in b.frame.context:
        return event
    if event in ("attack", "strike") and others & {"attack", "strike"}:
        return event
    return None


def _just_before(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether `b` stands just before `a`: what "refuted these allegations" refutes."""
    return a.article_id == b.article_id and 0 < a.start - b.start < _NEAR


def _one_subject(a: LinkableClaim, b: LinkableClaim) -> bool:
    return bool(a.frame.context & b.frame.context) and bool(
        (a.frame.context_places | a.frame.places) & (b.frame.context_places | b.frame.places)
    )


def _opposed(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find a party that the one says kept what the other says it broke, or let through what it blocked."""
    if likeness < _RELATED or "deny" in (a.act, b.act) or abs((a.at - b.at).days) > _TOLL_DAYS or not same_place(a, b):
        return None
    for party, event in sorted(a.frame.done):
        for other in sorted(e for p, e in b.frame.done if p == party):
            if (event, other) in _OPPOSED:
                return Verdict("contradicts", round(0.6 + 0.4 * likeness, 3), _quote(a), _quote(b))
    return None


def _blamed(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    """Find one deed that the two blame on different parties."""
    if not _one_subject(a, b) or is_background(a) or abs((a.at - b.at).days) > _TOLL_DAYS:
        return None
    if "accuse" not in (a.act, b.act) or a.negated or b.negated or "deny" in (a.act, b.act):
        return None
    means = concepts_of("means") & a.frame.context & b.frame.context
    first, second = _doers(a, means), _doers(b, means)
    if not first or not second or first & second or not same_place(a, b):
        return None
    if b.frame.speaker in second or a.frame.speaker in first or likeness < _RELATED:
        return None
    return Verdict("contradicts", round(0.65 + 0.3 * likeness, 3), _quote(a), _quote(b))


def _doers(claim: LinkableClaim, means: frozenset[str]) -> set[str]:
    return {party for party, event in claim.frame.done if event in means or event == "responsible"}


# --- supports ---


def _support(a: LinkableClaim, b: LinkableClaim, likeness: float) -> Verdict | None:
    if _one_speaker(a, b) or a.act not in _ASSERTIVE or b.act not in _ASSERTIVE or not same_time(a, b):
        return None
    if a.negated != b.negated or (a.act == "deny") != (b.act == "deny"):
        return None
    if not same_place(a, b) or conflict(a, b):
        return None
    alike = agreement(a, b)
    if alike and likeness >= _SAME_TOLL and shared_places(a, b):
        return Verdict("supports", round(0.5 + 0.5 * likeness, 3), _say(a, alike[0]), _say(b, alike[1]))
    if likeness >= _SUPPORT and min(len(a.words), len(b.words)) >= _FEW_WORDS and numbers(a) == numbers(b):
        return Verdict("supports", round(likeness, 3), _quote(a), _quote(b))
    deeds = _deeds_in_common(a, b)
    if deeds and _one_subject(a, b) and shared_places(a, b) and not is_background(a):
        return Verdict("supports", round(0.5 + 0.4 * likeness, 3), _quote(a), _quote(b))
    return None


def _deeds_in_common(a: LinkableClaim, b: LinkableClaim) -> bool:
    """Tell whether both say that one party did, or did not do, what both articles are about."""
    means = concepts_of("means") | {"responsible"}
    both = (a.frame.done & b.frame.done) | (a.frame.not_done & b.frame.not_done)
    return any(event in means for _, event in both)


# --- evidence ---

_SHOWN = 60  # characters of a content
_NAMED = 40  # of a speaker


def _source(claim: LinkableClaim) -> str:
    names = [_shorten(name, _NAMED) for name in (claim.speaker, claim.outlet) if name]
    return f"({', '.join(names)})"


def _say(claim: LinkableClaim, figure: Figure) -> str:
    words = figure.text if figure.value == 0 or not figure.what else f"{figure.text} {figure.what}"
    return f"{_shorten(words, _SHOWN)} {_source(claim)}"


def _quote(claim: LinkableClaim) -> str:
    verb = {"deny": "denied: ", "accuse": "accused: "}.get(claim.act, "")
    return f"{verb}“{_shorten(claim.text, _SHOWN)}” {_source(claim)}"


def _shorten(text: str, limit: int) -> str:
    """Cut a text at a word: evidence is one line, whatever the length of what it quotes.

    >>> _shorten("the bridge over the river was safe", 20)
    'the bridge over …'
    """
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0][: limit - 2] + " …"

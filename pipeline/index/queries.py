"""The analyst's questions as search bodies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from pipeline.errors import UsageError

Target = Literal["claims", "articles", "stories"]
Body = dict[str, Any]

MARK_START, MARK_END = "\ue000", "\ue001"
"""Around what matched: private characters, so that no text from a feed can pretend to match with HTML."""

TEXT_FIELDS: dict[Target, list[str]] = {
    "claims": ["text^3", "article_title", "speaker.name.words", "speaker.role.words", "about_names.words"],
    "articles": ["title^3", "deck^2", "body", "source.name.words", "entities.name.words"],
    "stories": ["title^3", "top_claims", "entities.words", "outlets.words"],
}
PHRASE_FIELDS: dict[Target, list[str]] = {
    "claims": ["text.phrases"],
    "articles": ["title.phrases^2", "body.phrases"],
    "stories": [],
}
HIGHLIGHTED: dict[Target, dict[str, Body]] = {
    "claims": {"text": {"number_of_fragments": 0}},
    "articles": {"title": {"number_of_fragments": 0}, "body": {"number_of_fragments": 2, "fragment_size": 160}},
    "stories": {"title": {"number_of_fragments": 0}, "top_claims": {"number_of_fragments": 0}},
}
SHOWN: dict[Target, list[str]] = {
    "claims": [
        "id", "article_id", "story_id", "outlet", "url", "published_at", "@timestamp", "speaker", "cue.negated", "act",
        "negated", "text", "content", "about_names", "figures", "said_on", "links", "is_machine_translated",
    ],
    "articles": [
        "id", "story_id", "source", "url", "origin", "published_at", "@timestamp", "title", "deck", "duplicate",
        "copies", "mt", "language",
    ],
    "stories": [
        "id", "title", "first_at", "last_at", "article_count", "outlets", "entities", "claims", "contradictions",
        "top_claims",
    ],
}  # fmt: skip
"""What is printed, so that texts of many kilobytes are not fetched to show a line."""

ONLY_FOR: dict[str, tuple[Target, ...]] = {
    "speaker": ("claims",),
    "act": ("claims",),
    "contradictions": ("claims", "stories"),
    "copies_of": ("articles",),
}
LONGEST_HIGHLIGHT = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to look for; names are matched by all their words, ids exactly.

    `speaker_ids` and `about_ids` are entities that the knowledge base knows under the given names.
    """

    text: str | None = None
    speaker: str | None = None
    speaker_ids: tuple[str, ...] = ()
    about: str | None = None
    about_ids: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    story: str | None = None
    contradictions: bool = False
    copies_of: str | None = None


def search_body(target: Target, question: Question, *, size: int = 10, skip: int = 0, whole: bool = False) -> Body:
    """Give the search for one kind of document; `whole` fetches complete documents."""
    _refuse_filters_of_others(target, question)
    text = question.text
    query: Body = {"filter": _filters(target, question)}
    if text:
        query["must"] = [_text_query(text, TEXT_FIELDS[target])]
        if PHRASE_FIELDS[target]:
            query["should"] = [{"multi_match": {"query": text, "fields": PHRASE_FIELDS[target], "type": "best_fields"}}]
    newest: list[Any] = [{"@timestamp": "desc"}, {"id": "asc"}]
    return {
        "query": {"bool": query},
        "sort": ["_score", *newest] if text else newest,
        "size": size,
        "from": skip,
        "track_total_hits": True,
        "_source": True if whole else SHOWN[target],
        "highlight": {
            "pre_tags": [MARK_START],
            "post_tags": [MARK_END],
            "max_analyzed_offset": LONGEST_HIGHLIGHT,
            "fields": HIGHLIGHTED[target],
        },
    }


def claims_by_id(ids: Sequence[str]) -> Body:
    """Give the search for claims that others link to."""
    return {"query": {"terms": {"id": list(ids)}}, "size": len(ids), "_source": SHOWN["claims"]}


def moment(text: str, option: str) -> str:
    """Give a date, or "7d" (that long ago), in Elasticsearch's date mathematics; a day or month is meant whole.

    >>> moment("2016-02", "--until"), moment("48h", "--since")
    ('2016-02||/M', 'now-48h')
    """
    if re.fullmatch(r"\d{1,4}[hdwMy]", text):
        return f"now-{text}"
    for pattern, unit in ((r"\d{4}", "y"), (r"\d{4}-\d\d", "M"), (r"\d{4}-\d\d-\d\d", "d")):
        if re.fullmatch(pattern, text):
            return f"{text}||/{unit}"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", text):
        return text
    raise UsageError(f"{option} {text!r}: give a date (2016, 2016-02, 2016-02-08), a moment, or an age (48h, 7d, 2w)")


def _filters(target: Target, question: Question) -> list[Body]:
    given: list[Body | None] = [
        _named(question.speaker, question.speaker_ids, ["speaker.name", "speaker.role"], _SPEAKER_IDS),
        _named(question.about, question.about_ids, _ABOUT[target], _ABOUT_IDS[target]),
        {"terms": {"act": list(question.act)}} if question.act else None,
        _named(question.outlet, (), _OUTLET[target], _OUTLET_IDS[target]),
        _between(question),
        {"term": {"id" if target == "stories" else "story_id": question.story}} if question.story else None,
        _contradicted(target) if question.contradictions else None,
        _copies(question.copies_of) if question.copies_of else None,
        {"bool": {"must_not": {"exists": {"field": "merged_into"}}}} if target == "stories" else None,
    ]
    return [one for one in given if one is not None]


_SPEAKER_IDS = ["speaker.entity_id", "speaker.on_behalf_of"]
_ABOUT: dict[Target, list[str]] = {"claims": ["about_names"], "articles": ["entities.name"], "stories": ["entities"]}
_ABOUT_IDS: dict[Target, list[str]] = {"claims": ["about"], "articles": ["entities.entity_id"], "stories": []}
_OUTLET: dict[Target, list[str]] = {"claims": ["outlet"], "articles": ["source.name"], "stories": ["outlets"]}
_OUTLET_IDS: dict[Target, list[str]] = {
    "claims": ["source_id"],
    "articles": ["source.id", "source.domain"],
    "stories": [],
}


def _named(name: str | None, ids: Sequence[str], name_fields: Sequence[str], id_fields: Sequence[str]) -> Body | None:
    """Match a name by all its words in one field, or an id."""
    if not name:
        return None
    words: list[Body] = [{"match": {f"{field}.words": {"query": name, "operator": "and"}}} for field in name_fields]
    exact: list[Body] = [{"terms": {field: [name, *ids]}} for field in id_fields]
    return {"bool": {"should": words + exact, "minimum_should_match": 1}}


def _between(question: Question) -> Body | None:
    limits = {}
    if question.since:
        limits["gte"] = moment(question.since, "--since")
    if question.until:
        limits["lte"] = moment(question.until, "--until")
    return {"range": {"@timestamp": limits}} if limits else None


def _contradicted(target: Target) -> Body:
    if target == "stories":
        return {"range": {"contradictions": {"gt": 0}}}
    return {"term": {"links.relation": "contradicts"}}


def _copies(article_id: str) -> Body:
    """Match an article and its copies."""
    either: list[Body] = [{"term": {"duplicate.of": article_id}}, {"term": {"id": article_id}}]
    return {"bool": {"should": either, "minimum_should_match": 1}}


def _text_query(text: str, names: list[str]) -> Body:
    """Match all words, "phrases", -without and prefix* as analysts type them; nothing they type is an error."""
    return {"simple_query_string": {"query": text, "fields": names, "default_operator": "and", "lenient": True}}


def _refuse_filters_of_others(target: Target, question: Question) -> None:
    for field in fields(question):
        allowed = ONLY_FOR.get(field.name)
        if allowed and getattr(question, field.name) and target not in allowed:
            option = f"--{field.name.replace('_', '-')}"
            raise UsageError(f"{option} is a filter for {' and '.join(allowed)}: use it with --{allowed[0]}")

"""Kibana's query language as Elasticsearch queries: the part of it that our dashboards use."""

import re
from itertools import pairwise
from typing import Any

Query = dict[str, Any]

_TOKEN = re.compile(r'\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<sign>[():]|>=|<=|>|<)|(?P<word>[^\s():<>"]+))')
_RANGES = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


def to_query(text: str) -> Query:
    """Translate; ValueError names what is not understood.

    >>> to_query("act: (accuse or deny)")["bool"]["should"]
    [{'match': {'act': 'accuse'}}, {'match': {'act': 'deny'}}]
    >>> to_query("not mt.is_machine_translated: true")
    {'bool': {'must_not': [{'match': {'mt.is_machine_translated': 'true'}}]}}
    """
    if not text.strip():
        return {"match_all": {}}
    parser = _Parser(text)
    query = parser.alternatives()
    if parser.tokens:
        raise ValueError(f"{text!r}: {parser.tokens[0]!r} is one too many")
    return query


def fields(text: str) -> set[str]:
    """Give the fields that a query names.

    >>> sorted(fields('state: failed or problems: *'))
    ['problems', 'state']
    """
    tokens = _tokens(text)
    return {word for word, sign in pairwise(tokens) if sign == ":" or sign in _RANGES}


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)

    def alternatives(self) -> Query:
        return _either(self._listed("or", self._conjunction))

    def _conjunction(self) -> Query:
        queries = self._listed("and", self._negation)
        return queries[0] if len(queries) == 1 else {"bool": {"filter": queries}}

    def _negation(self) -> Query:
        if self.tokens[:1] == ["not"]:
            self.tokens.pop(0)
            return {"bool": {"must_not": [self._negation()]}}
        if self.tokens[:1] == ["("]:
            return self._in_brackets(self.alternatives)
        return self._comparison()

    def _comparison(self) -> Query:
        field, sign = self._next(), self._next()
        if sign in _RANGES:
            return {"range": {field: {_RANGES[sign]: self._next()}}}
        if sign != ":":
            raise ValueError(f"{self.text!r}: a field and a colon are wanted before {sign!r}")
        if self.tokens[:1] == ["("]:
            return self._in_brackets(lambda: _either(self._listed("or", lambda: self._value(field))))
        return self._value(field)

    def _value(self, field: str) -> Query:
        value = self._next()
        if value == "*":
            return {"exists": {"field": field}}
        if value.startswith('"'):
            return {"match_phrase": {field: re.sub(r"\\(.)", r"\1", value[1:-1])}}
        return {"match": {field: value}}

    def _listed(self, word: str, read: Any) -> list[Query]:
        queries = [read()]
        while self.tokens[:1] == [word]:
            self.tokens.pop(0)
            queries.append(read())
        return queries

    def _in_brackets(self, read: Any) -> Query:
        self.tokens.pop(0)
        query: Query = read()
        if self._next() != ")":
            raise ValueError(f"{self.text!r}: a bracket is not closed")
        return query

    def _next(self) -> str:
        if not self.tokens:
            raise ValueError(f"{self.text!r} ends too early")
        return self.tokens.pop(0)


def _either(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"{text!r}: not understood from {text[position:]!r} on")
        tokens.append(match.group().strip())
        position = match.end()
    return tokens

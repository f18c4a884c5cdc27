"""What a Lens panel asks of Elasticsearch, and the table that it makes of the answer.

Translated from the saved object as Kibana gets it, so that dashboards can be checked and drawn without Kibana.
Operations that none of our panels use are refused, not guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.kibana import kql
from pipeline.kibana.objects import SavedObject

RECORDS = "___records___"
MISSING = "(missing)"
BARS = 40
_CALENDAR = ((60, "minute"), (3600, "hour"), (86_400, "day"), (604_800, "week"), (2_592_000, "month"))
_METRICS = {"sum": "sum", "min": "min", "max": "max", "average": "avg", "unique_count": "cardinality"}
_MATH = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b if b else 0.0,
}

Column = dict[str, Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The time that the dashboard shows, in ISO 8601, and how many seconds that is."""

    first: str
    last: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A Lens panel: its title, chart ("lnsXY") and style ("bar_percentage_stacked"), data view, query and columns."""

    title: str
    chart: str
    style: str
    view: SavedObject
    query: str
    columns: Mapping[str, Column]
    order: tuple[str, ...]

    @property
    def index(self) -> str:
        return str(self.view["attributes"]["title"])

    @property
    def buckets(self) -> list[str]:
        return [name for name in self.order if self.columns[name]["isBucketed"]]

    @property
    def metrics(self) -> list[str]:
        """The columns that are shown, not those that only lead to them."""
        inner = {name for column in self.columns.values() for name in column.get("references", ())}
        return [name for name in self.order if not self.columns[name]["isBucketed"] and name not in inner]

    @property
    def fields(self) -> set[str]:
        """The fields that are aggregated."""
        return {column["sourceField"] for column in self.columns.values() if column.get("sourceField")} - {RECORDS}

    @property
    def queried_fields(self) -> set[str]:
        return {field for text in self._queries() for field in kql.fields(text)}

    def _queries(self) -> Iterator[str]:
        yield self.query
        for column in self.columns.values():
            yield (column.get("filter") or {}).get("query", "")
            yield from (one["input"]["query"] for one in column.get("params", {}).get("filters", ()))


def read_panel(saved: Mapping[str, Any], views: Mapping[str, SavedObject]) -> Panel:
    """Read a Lens panel of a dashboard; `views` are the data views by id."""
    attributes = saved["embeddableConfig"]["attributes"]
    state = attributes["state"]
    layers = state["datasourceStates"]["formBased"]["layers"]
    (layer_id, layer), *more = layers.items()
    if more or state["filters"]:
        raise ValueError(f"{attributes['title']}: several layers and filters are not translated")
    reference = next(one for one in attributes["references"] if one["name"].endswith(layer_id))
    return Panel(
        title=attributes["title"],
        chart=attributes["visualizationType"],
        style=state["visualization"].get("preferredSeriesType", ""),
        view=views[reference["id"]],
        query=state["query"]["query"],
        columns=layer["columns"],
        order=tuple(layer["columnOrder"]),
    )


def to_request(panel: Panel, span: Span) -> dict[str, Any]:
    """Give the body of the search that answers the panel."""
    time_field = panel.view["attributes"]["timeFieldName"]
    filters: list[Any] = [{"range": {time_field: {"gte": span.first, "lte": span.last}}}]
    if panel.query:
        filters.append(kql.to_query(panel.query))
    aggregations: dict[str, Any] = {}
    for name in panel.order:
        if not panel.columns[name]["isBucketed"]:
            aggregations |= _metric(name, panel.columns[name])
    for name in reversed(panel.buckets):
        aggregations = _bucket(name, panel, span, aggregations)
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": filters}}, "aggs": aggregations}


def to_rows(panel: Panel, answer: Mapping[str, Any]) -> list[Row]:
    """Give the rows of the panel's table: the values of its bucket columns, then those of its metrics."""
    root = {**answer.get("aggregations", {}), "doc_count": answer["hits"]["total"]["value"]}
    return list(_rows(panel, root, panel.buckets, ()))


def headings(panel: Panel) -> list[str]:
    return [panel.columns[name]["label"] for name in (*panel.buckets, *panel.metrics)]


def _rows(panel: Panel, node: Mapping[str, Any], buckets: Sequence[str], keys: Row) -> Iterator[Row]:
    if not buckets:
        yield (*keys, *(_value(panel, name, node) for name in panel.metrics))
        return
    found = node[buckets[0]]["buckets"]
    pairs = found.items() if isinstance(found, dict) else [(_key(one), one) for one in found]
    for key, bucket in pairs:
        if bucket["doc_count"] or panel.columns[buckets[0]]["operationType"] == "date_histogram":
            yield from _rows(panel, bucket, buckets[1:], (*keys, key))


def _key(bucket: Mapping[str, Any]) -> Any:
    return bucket.get("key_as_string", bucket["key"])


def _bucket(name: str, panel: Panel, span: Span, inner: dict[str, Any]) -> dict[str, Any]:
    column = panel.columns[name]
    parameters, field = column["params"], column.get("sourceField")
    match column["operationType"]:
        case "date_histogram":
            bounds = {"min": span.first, "max": span.last}
            unit = parameters["interval"] if parameters["interval"] != "auto" else _interval(span)
            own = {"field": field, "calendar_interval": unit, "min_doc_count": 0}
            return {name: {"date_histogram": own | {"extended_bounds": bounds}, "aggs": inner}}
        case "terms":
            if parameters.get("secondaryFields"):
                raise ValueError(f"{panel.title}: several fields in one column are not translated")
            order, extra = _order(panel, parameters)
            terms = {"field": field, "size": parameters["size"], "order": order}
            if parameters["missingBucket"]:
                terms["missing"] = MISSING
            return {name: {"terms": terms, "aggs": {**extra, **inner}}}
        case "filters":
            filters = {one["label"]: kql.to_query(one["input"]["query"]) for one in parameters["filters"]}
            return {name: {"filters": {"filters": filters}, "aggs": inner}}
        case "range" if parameters["type"] == "range":
            ranges = [_range(one) for one in parameters["ranges"]]
            return {name: {"range": {"field": field, "ranges": ranges}, "aggs": inner}}
        case other:
            raise ValueError(f"{panel.title}: {other} is not translated")


def _range(one: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {side: one[side] for side in ("from", "to") if one.get(side) is not None}
    return bounds | ({"key": one["label"]} if one.get("label") else {})


def _order(panel: Panel, parameters: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Give by what values are ranked, and the aggregation that this needs beside them."""
    direction = parameters["orderDirection"]
    if parameters["orderBy"]["type"] == "alphabetical":
        return {"_key": direction}, {}
    name = parameters["orderBy"]["columnId"]
    column = panel.columns[name]
    if column["operationType"] == "count" and not column.get("filter"):
        return {"_count": direction}, {}
    if column["operationType"] in ("median", "percentile") or column.get("filter"):
        raise ValueError(f"{panel.title}: ranking by {column['label']} is not translated")
    return {name: direction}, _metric(name, column)


def _metric(name: str, column: Column) -> dict[str, Any]:
    operation = column["operationType"]
    if operation in ("formula", "math"):
        return {}
    aggregation = _aggregation(column)
    condition = (column.get("filter") or {}).get("query", "")
    if condition:
        inner = {"aggs": {name: aggregation}} if aggregation else {}
        return {f"{name}-filtered": {"filter": kql.to_query(condition), **inner}}
    return {name: aggregation} if aggregation else {}


def _aggregation(column: Column) -> dict[str, Any]:
    """Give the metric's aggregation; a count of records needs none."""
    operation, field = column["operationType"], column.get("sourceField")
    if operation == "count":
        return {} if field == RECORDS else {"value_count": {"field": field}}
    if operation in _METRICS:
        return {_METRICS[operation]: {"field": field}}
    if operation in ("median", "percentile"):
        percent = 50 if operation == "median" else column["params"]["percentile"]
        return {"percentiles": {"field": field, "percents": [percent]}}
    raise ValueError(f"{column['label']}: {operation} is not translated")


def _value(panel: Panel, name: str, node: Mapping[str, Any]) -> Any:
    column = panel.columns[name]
    if column["operationType"] == "formula":
        inner = column["references"]
        return _value(panel, inner[0], node) if inner else None
    if column["operationType"] == "math":
        return _calculated(panel, column["params"]["tinymathAst"], node)
    if (column.get("filter") or {}).get("query"):
        node = node[f"{name}-filtered"]
    if name not in node:
        return node["doc_count"]
    found = node[name]
    return found.get("value_as_string", found["value"]) if "value" in found else next(iter(found["values"].values()))


def _calculated(panel: Panel, tree: Any, node: Mapping[str, Any]) -> float:
    match tree:
        case {"type": "function", "name": str(name), "args": args}:
            return float(_MATH[name](*(_calculated(panel, part, node) for part in args)))
        case {"type": "variable", "value": str(name)} | str(name):
            return float(_value(panel, name, node) or 0)
        case _:
            return float(tree)


def _interval(span: Span) -> str:
    return next((unit for seconds, unit in _CALENDAR if span.seconds / seconds <= BARS), "year")

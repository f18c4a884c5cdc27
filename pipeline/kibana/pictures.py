"""Draws the dashboards as SVG from the answers to their own aggregations: what Kibana would show, in outline.

Run `python -m pipeline.kibana.pictures --since 2025-03-11 --until 2025-03-27` after `make demo`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipeline.index.client import Client, connect
from pipeline.kibana import charts, kql
from pipeline.kibana.objects import SavedObject, exported, panels, read_objects, search_source
from pipeline.kibana.requests import Panel, Row, Span, headings, read_panel, to_request, to_rows

UNIT_X, UNIT_Y, GAP = 25, 21, 6
STYLE = """
text{font:12px system-ui,sans-serif;fill:#343741}.t{font-weight:600}.s{font-size:10.5px}
.n{font-size:34px;font-weight:700}
.e{text-anchor:end}.m{text-anchor:middle}.d{fill:#69707d}.l{fill:#0061a6}.p{fill:#fff;stroke:#d3dae6}.g{stroke:#eef2f7}
.b{fill:#f7f8fc}@media(prefers-color-scheme:dark){text{fill:#dfe5ef}.d{fill:#98a2b3}.l{fill:#61a2ff}
.p{fill:#1d1e24;stroke:#343741}.g{stroke:#2b2d36}.b{fill:#141519}}
"""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where answers come from: the server, all objects by id, and the time to show, if it is not all there is."""

    client: Client
    objects: Mapping[str, SavedObject]
    span: Span | None

    def rows(self, panel: Panel) -> list[Row]:
        if self.span is not None:
            found = self.client.search(panel.index, to_request(panel, self.span))
            if found["hits"]["total"]["value"]:
                return to_rows(panel, found)
        return answer(self.client, panel)


def draw_all(client: Client, prefix: str, span: Span | None = None) -> dict[str, str]:
    """Give each dashboard's picture by the last word of its title; a panel without data in the span shows all of it."""
    objects = read_objects(exported(prefix))
    source = _Source(client, {one["id"]: one for one in objects}, span)
    dashboards = [one for one in objects if one["type"] == "dashboard"]
    return {one["attributes"]["title"].split()[-1].lower(): _draw(source, one) for one in dashboards}


def whole_span(client: Client, view: SavedObject) -> Span:
    """Give the time of all documents of a data view."""
    field = view["attributes"]["timeFieldName"]
    ends = {side: {side: {"field": field}} for side in ("min", "max")}
    found = client.search(view["attributes"]["title"], {"size": 0, "aggs": ends})["aggregations"]
    if found["min"]["value"] is None:
        return Span("now-1d", "now", 86_400)
    first, last = (datetime.fromisoformat(found[side]["value_as_string"]) for side in ("min", "max"))
    last += timedelta(seconds=1)
    return Span(first.isoformat(), last.isoformat(), (last - first).total_seconds())


def answer(client: Client, panel: Panel) -> list[Row]:
    """Ask what the panel asks, over all time."""
    return to_rows(panel, client.search(panel.index, to_request(panel, whole_span(client, panel.view))))


def _draw(source: _Source, dashboard: SavedObject) -> str:
    body: list[str] = []
    height = 0
    for saved in panels(dashboard):
        grid = saved["gridData"]
        box = charts.Box(
            x=grid["x"] * UNIT_X + GAP,
            y=grid["y"] * UNIT_Y + GAP,
            width=grid["w"] * UNIT_X - GAP,
            height=grid["h"] * UNIT_Y - GAP,
        )
        height = max(height, int(box.y + box.height))
        body.append(charts.frame(box, saved["embeddableConfig"].get("title") or _title(saved)))
        body.extend(_content(source, saved, box, dashboard))
    width, height = 48 * UNIT_X + GAP, height + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img"><title>{escape(dashboard["attributes"]["title"])}</title><style>{STYLE}</style>'
        f'<rect class="b" width="{width}" height="{height}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _title(saved: Mapping[str, Any]) -> str:
    return str(saved["embeddableConfig"].get("attributes", {}).get("title", ""))


def _content(source: _Source, saved: Mapping[str, Any], box: charts.Box, dashboard: SavedObject) -> Iterator[str]:
    match saved["type"]:
        case "links":
            labels = [link["label"] for link in saved["embeddableConfig"]["attributes"]["links"]]
            yield charts.links(box, labels)
        case "search":
            name = f"{saved['panelIndex']}:{saved['panelRefName']}"
            found = next(one["id"] for one in dashboard["references"] if one["name"] == name)
            yield from _listed(source, source.objects[found], box)
        case _:
            panel = read_panel(saved, source.objects)
            yield from CHARTS[panel.chart](box, panel, source.rows(panel))


def _listed(source: _Source, search: SavedObject, box: charts.Box) -> Iterator[str]:
    """Draw a saved search by its first documents."""
    view = source.objects[search["references"][0]["id"]]
    columns = search["attributes"]["columns"]
    labels = json.loads(view["attributes"]["fieldAttrs"])
    body = {
        "query": kql.to_query(search_source(search)["query"]["query"]),
        "sort": [{field: direction} for field, direction in search["attributes"]["sort"]] + [{"id": "asc"}],
        "size": 12,
        "fields": columns,
        "_source": False,
    }
    hits = source.client.search(view["attributes"]["title"], body)["hits"]["hits"]
    rows = [tuple(", ".join(map(str, hit.get("fields", {}).get(name, ()))) for name in columns) for hit in hits]
    names = [labels.get(name, {}).get("customLabel", name) for name in columns]
    return charts.table(box, names, rows, words=len(columns))


def _metric(box: charts.Box, panel: Panel, rows: Sequence[Row]) -> Iterator[str]:
    column = panel.columns[panel.metrics[0]]
    kind = column["params"].get("format", {}).get("id")
    yield from charts.number(box, charts.text_of(rows[0][0], percent=kind == "percent"), column["label"])


def _table(box: charts.Box, panel: Panel, rows: Sequence[Row]) -> Iterator[str]:
    return charts.table(box, headings(panel), rows, words=len(panel.buckets))


def _heatmap(box: charts.Box, panel: Panel, rows: Sequence[Row]) -> Iterator[str]:
    return charts.heatmap(box, rows)


def _pie(box: charts.Box, panel: Panel, rows: Sequence[Row]) -> Iterator[str]:
    return charts.shares(box, rows)


def _xy(box: charts.Box, panel: Panel, rows: Sequence[Row]) -> Iterator[str]:
    """Draw lines of several metrics, or bars of one, split by the first of two bucket columns."""
    if len(panel.buckets) == 2:
        series: dict[str, dict[str, Any]] = {}
        for name, key, value in rows:
            series.setdefault(str(name), {})[str(key)] = value
    else:
        labels = headings(panel)[1:]
        series = {label: {str(row[0]): row[at + 1] for row in rows} for at, label in enumerate(labels)}
    if len(panel.metrics) > 1:
        return charts.lines(box, series)
    return charts.bars(box, charts.shared(series) if "percentage" in panel.style else series)


CHARTS: dict[str, Callable[[charts.Box, Panel, Sequence[Row]], Iterator[str]]] = {
    "lnsMetric": _metric,
    "lnsDatatable": _table,
    "lnsHeatmap": _heatmap,
    "lnsPie": _pie,
    "lnsXY": _xy,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--elasticsearch", metavar="URL")
    parser.add_argument("--prefix", default="claimwire-demo")
    parser.add_argument("--output", type=Path, default=Path("docs/dashboards"))
    parser.add_argument("--since", type=datetime.fromisoformat, help="with --until: the time to show")
    parser.add_argument("--until", type=datetime.fromisoformat)
    args = parser.parse_args()
    span = None
    if args.since and args.until:
        seconds = (args.until - args.since).total_seconds()
        span = Span(args.since.isoformat(), args.until.isoformat(), seconds)
    for name, picture in draw_all(connect(args.elasticsearch), args.prefix, span).items():
        (args.output / f"{name}.svg").write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

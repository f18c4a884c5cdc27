"""Builds the saved objects: dashboards compiled by kb-dashboard-core; data views and saved searches, which it lacks.

Run `python -m pipeline.kibana.build` after a change of `config/kibana/*.yaml`. The result is the same on every machine
and is committed, so nobody who only exports it needs the compiler.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import RunError
from pipeline.kibana.objects import FILE, FOLDER, SavedObject, panels

CONFIG = Path(__file__).parents[2] / "config" / FOLDER
DEPLOYED = CONFIG.parents[1] / "deploy" / FOLDER
DASHBOARDS = ("newsroom", "claims", "copies", "pipeline")
MADE_AT = "2025-01-01T00:00:00.000Z"
DATES = frozenset({"started_at", "first_at", "last_at", "@timestamp"})
KEPT = ("id", "type", "attributes", "references", "coreMigrationVersion", "typeMigrationVersion")


def build() -> str:
    """Compile everything; the lines are in the order in which Kibana needs them."""
    objects = [*_data_views(), *_searches(), *_dashboards()]
    return "".join(f"{json.dumps(one, ensure_ascii=False, sort_keys=True)}\n" for one in objects)


def _data_views() -> Iterator[SavedObject]:
    for identity, view in _read("data-views").items():
        formats = {field: _link_format(link) for field, link in view.get("links", {}).items()}
        labels = {field: {"customLabel": label} for field, label in view.get("labels", {}).items()}
        attributes = {
            "title": identity,
            "name": view["name"],
            "timeFieldName": view["time"],
            "fieldFormatMap": _packed(formats),
            "fieldAttrs": _packed(labels),
            "fields": "[]",
            "runtimeFieldMap": "{}",
            "sourceFilters": "[]",
            "typeMeta": "{}",
        }
        yield _saved(identity, "index-pattern", attributes, [])


def _link_format(link: Mapping[str, str]) -> dict[str, Any]:
    parameters = {"type": "a", "openLinkInCurrentTab": "to" in link, "labelTemplate": link.get("show", "{{value}}")}
    if "to" in link:
        parameters["urlTemplate"] = link["to"]
    return {"id": "url", "params": parameters}


def _searches() -> Iterator[SavedObject]:
    name = "kibanaSavedObjectMeta.searchSourceJSON.index"
    for identity, search in _read("searches").items():
        source = {
            "query": {"query": search.get("query", ""), "language": "kuery"},
            "filter": [],
            "highlightAll": True,
            "version": True,
            "indexRefName": name,
        }
        attributes = {
            "title": search["title"],
            "description": search["description"],
            "columns": search["columns"],
            "sort": search["sort"],
            "grid": {},
            "hideChart": True,
            "isTextBasedQuery": False,
            "timeRestore": False,
            "kibanaSavedObjectMeta": {"searchSourceJSON": _packed(source)},
        }
        yield _saved(
            identity, "search", attributes, [{"id": search["data_view"], "name": name, "type": "index-pattern"}]
        )


def _dashboards() -> Iterator[SavedObject]:
    try:
        compiler = import_module("kb_dashboard_core.dashboard_compiler")
    except ImportError as error:
        raise RunError("the dashboard compiler is not installed: run `make install`") from error
    for name in DASHBOARDS:
        for dashboard in compiler.load(str(CONFIG / f"{name}.yaml")):
            compiled = compiler.render(dashboard).model_dump(by_alias=True, mode="json")
            compiled["attributes"]["panelsJSON"] = _packed([*map(_corrected, panels(compiled))])
            yield {key: compiled[key] for key in KEPT} | {"created_at": MADE_AT, "updated_at": MADE_AT}


def _corrected(panel: dict[str, Any]) -> dict[str, Any]:
    """Put right what the compiler does otherwise than Kibana."""
    if "panelRefName" in panel:  # looked up among the panel's own references, whose prefix is taken off before
        panel["panelRefName"] = panel["panelRefName"].removeprefix(f"{panel['panelIndex']}:")
    if panel["type"] == "lens":
        state = panel["embeddableConfig"]["attributes"]["state"]
        outer = _ranked_first(state["visualization"])
        for layer in state["datasourceStates"]["formBased"]["layers"].values():
            layer["columnOrder"].sort(key=lambda name: name not in outer)
            for column in layer["columns"].values():
                if column["operationType"] in ("min", "max") and column["sourceField"] in DATES:
                    column["dataType"] = "date"
    return panel


def _ranked_first(visualization: Mapping[str, Any]) -> set[str]:
    """Name the columns whose values are ranked over the whole panel: top outlets of all time shown, not of each bar."""
    layers = [one for one in visualization.get("layers", ()) if isinstance(one, dict)]
    return {one.get("splitAccessor", "") for one in layers} | {visualization.get("yAccessor", "")}


def _saved(identity: str, kind: str, attributes: dict[str, Any], references: list[dict[str, str]]) -> SavedObject:
    return {
        "id": identity,
        "type": kind,
        "attributes": attributes,
        "references": references,
        "coreMigrationVersion": "8.8.0",
        "typeMigrationVersion": "8.0.0",
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    }


def _read(name: str) -> dict[str, Any]:
    with (CONFIG / f"{name}.yaml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.safe_load(file)
    return content


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def main() -> int:
    for folder in (CONFIG, DEPLOYED):
        (folder / FILE).write_text(build(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Kibana's saved objects without Kibana: built the same everywhere, and every reference and field is there."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from pipeline.cli import main
from pipeline.index.actions import KINDS, Kind
from pipeline.index.schema import mapped_fields
from pipeline.kibana import kql
from pipeline.kibana.build import CONFIG, DASHBOARDS, DEPLOYED, build
from pipeline.kibana.objects import FILE, SavedObject, controls, exported, panels, read_objects, search_source, strings
from pipeline.kibana.requests import Panel, read_panel
from pipeline.ledger import STAGES, field_name
from transforms.records import Figure

OBJECTS = read_objects(exported())
BY_TYPE = {kind: [one for one in OBJECTS if one["type"] == kind] for kind in ("index-pattern", "search", "dashboard")}
VIEWS = {view["id"]: view for view in BY_TYPE["index-pattern"]}
AGGREGATABLE = {"keyword", "date", "integer", "long", "short", "float", "double", "boolean", "constant_keyword"}
SEARCHABLE = AGGREGATABLE | {"text"}


def kind_of(view: SavedObject) -> Kind:
    return next(kind for kind in KINDS if view["attributes"]["title"] == f"claimwire-{kind}")


def declared(kind: Kind, field: str) -> dict[str, Any]:
    """Give a field's mapping, also of a sub-field or an alias; fails where it is unknown or inside nested objects."""
    properties = mapped_fields(kind)
    names = field.split(".")
    for at, name in enumerate(names):
        assert name in properties, f"{kind} has no field {field}"
        found = properties[name]
        if at == len(names) - 1:
            break
        assert found.get("type") != "nested", f"{field} is nested, which Lens cannot aggregate"
        properties = found.get("properties") or found.get("fields") or {}
    return declared(kind, found["path"]) if found["type"] == "alias" else found


def lens_panels(dashboard: SavedObject) -> list[Panel]:
    return [read_panel(saved, VIEWS) for saved in panels(dashboard) if saved["type"] == "lens"]


def test_the_committed_file_is_what_the_configuration_gives() -> None:
    """The same configuration gives the same bytes, and those are committed, for the package and for deployments."""
    pytest.importorskip("kb_dashboard_core")
    built = build()
    assert built == build()
    assert (CONFIG / FILE).read_text(encoding="utf-8") == built, "run python -m pipeline.kibana.build"
    assert (DEPLOYED / FILE).read_text(encoding="utf-8") == built, "run python -m pipeline.kibana.build"


def test_every_reference_is_to_an_object_of_the_file() -> None:
    """Data views, saved searches and dashboards that an object needs come in the same file; ids are unique."""
    known = {(one["type"], one["id"]) for one in OBJECTS}
    assert len({one["id"] for one in OBJECTS}) == len(OBJECTS)
    for one in OBJECTS:
        for reference in one["references"]:
            assert (reference["type"], reference["id"]) in known, (one["id"], reference)
        for text in strings(one["attributes"]):
            for target in re.findall(r"dashboards#/view/([\w-]+)", text):
                assert ("dashboard", target) in known, (one["id"], target)


def test_every_name_that_an_object_looks_up_is_among_its_references() -> None:
    """Panels, links, drill-downs, controls and saved searches find what they name, the way Kibana looks it up."""
    for search in BY_TYPE["search"]:
        assert search_source(search)["indexRefName"] in {one["name"] for one in search["references"]}
    for dashboard in BY_TYPE["dashboard"]:
        names = {one["name"] for one in dashboard["references"]}
        for saved in panels(dashboard):
            prefix = f"{saved['panelIndex']}:"
            own = {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
            configuration = saved["embeddableConfig"]
            wanted = {one["name"] for one in configuration.get("attributes", {}).get("references", ())}
            wanted |= {one["destinationRefName"] for one in configuration.get("attributes", {}).get("links", ())}
            wanted |= {saved["panelRefName"]} if "panelRefName" in saved else set()
            for event in configuration.get("enhancements", {}).get("dynamicActions", {}).get("events", ()):
                wanted.add(f"drilldown:{event['action']['factoryId']}:{event['eventId']}:dashboardId")
            assert wanted <= own, (saved["panelIndex"], wanted - own)
        for name, control in controls(dashboard).items():
            if control["type"] == "optionsListControl":
                assert f"controlGroup_{name}:optionsListDataView" in names


@pytest.mark.parametrize("dashboard", BY_TYPE["dashboard"], ids=lambda one: one["id"])
def test_every_field_of_a_panel_can_be_aggregated(dashboard: SavedObject) -> None:
    """What panels and controls aggregate is in the mapping, with values on disk, and neither text nor nested."""
    for panel in lens_panels(dashboard):
        kind = kind_of(panel.view)
        for field in panel.fields:
            mapping = declared(kind, field)
            assert mapping["type"] in AGGREGATABLE, (panel.title, field)
            assert mapping.get("doc_values", True), (panel.title, field)
        for field in panel.queried_fields:
            assert declared(kind, field)["type"] in SEARCHABLE, (panel.title, field)
    for control in controls(dashboard).values():
        if control["type"] == "optionsListControl":
            view = VIEWS[control["explicitInput"]["dataViewId"]]
            assert declared(kind_of(view), control["explicitInput"]["fieldName"])["type"] in AGGREGATABLE


@pytest.mark.parametrize("dashboard", BY_TYPE["dashboard"], ids=lambda one: one["id"])
def test_a_control_filters_every_panel(dashboard: SavedObject) -> None:
    """Kibana applies a control to every panel by the field's name: one without the field would stay empty."""
    views = {panel.view["id"]: panel.view for panel in lens_panels(dashboard)}
    for control in controls(dashboard).values():
        if control["type"] == "optionsListControl":
            for view in views.values():
                declared(kind_of(view), control["explicitInput"]["fieldName"])


@pytest.mark.parametrize("dashboard", BY_TYPE["dashboard"], ids=lambda one: one["id"])
def test_a_drill_down_takes_along_fields_that_its_target_has(dashboard: SavedObject) -> None:
    """A click becomes filters on the panel's columns, and the target's panels must know those fields."""
    targets = {one["id"]: one for one in BY_TYPE["dashboard"]}
    drilled = 0
    for reference in dashboard["references"]:
        if ":drilldown:" not in reference["name"]:
            continue
        drilled += 1
        source = next(one for one in panels(dashboard) if reference["name"].startswith(f"{one['panelIndex']}:"))
        panel = read_panel(source, VIEWS)
        for target in lens_panels(targets[reference["id"]]):
            for name in panel.buckets:
                declared(kind_of(target.view), panel.columns[name]["sourceField"])
    assert drilled or dashboard["id"].endswith(("copies", "pipeline"))


def test_data_views_and_searches_name_fields_that_there_are() -> None:
    """Time fields are dates; what is labelled, linked, listed or sorted by is in the mapping."""
    assert {kind_of(view) for view in VIEWS.values()} == set(KINDS)
    for view in VIEWS.values():
        kind, attributes = kind_of(view), view["attributes"]
        assert declared(kind, attributes["timeFieldName"])["type"] == "date"
        for field in {**json.loads(attributes["fieldFormatMap"]), **json.loads(attributes["fieldAttrs"])}:
            declared(kind, field)
    for search in BY_TYPE["search"]:
        kind = kind_of(VIEWS[search["references"][0]["id"]])
        for field in search["attributes"]["columns"]:
            declared(kind, field)
        for field, direction in search["attributes"]["sort"]:
            assert declared(kind, field)["type"] in AGGREGATABLE
            assert direction in ("asc", "desc")
        for field in kql.fields(search_source(search)["query"]["query"]):
            assert declared(kind, field)["type"] in SEARCHABLE


def test_the_original_is_one_click_away() -> None:
    """In articles and claims the address is a link to the original, opened beside Kibana."""
    for identity in ("claimwire-articles", "claimwire-claims"):
        link = json.loads(VIEWS[identity]["attributes"]["fieldFormatMap"])["url"]
        assert link == {
            "id": "url",
            "params": {"type": "a", "openLinkInCurrentTab": False, "labelTemplate": "original"},
        }


def test_panels_do_not_overlap_and_fill_the_width() -> None:
    """Each panel has a place of its own on the grid of 48 columns."""
    for dashboard in BY_TYPE["dashboard"]:
        taken: set[tuple[int, int]] = set()
        for saved in panels(dashboard):
            grid = saved["gridData"]
            cells = {
                (x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])
            }
            assert not cells & taken, saved["panelIndex"]
            assert grid["x"] + grid["w"] <= 48
            taken |= cells


@pytest.mark.parametrize("name", DASHBOARDS)
def test_no_metric_has_a_filter_of_its_own(name: str) -> None:
    """The compiler drops such a filter without a word; a formula with `kql=` says the same and is kept."""
    content = yaml.safe_load((CONFIG / f"{name}.yaml").read_text(encoding="utf-8"))
    for panel in content["dashboards"][0]["panels"]:
        lens = panel.get("lens", {})
        metrics = [*lens.get("metrics", ()), lens.get("primary", {}), lens.get("metric", {})]
        assert not [metric for metric in metrics if "filter" in metric], panel["id"]


def test_casualties_of_every_kind_are_mapped() -> None:
    """A kind of casualty that the figures know has its field in the claims' mapping."""
    kinds = get_args(get_args(Figure.__annotations__["casualty"])[0])
    assert set(kinds) == mapped_fields("claims")["toll"]["properties"].keys()


def test_every_stage_of_the_ledger_is_mapped() -> None:
    """The numbers of each stage of a run can be charted."""
    ledger = mapped_fields("runs")["ledger"]["properties"]
    assert ledger.keys() == {field_name(stage) for stage in STAGES}
    for numbers in ledger.values():
        assert numbers["properties"].keys() == {"in", "out", "duplicates", "filtered", "dead"}


def test_an_export_for_another_prefix_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --prefix, indices, ids and links all carry it; without --output the lines go to standard output."""
    file = tmp_path / "objects.ndjson"
    assert main(["index", "export-kibana", "--prefix=desk", f"--output={file}"]) == 0
    assert "18 objects" in capsys.readouterr().out
    text = file.read_text(encoding="utf-8")
    assert "claimwire-" not in text
    assert {one["attributes"]["title"] for one in read_objects(text) if one["type"] == "index-pattern"} == {
        f"desk-{kind}" for kind in KINDS
    }
    assert main(["index", "export-kibana"]) == 0
    assert capsys.readouterr().out == exported()


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An impossible file ends with exit code 1 and the remedy."""
    assert main(["index", "export-kibana", f"--output={tmp_path / 'no' / 'where'}"]) == 1
    assert "choose another file" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["act deny", "act:", "(act: deny", "act: deny deny", 'act: "deny', "a: b or"])
def test_a_query_that_is_not_understood_is_refused(text: str) -> None:
    """Broken queries are errors, never another query."""
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        kql.to_query(text)

"""The roles in deploy/ give no more than their users need, and only on our own indices."""

import json
from pathlib import Path
from typing import Any

import pytest

ROLES = Path(__file__).parents[2] / "deploy" / "elasticsearch" / "roles"
NAMES = ("claimwire-writer", "claimwire-reader", "claimwire-admin")
CHANGES = {"index", "delete", "write", "create", "create_doc", "manage", "all", "create_index", "delete_index"}


def role(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROLES / f"{name}.json").read_text(encoding="utf-8"))
    return content


def privileges(name: str) -> set[str]:
    return {privilege for entry in role(name)["indices"] for privilege in entry["privileges"]}


@pytest.mark.parametrize("name", NAMES)
def test_a_role_reaches_our_indices_only(name: str) -> None:
    """No role names another index, all privileges, or anything of the cluster's security."""
    assert {index for entry in role(name)["indices"] for index in entry["names"]} == {"claimwire-*"}
    assert "all" not in privileges(name)
    assert set(role(name)["cluster"]) <= {"monitor", "cluster:monitor/main", "manage_index_templates"}
    assert role(name).keys() == {"description", "cluster", "indices"}


def test_a_reader_changes_nothing() -> None:
    """A reader has no privilege that writes a document, a setting or an index."""
    assert not privileges("claimwire-reader") & CHANGES
    assert not [one for one in privileges("claimwire-reader") if one.startswith("indices:admin")]


def test_a_writer_makes_and_drops_no_index() -> None:
    """A writer changes documents and a load's settings, but neither indices nor templates."""
    assert not privileges("claimwire-writer") & {"manage", "all", "create_index", "delete_index"}
    assert "manage_index_templates" not in role("claimwire-writer")["cluster"]


def test_only_the_three_roles_are_there() -> None:
    """A deployment that loads the folder gets these roles and no others."""
    assert {path.stem for path in ROLES.iterdir()} == set(NAMES)

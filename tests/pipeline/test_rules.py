"""The name of a release of the rules: another as soon as a rule or table is, and otherwise the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import rules


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small copy of the packages that hold rules."""
    for name in ("transforms/normalize/casing.py", "transforms/claims/acts.py", "config/lexicons/cues.tsv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(rules, "ROOT", tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    rules.text_rules.cache_clear()
    rules._claim_rules.cache_clear()


@pytest.mark.parametrize(
    ("changed", "text", "claims"),
    [
        ("transforms/normalize/casing.py", True, False),
        ("config/normalize/calques.tsv", True, False),
        ("transforms/claims/acts.py", False, True),
        ("config/lexicons/cues.tsv", False, True),
        ("transforms/claims/new.py", False, True),
        ("config/kibana/claims.yaml", False, False),
        ("config/elasticsearch/claims.json", False, False),
        ("transforms/claims/notes.md", False, False),
    ],
)
def test_a_changed_rule_changes_what_it_decides(root: Path, changed: str, text: bool, claims: bool) -> None:
    """Rules of texts and rules of claims have names of their own; dashboards and mappings are no rules."""
    before = rules.text_rules(), rules.claim_rules()
    (root / changed).parent.mkdir(parents=True, exist_ok=True)
    (root / changed).write_text("changed")
    forget()
    assert (rules.text_rules() != before[0], rules.claim_rules() != before[1]) == (text, claims)


def test_a_desks_own_tables_are_rules(root: Path, tmp_path: Path) -> None:
    """With other own tables claims are read by other rules, in whatever order the tables are named."""
    tables = [tmp_path / "one.tsv", tmp_path / "two.tsv"]
    for table in tables:
        table.write_text(table.name)
    names = [str(table) for table in tables]
    with_both = rules.claim_rules(names)
    assert with_both == rules.claim_rules(names[::-1])
    assert len({with_both, rules.claim_rules(), rules.claim_rules(names[:1])}) == 3

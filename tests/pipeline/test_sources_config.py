"""The feeds file: what it says reaches the fetcher, and every error is told at once with its line."""

import argparse
import json
from pathlib import Path

import pytest

from config.feeds import check_feeds
from pipeline.cli import validate_config
from pipeline.errors import UsageError
from pipeline.sources import inputs_of, policy_of, read_config

GOOD = """\
defaults:
  interval: 30m
  labels: [world]
fetch:
  allow_networks: [127.0.0.0/8]
  host_delay: 2s
  max_size: 8MiB
feeds:
  - https://a.example/rss
  - url: https://b.example/feed
    outlet: B News
    language: en
    country: SY
    labels: war
    content: entry
    interval: 1m
    delay: 5s
    robots: ignore
    prune: ["//aside"]
"""
BAD = """\
defaults:
  langage: en
fetch:
  allow_networks: [here]
  total_timeout: 60
feeds:
  - url: ftp://b.example/
  - outlet: C
  - url: https://a.example/rss
    language: no
    interval: 500ms
    interval: 2h
    content: whole
    prune: ["//[", "//a"]
  - http://a.example/rss/
  - url: https://user:pw@c.example/
more: 1
"""


def test_settings_reach_inputs_and_policy(tmp_path: Path) -> None:
    """Defaults, feeds and fetch settings become inputs and a policy."""
    (tmp_path / "feeds.yaml").write_text(GOOD)
    config = read_config(tmp_path / "feeds.yaml")
    first, second = inputs_of(config)
    assert (first.location, first.interval_s, first.labels) == ("https://a.example/rss", 1800.0, ("world",))
    assert (second.outlet, second.full_text, second.robots, second.host_delay_s) == ("B News", True, False, 5.0)
    assert second.labels == ("world", "war", "country:SY")
    assert second.min_interval_s <= second.interval_s == 60.0
    policy = policy_of(config, allow_networks=["10.0.0.0/8"])
    assert policy.allow_networks == ("127.0.0.0/8", "10.0.0.0/8")
    assert (policy.host_delay_s, policy.max_bytes) == (2.0, 8 << 20)
    hint = policy.hint_for("https://b.example/feed")
    assert hint is not None
    assert hint.prune == ("//aside",)


def test_every_error_is_told_at_once_with_its_line() -> None:
    """All mistakes of a file are found in one go, each on its own line, with what to write."""
    _, problems = check_feeds(BAD.encode())
    assert [(problem.line, problem.where) for problem in problems] == [
        (2, "defaults.langage"),
        (4, "fetch.allow_networks"),
        (5, "fetch.total_timeout"),
        (7, "feeds[1].url"),
        (8, "feeds[2]"),
        (10, "feeds[3].language"),
        (11, "feeds[3].interval"),
        (12, "feeds[3].interval"),
        (13, "feeds[3].content"),
        (14, "feeds[3].prune"),
        (15, "feeds[4].url"),
        (16, "feeds[5].url"),
        (17, "more"),
    ]
    assert "`language`" in problems[0].message
    assert "quotation marks" in problems[5].message


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"feeds: []", 1),
        (b"just text", 1),
        (b"feeds:\n\t- x", 2),
        (b"feeds:\n  - url: https://a.example/: b", 2),
        (b"feeds: [", 1),
        (b"x: &a [1]\nfeeds: *a", 2),
        (b"feeds:\n  - \xff", 2),
        (b"feeds: " + b"[" * 5000, 1),
        (b"feeds:\n" + b"  - url: https://a.example/\x00", 2),
        (b"? [a]\n: b", 1),
    ],
)
def test_what_is_no_feeds_file_is_told_too(content: bytes, line: int) -> None:
    """Broken YAML, aliases, other encodings and empty files are errors with a line, never a traceback."""
    _, problems = check_feeds(content)
    assert problems
    assert problems[0].line in {line, 1}


def test_the_command_prints_errors_and_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 without errors, 2 with; `--json` prints one object a file; a missing file is bad usage."""
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD)
    bad.write_text(BAD)
    parser = argparse.ArgumentParser()
    validate_config.add_arguments(parser)
    assert validate_config.run(parser.parse_args([str(good)])) == 0
    assert "2 feeds, no errors" in capsys.readouterr().out
    assert validate_config.run(parser.parse_args([str(bad)])) == 2
    assert f"{bad}:4: fetch.allow_networks:" in capsys.readouterr().out
    assert validate_config.run(parser.parse_args(["--json", str(bad), str(good)])) == 2
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (len(first["errors"]), second["errors"], second["feeds"]) == (13, [], 2)
    with pytest.raises(UsageError, match="nowhere"):
        validate_config.run(parser.parse_args([str(tmp_path / "nowhere.yaml")]))


def test_a_run_with_a_bad_file_names_the_first_error(tmp_path: Path) -> None:
    """`--config` with errors is one line: the first one, and how to see the others."""
    (tmp_path / "feeds.yaml").write_text(BAD)
    with pytest.raises(UsageError, match=r"feeds.yaml:2: .* 12 more: claimwire validate-config"):
        read_config(tmp_path / "feeds.yaml")

"""Runs, streams and Elasticsearch killed with SIGKILL at random: the index is that of an undisturbed run."""

import os
from pathlib import Path

from under_fire import under_fire

KILLS = int(os.environ.get("CLAIMWIRE_TEST_KILLS", "5"))


def test_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    """Workers, launchers, rounds, the fork server and the server die in turn; CLAIMWIRE_TEST_KILLS=50 kills more."""
    found = under_fire(KILLS, seed=int(os.environ.get("CLAIMWIRE_TEST_SEED", "5")), folder=tmp_path)
    assert sum(found["kills"].values()) >= KILLS
    assert found["dead_letters"] == 0

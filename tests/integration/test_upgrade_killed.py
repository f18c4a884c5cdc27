"""Upgrades under live writes, killed with SIGKILL at random: nothing is lost, nothing is left behind."""

import os
from pathlib import Path

from upgrade_under_fire import under_fire

KILLS = int(os.environ.get("CLAIMWIRE_TEST_KILLS", "2"))


def test_kills_of_upgrader_and_server_lose_nothing(tmp_path: Path) -> None:
    """Count and checksum are always those of what the writer was told; CLAIMWIRE_TEST_KILLS=20 kills more often."""
    found = under_fire(KILLS, seed=int(os.environ.get("CLAIMWIRE_TEST_SEED", "5")), data=tmp_path / "es")
    assert sum(found["kills"].values()) == KILLS

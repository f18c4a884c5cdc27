"""`claimwire status` while a batch works; what it says of streams is tried with them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from under_fire import articles_of, wait_until

from pipeline.cli import main
from pipeline.index.client import connect
from pipeline.index.schema import set_up


def test_a_batch_at_work_shows_how_far_it_is(
    elasticsearch: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`claimwire status` finds a batch on its host, with what its stages have done; afterwards nothing runs."""
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(f"{json.dumps(record)}\n" for record in articles_of(60)), encoding="utf-8")
    index = ["--prefix=at-work", f"--elasticsearch={elasticsearch}"]
    command = [str(Path(sys.executable).with_name("claimwire")), "run", "--quiet", "--prefix=at-work"]
    command += [f"--input={articles}", f"--output=elasticsearch:{elasticsearch}", "--direct_num_workers=1"]
    found: dict[str, Any] = {}

    def works() -> bool:
        code = main(["status", "--json", *index])
        said = capsys.readouterr().out
        found.update(json.loads(said) if code == 0 else {})
        return bool(found.get("done"))

    set_up(connect(elasticsearch), "at-work")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        wait_until(works, "a sign of the batch", 120)
        assert found["alive"]
        assert found["batch"]["pid"] == process.pid
        assert found["done"]["read"] == 1
        assert main(["status", *index]) in (0, 1)  # it may have ended meanwhile
        assert process.wait(120) == 0
    assert main(["status", *index]) == 1
    assert "batch" not in next(iter(connect(elasticsearch).post("/at-work-runs/_search")["hits"]["hits"]))["_source"]

"""Workers whose rules fail at two entries of a feed: one raises, one ends its process."""

from pipeline.index.client import connect

RAISES, ENDS = "poison-that-raises", "poison-that-ends"
POISONED = f"""\
import os, signal
from pipeline.stages.annotate import _AnnotateFn
untouched = _AnnotateFn.work
def work(self, element):
    if "{RAISES}" in element[0].url:
        raise ValueError("poison")
    if "{ENDS}" in element[0].url:
        os.kill(os.getpid(), signal.SIGKILL)
    return untouched(self, element)
_AnnotateFn.work = work
"""


def letters(url: str, prefix: str) -> set[tuple[str, str, str]]:
    """Give stage, kind and payload of what annotating made dead letters."""
    client = connect(url)
    client.post(f"/{prefix}-dead-letters/_refresh")
    hits = client.post(f"/{prefix}-dead-letters/_search", {"size": 99})["hits"]["hits"]
    found = [hit["_source"] for hit in hits if hit["_source"]["stage"] == "annotate"]
    return {(letter["stage"], letter["kind"], letter["payload_type"]) for letter in found}

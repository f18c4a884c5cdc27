"""Dead letters put through the pipeline again: those that get through are gone afterwards, the others say so."""

import argparse
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.dead_letters import NotReplayableError, to_replay
from pipeline.errors import RunError
from pipeline.folders import cache_folder
from pipeline.index.actions import Action, read_alias
from pipeline.index.client import Client, explained
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.paging import read_hits
from pipeline.ledger import RunFacts
from pipeline.plan import Plan
from pipeline.sources import InputSpec
from pipeline.stages.bury import forget_kept_letters, read_kept_letters

Letter = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which dead letters: all that match what is given."""

    ids: tuple[str, ...] = ()
    stage: str | None = None
    kind: str | None = None
    run_id: str | None = None

    def holds(self, letter: Letter) -> bool:
        wanted = {"stage": self.stage, "kind": self.kind, "run_id": self.run_id}
        named = not self.ids or letter["id"] in self.ids
        return named and all(value is None or letter[name] == value for name, value in wanted.items())

    def query(self) -> dict[str, Any]:
        wanted = {"stage": self.stage, "kind": self.kind, "run_id": self.run_id}
        filters: list[dict[str, Any]] = [{"term": {name: value}} for name, value in wanted.items() if value]
        return {"bool": {"filter": [*filters, *([{"terms": {"id": list(self.ids)}}] if self.ids else [])]}}


@dataclass(slots=True)
class Replay:
    """What is to be put through again, and what cannot be, with the reason by its letter's id."""

    letters: dict[str, Letter] = field(default_factory=dict)
    inputs: list[InputSpec] = field(default_factory=list)
    writes: dict[str, Action] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)

    def counts(self) -> Counter[tuple[str, str]]:
        """Count the letters by stage and reason."""
        return Counter((str(letter["stage"]), str(letter["kind"])) for letter in self.letters.values())


def prepare_replay(output: ElasticsearchOutput, selection: Selection) -> Replay:
    """Find the letters, in the index and in the files of those that no index took, and make inputs of them."""
    prepared = Replay()
    load = output.memory().load
    for letter in _letters(output.client(), output.prefix, selection):
        if letter["id"] in prepared.letters:
            continue
        prepared.letters[letter["id"]] = letter
        _prepare(prepared, letter, load)
    return prepared


def _prepare(prepared: Replay, letter: Letter, load: Callable[[Sequence[str]], list[Any]]) -> None:
    try:
        again = to_replay(letter, load)
    except NotReplayableError as error:
        prepared.impossible[letter["id"]] = str(error)
    except (ValueError, KeyError, TypeError) as error:
        prepared.impossible[letter["id"]] = f"it cannot be read: {error}"
    else:
        if isinstance(again, Action):
            prepared.writes[letter["id"]] = again
        else:
            prepared.inputs.append(again)


def _letters(client: Client, prefix: str, selection: Selection) -> Iterator[Letter]:
    with explained(client):
        for hit in read_hits(client, read_alias(prefix, "dead-letters"), selection.query(), ["*"]):
            yield hit["_source"]
    yield from (letter for _, letter in read_kept_letters() if selection.holds(letter))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What became of the letters; `document` is that of the run, None where none was needed."""

    through: tuple[str, ...]
    failed: tuple[str, ...]
    document: Mapping[str, Any] | None


def carry_out(output: ElasticsearchOutput, prepared: Replay, args: argparse.Namespace) -> Replayed:
    """Run what was prepared; letters that got through are deleted, unless the run itself failed."""
    from config.feeds import FeedsConfig
    from pipeline.job import run_plan
    from pipeline.sources import policy_of

    facts = _facts(len(prepared.letters))
    document = None
    if prepared.inputs:
        plan = Plan(
            specs=prepared.inputs,
            policy=policy_of(FeedsConfig(), allow_networks=args.allow_network, folder=cache_folder() / "fetch"),
            knowledge=tuple(str(Path(path).resolve()) for path in args.knowledge),
            output=output,
            facts=facts,
            state=None,
        )
        document = run_plan(plan, args.beam_arguments, quiet=args.quiet)
        if document["problems"]:
            raise RunError(f"run {facts.id}: its ledger does not add up, so no dead letter was deleted")
    refused = _write_again(output, prepared.writes)
    possible = [identity for identity in prepared.letters if identity not in prepared.impossible]
    again = {identity for identity, known in output.memory().letters(possible).items() if known.run_id == facts.id}
    through = tuple(identity for identity in possible if identity not in again and identity not in refused)
    _delete(output, through)
    return Replayed(through=through, failed=tuple(sorted({*again, *refused})), document=document)


def _write_again(output: ElasticsearchOutput, writes: Mapping[str, Action]) -> set[str]:
    """Send refused writes once more; give the letters of those that are refused again."""
    outcomes = output.writer().write(list(writes.values()))
    return {i for i, outcome in zip(writes, outcomes, strict=True) if outcome.state in ("refused", "given-up")}


def _delete(output: ElasticsearchOutput, ids: Sequence[str]) -> None:
    output.writer().write([Action(kind="dead-letters", id=identity, operation="delete") for identity in ids])
    forget_kept_letters(ids)


def _facts(number: int) -> RunFacts:
    now = datetime.now(UTC)
    return RunFacts(
        id=f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}",
        started_at=now.isoformat(),
        inputs=(f"{number} dead letters",),
        version=version("claimwire"),
        config_digest="replay",
    )

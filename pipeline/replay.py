"""Dead letters put through the pipeline again: those that get through are gone afterwards, the others say so."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.dead_letters import NotReplayableError, to_replay
from pipeline.desk_tables import desk_tables
from pipeline.errors import RunError
from pipeline.folders import cache_folder
from pipeline.index.actions import Action, read_alias
from pipeline.index.client import Client, explained
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.paging import read_hits
from pipeline.kept_letters import forget_kept_letters, read_kept_letters
from pipeline.plan import Plan, begin
from pipeline.sources import InputSpec

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
    article_ids: set[str] = field(default_factory=set)
    """Indexed articles to be read again."""
    impossible: dict[str, str] = field(default_factory=dict)

    def counts(self) -> Counter[tuple[str, str]]:
        """Count the letters by stage and reason."""
        return Counter((str(letter["stage"]), str(letter["kind"])) for letter in self.letters.values())


def prepare_replay(output: ElasticsearchOutput, selection: Selection) -> Replay:
    """Find the letters, in the index and in the files of those that no index took, and make inputs of them."""
    prepared = Replay()
    for letter in _letters(output.client(), output.prefix, selection):
        if letter["id"] in prepared.letters:
            continue
        prepared.letters[letter["id"]] = letter
        _prepare(prepared, letter)
    return prepared


def _prepare(prepared: Replay, letter: Letter) -> None:
    try:
        again = to_replay(letter)
    except NotReplayableError as error:
        prepared.impossible[letter["id"]] = str(error)
    except (ValueError, KeyError, TypeError) as error:
        prepared.impossible[letter["id"]] = f"it cannot be read: {error}"
    else:
        match again:
            case Action():
                prepared.writes[letter["id"]] = again
            case InputSpec():
                prepared.inputs.append(again)
            case ids:
                prepared.article_ids.update(ids)


def _letters(client: Client, prefix: str, selection: Selection) -> Iterator[Letter]:
    with explained(client):
        for hit in read_hits(client, read_alias(prefix, "dead-letters"), selection.query(), ["*"]):
            yield hit["_source"]
    yield from (letter for _, letter in read_kept_letters() if selection.holds(letter))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What became of the letters, and the documents of the runs that it took."""

    through: tuple[str, ...]
    failed: tuple[str, ...]
    runs: tuple[Mapping[str, Any], ...]


def carry_out(output: ElasticsearchOutput, prepared: Replay, args: argparse.Namespace) -> Replayed:
    """Run what was prepared; letters that got through are deleted, unless a run itself failed."""
    runs = tuple(_runs(output, prepared, args))
    for document in runs:
        if document["problems"]:
            raise RunError(f"run {document['id']}: its ledger does not add up, so no dead letter was deleted")
    refused = _write_again(output, prepared.writes)
    possible = [identity for identity in prepared.letters if identity not in prepared.impossible]
    ours = {document["id"] for document in runs}
    again = {identity for identity, known in output.memory().letters(possible).items() if known.run_id in ours}
    through = tuple(identity for identity in possible if identity not in again and identity not in refused)
    _delete(output, through)
    return Replayed(through=through, failed=tuple(sorted({*again, *refused})), runs=runs)


def _runs(output: ElasticsearchOutput, prepared: Replay, args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    from config.feeds import FeedsConfig
    from pipeline.job import recorded, run_beam, run_plan
    from pipeline.reprocess import ReprocessClaims
    from pipeline.sources import policy_of

    knowledge = desk_tables(args.knowledge)
    stated = (f"{len(prepared.letters)} dead letters",)
    if prepared.inputs:
        plan = Plan(
            specs=prepared.inputs,
            policy=policy_of(FeedsConfig(), allow_networks=args.allow_network, folder=cache_folder() / "fetch"),
            knowledge=knowledge,
            output=output,
            facts=begin(stated, knowledge=knowledge),
            state=None,
        )
        yield run_plan(plan, args.beam_arguments, quiet=args.quiet)
    if prepared.article_ids:
        facts = begin(stated, knowledge=knowledge)
        with recorded(output, facts):
            graph = ReprocessClaims(output=output, facts=facts, knowledge=knowledge)
            ids = sorted(prepared.article_ids)
            yield run_beam(output, facts, ids, graph, args.beam_arguments, quiet=args.quiet)


def _write_again(output: ElasticsearchOutput, writes: Mapping[str, Action]) -> set[str]:
    """Send refused writes once more; give the letters of those that are refused again."""
    outcomes = output.writer().write(list(writes.values()))
    return {i for i, outcome in zip(writes, outcomes, strict=True) if outcome.state in ("refused", "given-up")}


def _delete(output: ElasticsearchOutput, ids: Sequence[str]) -> None:
    output.writer().write([Action(kind="dead-letters", id=identity, operation="delete") for identity in ids])
    forget_kept_letters(ids)

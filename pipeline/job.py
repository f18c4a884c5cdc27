"""Launching a run: inputs polled, output prepared, the graph built and run, the ledger printed and judged."""

import argparse
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.clocks import after_earlier_runs
from pipeline.errors import RunError
from pipeline.feed_state import LAST_RUN, held_state, spool_of
from pipeline.index.output import ElasticsearchOutput, Output
from pipeline.ledger import RunFacts, run_action, run_document
from pipeline.plan import Plan, plan_of
from pipeline.runner import is_local, refuse_unknown, run_graph
from pipeline.sources import InputSpec, StateStore, all_at_once, with_listed_feeds
from pipeline.sources.rounds import POLLED


def run_job(args: argparse.Namespace) -> int:
    """Run the pipeline once over its inputs, as the command line says; the result is the exit code."""
    document = run_plan(plan_of(args), args.beam_arguments, quiet=args.quiet)
    if args.json:
        print(json.dumps(document))
    else:
        from pipeline.console import print_ledger

        print_ledger(document)
    return exit_code(document, args.max_dead_letters)


def run_plan(plan: Plan, beam_arguments: list[str], *, quiet: bool) -> dict[str, Any]:
    """Run the pipeline as planned; the result is the run's document, RunError where it failed.

    What was polled counts only once all of it is indexed and the ledger adds up.
    """
    from pipeline.graph import Claimwire

    refuse_unknown(beam_arguments)  # before anything is written
    plan.output.prepare()
    plan = replace(plan, facts=after_earlier_runs(plan.facts, plan.output))
    with recorded(plan.output, plan.facts), _polled(plan) as (inputs, store):
        graph = Claimwire(
            output=plan.output,
            policy=plan.policy,
            facts=plan.facts,
            knowledge=plan.knowledge,
            outlet_profiles=plan.outlet_profiles,
            feeds=store.of_attempt(plan.facts.id) if store else None,
        )
        document = run_beam(plan.output, plan.facts, inputs, graph, beam_arguments, quiet=quiet)
        if store and not document["problems"]:
            store.commit(attempts=[plan.facts.id], facts={LAST_RUN: plan.facts.id})
        return document


@contextmanager
def recorded(output: Output, facts: RunFacts) -> Iterator[None]:
    """Say in the output that a run is on its way, and that it failed where what is inside does: in one line."""
    output.put(run_action(facts, run_document(facts, None)))
    try:
        yield
    except Exception as error:
        failed = run_document(facts, None) | {"state": "failed", "problems": [last_line(error)]}
        with suppress(Exception):  # the first error is the one to report
            output.put(run_action(facts, failed))
        if os.environ.get("CLAIMWIRE_DEBUG"):
            raise
        raise RunError(f"run {facts.id} failed: {last_line(error)}") from error


def run_beam(
    output: Output, facts: RunFacts, inputs: list[Any], graph: Any, beam_arguments: list[str], *, quiet: bool
) -> dict[str, Any]:
    """Run a graph that writes its ledger, with progress; the result is the run's document."""
    from pipeline.console import shown_progress

    progress = {} if is_local(beam_arguments) else {"until_then": "the cluster works; its own pages show how far it is"}
    with _progress_folder() as folder, output.loading(), shown_progress(folder, quiet=quiet, **progress):
        if isinstance(output, ElasticsearchOutput):  # for `claimwire status`, until the ledger takes its place
            here = {"host": socket.gethostname(), "pid": os.getpid(), "progress": str(folder)}
            output.put(run_action(facts, run_document(facts, None) | {"batch": here}))
            output.show("runs")
        run_graph(beam_arguments, inputs, graph)
    return output.get("runs", facts.id)


def exit_code(document: dict[str, Any], most_dead_letters: int | None) -> int:
    """Judge a run by its document."""
    if document["problems"] or document["state"] != "done":
        return 1
    if most_dead_letters is not None and document["dead_letters"] > most_dead_letters:
        print(
            f"claimwire: {document['dead_letters']} dead letters, more than {most_dead_letters}: "
            f"see claimwire dead-letters list --run {document['id']}",
            file=sys.stderr,
        )
        return 3
    return 0


def last_line(error: Exception) -> str:
    """Say an error in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__


@contextmanager
def _polled(plan: Plan) -> Iterator[tuple[list[InputSpec], StateStore | None]]:
    """Give the inputs, with what the feeds among them answer; what is not committed inside is forgotten."""
    asks = any(spec.kind in POLLED for spec in plan.specs)
    if plan.state is None or not asks or not isinstance(plan.output, ElasticsearchOutput):
        yield plan.specs, None
        return
    with held_state(plan.state, plan.output) as store, spool_of(store) as spool:
        try:
            yield all_at_once(with_listed_feeds(plan.specs, plan.policy), plan.policy, store, spool), store
        finally:
            store.roll_back()


@contextmanager
def _progress_folder() -> Iterator[Path]:
    from pipeline.progress import FOLDER_VARIABLE

    folder = Path(tempfile.mkdtemp(prefix="claimwire-"))
    os.environ[FOLDER_VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop(FOLDER_VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)

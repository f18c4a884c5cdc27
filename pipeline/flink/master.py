"""Flink's job manager, asked over its REST interface: which jobs there are, and their end with a savepoint."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from pipeline.errors import RunError

TIMEOUT_S = 20.0
LOOK_EVERY_S = 0.3
ENDED = frozenset({"FINISHED", "FAILED", "CANCELED"})


@dataclass(frozen=True, slots=True)
class FlinkMaster:
    """`address` is HOST:PORT of the REST interface."""

    address: str

    def live_job(self, name: str) -> tuple[str, str] | None:
        """Give id and name of a job that has not ended and whose name begins so."""
        for job in self._ask("/jobs/overview")["jobs"]:
            if job["name"].startswith(name) and job["state"] not in ENDED:
                return job["jid"], job["name"]
        return None

    def state(self, job: str) -> str:
        """Give RUNNING, RESTARTING, FAILED …"""
        return str(self._ask(f"/jobs/{job}")["state"])

    def reason(self, job: str) -> str:
        """Say in one line why a job failed."""
        entries = self._ask(f"/jobs/{job}/exceptions").get("exceptionHistory", {}).get("entries", [])
        lines = str(entries[0]["stacktrace"]).splitlines() if entries else []
        causes = [line for line in lines if line.startswith("Caused by: ")] or lines[:1]
        return causes[-1][:300] if causes else "Flink gives no reason"

    def savepoint(self, job: str) -> str:
        """Save a job's state; gives where, RunError where it could not be.

        Flink's own stop-with-savepoint ends the source first: Beam takes that for the end of time and clears the state.
        So the job is cancelled afterwards.
        """
        asked = self._ask(f"/jobs/{job}/savepoints", {"cancel-job": False})["request-id"]
        while True:
            answer = self._ask(f"/jobs/{job}/savepoints/{asked}")
            if answer["status"]["id"] == "COMPLETED":
                break
            time.sleep(LOOK_EVERY_S)
        found = answer["operation"]
        if "location" not in found:
            cause = str(found.get("failure-cause", {}).get("stack-trace", "no reason given")).splitlines()[0]
            raise RunError(f"Flink made no savepoint: {cause[:300]}")
        return str(found["location"])

    def cancel(self, job: str) -> None:
        """Ask for a job's end, which comes soon."""
        self._ask(f"/jobs/{job}?mode=cancel", {}, "PATCH")

    def _ask(self, path: str, body: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"http://{self.address}{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                return json.load(answer)
        except HTTPError as error:
            raise RunError(f"Flink at {self.address} answers {path} with {error.code}: {_said(error)}") from error
        except (URLError, OSError, ValueError) as error:
            raise RunError(f"Flink at {self.address} does not answer ({error}): see --flink_master") from error


def _said(error: HTTPError) -> str:
    try:
        return str(json.load(error)["errors"][0]).splitlines()[0][:200]
    except (OSError, ValueError, KeyError, IndexError):
        return error.reason

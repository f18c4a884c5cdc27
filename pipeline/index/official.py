"""The same requests through Elasticsearch's own client: for runs, where its import time does not matter."""

from typing import Any

from elastic_transport import ApiResponse, TransportError
from elasticsearch import ApiError, Elasticsearch

from pipeline.errors import OutageError
from pipeline.index.bulk import BUSY, Backoff
from pipeline.index.client import TIMEOUT_S, Answer, Client, NotReachedError, ResponseError, failure
from pipeline.index.connection import Connection, stated_s

NDJSON = "application/x-ndjson"
JSON = "application/json"
TIMEOUT_VARIABLE = "CLAIMWIRE_ES_TIMEOUT"
"""Names the seconds that a run waits for one answer."""


class OfficialClient(Client):
    """Sends what `Client` is asked to send by the official client: its connection pool, TLS, compression and checks.

    It tries nothing again by itself: `BulkWriter` knows which items are still to be written.
    """

    def __init__(self, connection: Connection, *, timeout_s: float | None = None) -> None:
        timeout_s = timeout_s or stated_s(TIMEOUT_VARIABLE, TIMEOUT_S)
        super().__init__(connection, timeout_s=timeout_s)
        options: dict[str, Any] = {}
        if connection.ca:
            options["ca_certs"] = connection.ca
        if connection.authorization:
            options["headers"] = {"authorization": connection.authorization}
        self._official = Elasticsearch(
            connection.url, http_compress=True, request_timeout=timeout_s, max_retries=0, **options
        )

    def request(self, method: str, path: str, body: object = None) -> Answer:
        headers = {"accept": JSON}
        if body is not None:
            headers["content-type"] = NDJSON if isinstance(body, bytes) else JSON
        try:
            response: ApiResponse[Any] = self._official.perform_request(method, path, headers=headers, body=body)
        except ApiError as error:
            raise failure(error.status_code, error.body) from error
        except TransportError as error:
            raise NotReachedError(str(error.errors[0] if error.errors else error.message)) from error
        return response.body if isinstance(response.body, dict) else {"items": response.body}


class PatientClient(OfficialClient):
    """Asks again while the server is away or too busy, as long as a bulk request would be tried; then OutageError."""

    def request(self, method: str, path: str, body: object = None) -> Answer:
        problem: Exception | None = None
        for _ in Backoff().attempts():
            try:
                answer = super().request(method, path, body)
                if not _is_busy(answer):
                    return answer
                problem = ResponseError(503, "busy", "some searches found no shard")
            except NotReachedError as error:
                problem = error
            except ResponseError as error:
                if error.status not in BUSY:
                    raise
                problem = error
        raise OutageError(f"Elasticsearch at {self.connection.url} gave no answer: {problem}") from problem


def _is_busy(answer: Answer) -> bool:
    """Tell whether one of many searches is to be asked again."""
    return any(response.get("status") in BUSY for response in answer.get("responses", ()))


def connect_for_run(url: str) -> OfficialClient:
    """Give a client for the URL, with credentials from the environment; nothing is sent yet."""
    return OfficialClient(Connection.of(url))

"""The embedded server: a real Elasticsearch node from Maven Central's jars, on 127.0.0.1, without Docker.

`java` finds a Java runtime, `maven` fetches the distribution, `home` assembles it once per machine,
`process` starts, watches and stops a node.
"""

from pipeline.server.process import Server, default_data, recorded, start, status, stop

__all__ = ["Server", "default_data", "recorded", "start", "status", "stop"]

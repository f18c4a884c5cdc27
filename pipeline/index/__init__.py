"""Elasticsearch: where it is, how to talk to it, what the indices look like, and how documents get in and out."""

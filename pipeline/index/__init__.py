"""The index: its schema, its client, and all reads and writes."""

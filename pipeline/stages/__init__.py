"""The stages of the graph: one PTransform each, with its results, dead letters and tallies."""

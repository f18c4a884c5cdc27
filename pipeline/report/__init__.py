"""The analyst's pages: one self-contained report as a file, and the same pages live over the index."""

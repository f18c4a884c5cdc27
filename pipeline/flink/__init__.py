"""What a Flink cluster needs of us beside Beam: worker processes that start warm."""

"""Everything that touches Beam, the network or the disk."""

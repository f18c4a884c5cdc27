"""Pure functions from text to articles, mentions and claims: no Beam, no input or output, no clock."""

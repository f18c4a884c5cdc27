"""Who and what an article mentions, each under one name whatever the translator made of it.

`gazetteer` finds the names of the knowledge base, `institutions` ministries in any word order, `acronyms` those that
the article defines, `model` what the language model adds; `choose` merges them; `people` and `unknown` give the rest
an entity; `metonyms` tells the state from its capital; `mentions` runs them in this order.
"""

from transforms.entities.mentions import find_mentions

__all__ = ["find_mentions"]

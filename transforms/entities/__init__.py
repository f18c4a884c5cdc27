"""Who and what an article mentions, each under one name whatever the translator made of it.

`gazetteer` and `word_order` find the names of the knowledge base, `institutions` the organs of states in any order,
`acronyms` those that an article defines, `model` and `named_by_noun` what else looks like one, `choose` merges them;
`people` and `unknown` give the rest an entity (`spelling`, `respelling`); `metonyms` tells the state from its capital;
`coreference` resolves `descriptions` and pronouns by `roles` and `discourse`; `mentions` runs them in this order.
"""

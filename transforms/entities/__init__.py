"""Who and what an article mentions, each under one name whatever the translator made of it.

`gazetteer`, `word_order` and `respelled_places` find the names of the knowledge base, `institutions` the organs of
states in any order, `acronyms` those that an article defines, `model` and `named_by_noun` what else looks like one,
`plausible` tells names from words and `choose` merges them; `short_bodies` finds "the Council" of a longer name;
`people`, `surnames` and `unknown` give the rest an entity (`spelling`, `respelling`); `metonyms` tells the state from
its capital; `coreference` resolves `descriptions` and `pronouns` by `roles` and `discourse`; `mentions` runs them in
this order.
"""

"""The knowledge base: who and what is in international news, under which names, in which offices and when."""

from config.knowledge.entities import TYPES, Alias, Entity, Knowledge, fold, held, office, slug, surname_of
from config.knowledge.loading import KnowledgeError, load_knowledge
from config.knowledge.tables import Problem
from transforms.records import Role

__all__ = [
    "TYPES",
    "Alias",
    "Entity",
    "Knowledge",
    "KnowledgeError",
    "Problem",
    "Role",
    "fold",
    "held",
    "load_knowledge",
    "office",
    "slug",
    "surname_of",
]

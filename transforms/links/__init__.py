"""Links between claims: same, supports, contradicts; decided by deeds, polarity, acts and figures, with evidence.

`frame` (imported there: it needs the parser) reduces a claim to terms while its parse is at hand; `linkable` prepares
stored claims; `events` asks whether two tell of one event, `tolls` compares their figures, `compare` decides, `link`
pairs, links and clusters.
"""

from transforms.links.casualties import with_circumstances
from transforms.links.headlines import unsupported_headlines
from transforms.links.link import cluster_claims, link_claims
from transforms.links.linkable import LinkableClaim, linkable
from transforms.links.reception import Reception, receptions
from transforms.links.spread import Station, Telling, spread

__all__ = [
    "LinkableClaim",
    "Reception",
    "Station",
    "Telling",
    "cluster_claims",
    "link_claims",
    "linkable",
    "receptions",
    "spread",
    "unsupported_headlines",
    "with_circumstances",
]

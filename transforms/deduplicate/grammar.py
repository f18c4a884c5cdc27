"""The words of grammar and of reporting: every article has them, so they tell no article from another."""

GRAMMAR: frozenset[str] = frozenset(
    """
    about above across after again against ago all almost along already also although always am amid among an and
    another any anyone anything are around as at away back be became because become been before began behind being
    below between both but by came can cannot come could did do does doing don done down during each either else
    even ever every everyone few for from further gave get give given go goes going gone got had has have having he
    her here hers herself him himself his how however if in indeed instead into is it its itself just keep kept last
    later least less let like ll long made make many may me might mine more most much must my myself near need
    neither never next no nobody none nor not nothing now of off often on once one only onto or other others our
    ours out outside over own per perhaps put quite rather re recent recently said same saw say saying says see seen
    several shall she should since so some someone something soon still such take taken than that the their theirs
    them themselves then there therefore these they thing things this those though through thus to together too took
    toward towards two under until up upon us ve very via was way we well went were what whatever when where whether
    which while who whom whose why will with within without would yet you your yours
    """.split()  # noqa: SIM905
)

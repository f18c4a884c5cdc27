"""What ministries are of, and the other organs that most states have: their usual titles and how texts write them."""

FIELDS: dict[str, tuple[str, str]] = {
    "foreign": ("Foreign Affairs", r"(?:foreign|external)(?: affairs| relations)?"),
    "defense": ("Defense", r"(?:national )?defen[cs]e|military"),
    "interior": ("Internal Affairs", r"interior|internal affairs"),
    "emergencies": ("Emergency Situations", r"emergency situations?|emergenc(?:y|ies)|civil defen[cs]e"),
    "health": ("Health", r"(?:public )?health(?:care| care| protection)?"),
    "finance": ("Finance", r"finances?"),
    "justice": ("Justice", r"justice"),
    "education": (
        "Education",
        r"(?:higher )?education(?: and science)?|science and (?:higher )?education|enlightenment",
    ),
    "culture": ("Culture", r"culture(?: and (?:tourism|sports?))?"),
    "transport": ("Transport", r"transport(?:ation)?s?"),
    "energy": ("Energy", r"energy|oil|petroleum"),
    "electricity": ("Electricity", r"electricity"),
    "agriculture": ("Agriculture", r"agriculture(?: and food)?"),
    "economy": ("Economic Development", r"econom(?:y|ics|ic development|ic affairs)"),
    "labor": ("Labor", r"labou?r(?: and social (?:protection|affairs|security))?"),
    "industry": ("Industry and Trade", r"industry(?: and trade| and commerce)?|trade and industry"),
    "trade": ("Commerce", r"commerce|trade"),
    "sports": ("Sports", r"sports?|youth and sports?"),
    "digital": (
        "Digital Development",
        r"(?:digital (?:development|transformation)|(?:tele)?communications?)(?:[\w ,]{0,40}mass media)?",
    ),
    "construction": ("Construction", r"construction|housing"),
    "nature": ("Natural Resources", r"natural resources(?: and (?:the )?(?:environment|ecology))?|environment|ecology"),
    "information": ("Information", r"information"),
    "intelligence": ("Intelligence", r"intelligence(?: and security)?"),
    "tourism": ("Tourism", r"tourism(?: and (?:antiquities|culture|sports?|heritage))?"),
    "antiquities": ("Antiquities", r"antiquities"),
    "science": ("Science and Technology", r"science(?: and (?:technology|innovation))?|technology"),
    "social": ("Social Affairs", r"social (?:affairs|policy|protection|security|development|welfare|services)"),
    "public_security": ("Public Security", r"public security"),
    "state_security": ("State Security", r"state security"),
    "water": ("Water Resources", r"water(?: resources)?(?: and irrigation)?|irrigation"),
    "religion": ("Religious Affairs", r"religious affairs|awqaf|endowments|hajj(?: and umrah)?"),
    "migration": ("Migration", r"(?:im)?migration(?: and (?:displacement|displaced|asylum))?"),
    "regional_development": ("Regional Development", r"regional development|regions"),
    "infrastructure": ("Infrastructure", r"infrastructure"),
    "planning": ("Planning", r"planning"),
    "investment": ("Investment", r"investments?"),
    "family": ("Family Affairs", r"famil(?:y|ies)(?: and social (?:services|affairs|policy)| affairs)?"),
    "youth": ("Youth", r"youth(?: affairs| policy)?"),
    "unification": ("Unification", r"unification"),
    "mining": ("Mines", r"mines|mining"),
    "aviation": ("Civil Aviation", r"civil aviation"),
    "fisheries": ("Fisheries", r"(?:oceans and |maritime affairs and )?fisher(?:y|ies)"),
    "roads": ("Roads and Urban Development", r"roads(?: and urban development)?"),
    "veterans": ("Veterans Affairs", r"veterans[’']? affairs"),
}
ORGANS: dict[str, tuple[str, str]] = {
    "prosecutor-general": (
        "Prosecutor General's Office",
        r"(?:general prosecut(?:or[’']?s?|ion)|prosecutor[ -]general[’']?s?) office",
    ),
    "investigative-committee": ("Investigative Committee", r"investigative committee|investigation committee"),
    "general-staff": ("General Staff", r"general staff(?: of the armed forces)?"),
    "armed-forces": ("Armed Forces", r"armed forces"),
    "navy": ("Navy", r"navy|naval forces"),
    "air-force": ("Air Force", r"air force"),
    "national-guard": ("National Guard", r"national guard"),
    "cabinet": ("Cabinet of Ministers", r"cabinet of ministers"),
    "central-bank": ("Central Bank", r"central bank|national bank"),
    "supreme-court": ("Supreme Court", r"supreme court"),
    "constitutional-court": ("Constitutional Court", r"constitutional court"),
    "embassy": ("Embassy", r"embassy"),
    "army": ("Army", r"army"),
    "security-service": ("Federal Security Service", r"federal security service"),
    "prime-ministers-office": ("Prime Minister's Office", r"office of the prime minister|prime minister['’]s office"),
    "parliament": (
        "Parliament",
        r"(?<!european )parliament(?! (?:square|house|hill|building|street|speaker|of )|['’]s )",
    ),
    "election-commission": ("Central Election Commission", r"central elect(?:ion|oral|ions) commission"),
    "border-guard": ("State Border Guard Service", r"(?:state )?border (?:guard )?service"),
}
PORTFOLIO = (
    r"(?:Mines|Mobility|Equality|Climate|Women|Forestry|Trade|Industry|Commerce|Tourism|Sports?|Youth|Environment|Ecology|Development|Technology|Science|"
    r"Innovations?|Communications?|Housing|Planning|Water|Irrigation|Fisheries|Livestock|Food|Family|Culture|Information|"
    r"Justice|Security|Urbanism|Urbanization|Transport(?:ation)?|Infrastructure|Works|Heritage|Antiquities|Expatriates|"
    r"Emigrants|Guidance|Media|Energy|Finance|Welfare|Health|Education|Agriculture|Labou?r|Migration|Displaced|Population|"
    r"(?:Social|Urban|Mineral|Natural|Water|Mass|Human|Veterans|Family|Religious|Islamic|Public|Rural|Regional|Civil|Local|"
    r"Medical|Digital|Energy|Forest|Marine)"
    r" (?:Affairs|Protection|Policy|Resources|Development|Media|Services|Rights|Works|Security|Education|Industries))"
)
"""What else a ministry is of."""

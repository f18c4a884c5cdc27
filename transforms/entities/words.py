"""Word lists that several rules share: titles, verbs of speech and policy, nouns of roles, given names."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS = words(
    """
    mr mrs ms miss dr sir dame lord lady madam madame monsieur prof professor rev sheikh shaykh sheik hajj imam
    alhaji alhaja hajiya malam mallam barrister
    """
)

FEMALE_HONORIFICS = words(
    """
    mrs ms miss dame lady madam madame
    """
)

RANKS = words(
    """
    gen general maj major lt lieutenant col colonel capt captain sgt sergeant brig brigadier adm admiral marshal
    cpl corporal field commander commodore pvt dsp csp asp dcp igp
    """
)

OFFICES = words(
    """
    president premier prime minister chancellor king queen prince princess crown emir emperor sultan pope
    patriarch pharaoh ambassador envoy secretary secretary-general spokesman spokeswoman spokesperson governor mayor
    senator congressman congresswoman representative rep sen gov deputy vice chief director head chairman
    chairwoman chairperson speaker commissioner judge justice prosecutor attorney ayatollah grand mufti bishop
    archbishop metropolitan cardinal father sister brother former ex acting interim then late political foreign
    defense defence interior finance state press rights leader coach analyst expert journalist reporter
    correspondent photographer lawmaker mp academician activist militant candidate nominee diplomat officer
    official presidential opposition rebel minority majority whip co-chair co-founder founder ceo editor author
    ombudsman ombudswoman hojjatoleslam hojatoleslam akim
    doctor first lady sources source rapporteur coordinator general-secretary undersecretary under-secretary
    vrio mep assistant democrat republican billionaire businessman oligarch councilor councillor
    """
)

TITLES = HONORIFICS | RANKS | OFFICES

DETERMINERS = words(
    """
    the a an this that these those all some any both each every another no its his her their our my your
    """
)

CALENDAR = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug
    sep sept oct nov dec today yesterday tomorrow ramadan christmas easter thanksgiving gmt utc msk est edt am pm
    """
)

NOT_NAMES = CALENDAR | words(
    """
    ngo tags read also share advertisement photo video updated published posted see more news update breaking live
    exclusive comment comments internet email e-mail http https www covid-19 coronavirus tv ceo mp mps pm he she
    it they we i you who what when where why how yes no not and or but if so as at by for from in of on to with
    earlier later meanwhile however moreover still according previously recall recalled note noted overall god
    vrio heaven sir mr mrs ms approx approximately vs via re wi-fi tel fax pdf faq usd eur rub suv dna rna hiv aids pcr
    inshallah mashallah alhamdulillah ed corona korona cest cet eest eet jst
    gdp vat pr government ministry minister president parliament army police state court council committee
    commission department agency region city town village district province capital country nation republic
    opposition regime rebels federation administration service union group party bank center centre front forces
    military security press national international central general public social federal regional local official
    foreign defense defence interior monitor observatory coalition activists sources source north south east west
    northern southern eastern western air street road square airport base camp university school hospital church
    mosque museum theater theatre river lake sea island mountain mountains world cup war day week month year
    century festival llc ltd jsc inc ojsc pjsc network universe olympiad olympiads record gothic baroque
    renaissance dvr dvrs gps atm atms sms url mvp hq iq vip roundtable roundtables forecasters administrator
    administrators schoolboy schoolgirl resident residents deputy deputies author authors editor editors winner
    winners prosecutor prosecutors investigators rescuers doctors experts scientists police footage death toll
    agencies subscribe ceasefire warplanes airstrikes airstrike shelling iftar ramadan idp idps factbox monitoring
    clashes militants jihadists insurgents terrorists terrorist rebel civilians olympic olympics shell mortar rockets
    takfiri jihadi helicopter helicopters sniper snipers truce breaking backgrounder infographic timeline analysis
    opinion graphic mma standards units troops videos
    covid sars-cov-2 uav uas rpg rpgs vbied svbied dshk apc suv lcd usb vpn qr iot ufo icu mri ecg bmi copd ppe ied
    icbm mlrs manpads atgm
    lng lpg npp sme ipo lgbt nft omicron kingdom fatherland motherland
    """
)

COMMON_BODIES = words(
    """
    the of for and main central state federal regional city municipal district general local special public working
    operational operative joint administrative civil criminal human internal personal urban rural chief senior junior
    second legal medical social economic financial scientific technical educational cultural sports youth first unified
    directorate department departments administration board bureau headquarters court courts prosecutor prosecutors
    prosecutor's prosecutor’s office police plan week day days observer center centre school schools academy hospital
    clinic polyclinic monitoring control scout scouts council councils cabinet treasury security house building plant
    factory complex site fund funds program programme project projects system line meeting meetings hall unit units
    staff committee commission corporation enterprise
    service services pensioner pensioners landfill landfills waste exam exams olympiad
    traffic road roads highway management resources inspection inspectorate embassy consulate mission hotline commandant
    rector dean premier viceroy supreme master director directors manager managers team teams club clubs league
    championship tournament federation union association society group groups company firm bank banks branch station
    units airport port bridge street square park stadium arena theater theatre museum library cathedral church
    monastery vehicle organizing organising selection tv television radio
    """
)
"""Words that name an institution only together with a proper name: "District Court", "Master Plan"."""

SPEECH_VERBS = words(
    """
    say tell state announce declare report claim add note stress emphasize emphasise underline underscore explain
    point argue insist warn accuse deny reject confirm admit acknowledge allege assert assure reiterate repeat
    recall remind reveal disclose comment remark observe mention suggest propose urge call demand ask request
    appeal pledge promise vow threaten predict expect hope believe think consider doubt fear welcome praise
    condemn denounce criticize criticise slam blast rebuke dismiss refute respond reply answer retort conclude
    summarize sum quote cite write tweet post testify describe brief inform notify caution complain concede
    contend maintain express voice joke quip lament congratulate thank apologize apologise agree disagree support
    back oppose object protest convey clarify specify elaborate continue go speak talk reaffirm indicate signal
    blame speculate swear exclaim whisper shout pronounce estimate forecast advise recommend highlight outline
    share cast regret affirm attest boast brand characterize characterise commend decry deplore deem defend detail
    endorse foresee hail imply inquire interject muse opine plead proclaim profess rule stipulate surmise vouch
    wonder suspect assess figure label mock order decline recount relate relay rue stand vent apprise articulate aver
    avow divulge enunciate hint intimate narrate postulate reckon utter confess
    """
)

ACT_VERBS = SPEECH_VERBS | words(
    """
    want seek plan intend decide refuse offer agree sign ratify negotiate mediate broker sanction impose lift
    expel recall recognize recognise support back fund finance arm supply send deploy withdraw launch attack
    strike bomb invade annex intervene retaliate respond react vote veto abstain block approve adopt pursue ignore
    violate comply cooperate ally side pressure push press try help aid provide deliver promise allow ban grant
    extend suspend resume break sever restore establish maintain pull quit insist need interfere meddle hack spy
    interested ready prepared open willing concerned pleased satisfied opposed committed halt exploit present show
    prefer fear hope export import convince persuade rely depend blame await welcome accept lead respect entrench
    perceive regard view
    """
)

STATE_NOUNS = words(
    """
    position stance policy view demand offer proposal refusal decision plan strategy interest ally allies alliance
    support backing response reaction interference intervention role influence ambition claim accusation
    allegation denial statement aggression invasion annexation action actions efforts effort approach attitude
    readiness willingness move moves troops forces army military warplanes jets airstrikes air envoy ambassador
    involvement initiative request commitment obligation presence side campaign propaganda rhetoric goal goals aim
    aims intention intentions line partner partners friend enemy enemies rival rivals consent approval permission
    insistence participation pressure threat threats blessing meddling concerns concern sanctions leadership word
    words assurance assurances promise promises help aid assistance provocation security arsenal hands
    leverage pledge warning objective objectives assessment assessments explanation explanations complaint complaints
    openness
    """
)

PERSON_NOUNS = words(
    """
    diplomat official minister president premier chancellor spokesman spokeswoman spokesperson representative
    ambassador envoy mediator secretary secretary-general head chief leader commander general officer governor
    mayor senator lawmaker politician deputy parliamentarian congressman congresswoman candidate expert analyst
    activist journalist lawyer doctor businessman director chairman chairwoman speaker king prince emir pope
    patriarch prosecutor commissioner coordinator negotiator adviser aide economist professor scientist
    oppositionist functionary member colonel major captain admiral investigator dissident
    manager counterpart colleague
    forward striker midfielder defender goalkeeper coach footballer athlete skater biathlete boxer wrestler swimmer
    gymnast actor actress singer musician rapper writer poet blogger presenter comedian virologist epidemiologist
    physician psychologist historian astronaut cosmonaut billionaire entrepreneur governor-general vice-president
    pathologist sergeant researcher politologist assistant advocate counsel ceo
    inspector ombudsman ombudswoman auditor editor founder
    """
)

EPITHETS = words(
    """
    specialist mentor artist celebrity star tactician boss mp therapist rector dean trainer champion veteran
    writer author publicist showman showwoman host skipper sportsman sportswoman olympian nutritionist cardiologist
    dietitian oncologist immunologist psychiatrist teacher academician
    medalist trader financier stylist designer composer conductor archbishop metropolitan preacher imam mufti scholar
    cleric theologian clergyman pontiff monarch statesman legislator pundit strategist tycoon magnate millionaire banker
    restaurateur programmer filmmaker screenwriter playwright novelist pianist violinist soloist dancer ballerina
    choreographer sculptor painter photographer vlogger influencer chef agronomist astronomer geologist meteorologist
    forecaster climatologist seismologist biologist chemist physicist mathematician linguist philosopher sociologist
    demographer archaeologist criminologist pediatrician gynecologist neurologist psychotherapist
    endocrinologist allergist dermatologist surgeon orientalist environmentalist criminalist medic serviceman
    campaigner performer vocalist primate hierarch detective player unionist ayatollah sheikh patriarch bishop
    paediatrician columnist producer ecologist philologist zoologist botanist ethnographer futurologist sinologist
    veterinarian skier weightlifter grandmaster co-founder developer architect
    lecturer sommelier cosmetologist trichologist astrologer streamer curator broker realtor notary instructor
    technologist methodologist volcanologist lieutenant americanist germanist rower cyclist runner sprinter fencer
    """
)
"""What a text calls someone whom it has just named, whatever their title: "the specialist", "the celebrity"."""

LOCATIVES = words(
    """
    in at near around inside outside within into across through towards toward to via over off throughout
    """
)

RELATIONS = words(
    """
    relation tie talk negotiation dialogue contact tension agreement deal cooperation rift dispute war conflict
    consultation coordination accord pact partnership friendship confrontation understanding alliance meeting
    discussion difference
    """
)

TARGET_VERBS = words(
    """
    urge call accuse blame ask press pressure condemn criticize criticise warn tell support back help sanction
    punish demand convince persuade force push assure inform invite thank isolate threaten arm require want
    expect compel oblige
    """
)

DIRECTIONS = words(
    """
    north south east west northern southern eastern western northeast northwest southeast southwest northeastern
    northwestern southeastern southwestern north-east north-west south-east south-west central upper lower
    mainland rural greater downtown
    """
)

TITLE_WORDS = words(
    """
    crown foreign defense defence prime interior press deputy vice first special official permanent energy finance
    health justice economy emergencies rights general information top chief un external affairs human secretary
    opposition party presidential military supreme resident humanitarian
    """
)

OUTLET_NOUNS = words(
    """
    agency channel daily edition magazine newspaper outlet paper portal publication resource site station website weekly
    """
)
"""What newspapers, channels and sites are called beside their names."""

ORGANIZATION_NOUNS: dict[str, frozenset[str]] = {
    "ministry": words("ministry department"),
    "department": words("department ministry pentagon staff service police directorate office inspectorate agency"),
    "authority": words("authority"),
    "agency": words("agency tass reuters interfax sana afp"),
    "organization": words("organization organisation"),
    "organisation": words("organization organisation"),
    "group": words("group front islamic-state isis al-qaeda hamas hezbollah taliban observatory opec"),
    "movement": words("movement hezbollah hamas houthis taliban"),
    "monitor": words("monitor observatory"),
    "observatory": words("observatory"),
    "coalition": words("coalition"),
    "alliance": words("nato alliance coalition"),
    "cartel": words("cartel opec"),
    "bloc": words("bloc union league nato"),
    "council": words("council"),
    "committee": words("committee"),
    "commission": words("commission"),
    "court": words("court tribunal"),
    "party": words("party"),
    "company": words("company corporation"),
    "newspaper": words("times post journal newspaper guardian"),
    "embassy": words("embassy"),
    "mission": words("mission"),
    "army": words("army forces"),
    "military": words("army forces military"),
    "militia": words("militia houthis hezbollah"),
    "publication": words("times post journal newspaper guardian"),
    "outlet": words("times post journal newspaper guardian"),
    "magazine": words("times magazine"),
    "channel": words("channel tv television"),
    "portal": words("portal"),
    "platform": words("platform"),
    "broadcaster": words("broadcaster tv television radio"),
    "watchdog": words("organization agency opcw iaea"),
    "manufacturer": words("company corporation motors inc"),
    "corporation": words("corporation company"),
    "firm": words("company firm corporation inc"),
    "airline": words("airline airlines airways aeroflot"),
    "body": words("body"),
    "carrier": words("airline airlines airways airliner"),
    "bank": words("bank"),
    "club": words("club fc"),
    "federation": words("federation"),
    "association": words("association"),
    "union": words("union"),
    "foundation": words("foundation"),
    "charity": words("foundation charity"),
    "institute": words("institute"),
    "university": words("university"),
    "fund": words("fund"),
    "staff": words("staff"),
    "service": words("service"),
    "center": words("center centre"),
    "centre": words("center centre"),
    "board": words("board"),
    "bureau": words("bureau"),
    "directorate": words("directorate"),
    "inspectorate": words("inspectorate"),
    "administration": words("administration"),
    "consulate": words("consulate"),
    "command": words("command army forces"),
    "coordination": words("coordination"),
    "regulator": words("bank regulator authority commission committee agency service inspectorate"),
    "network": words("network"),
    "cooperative": words("cooperative"),
    "syndicate": words("syndicate"),
    "parliament": words("parliament duma rada majlis"),
    "hospital": words("hospital"),
    "brigade": words("brigade"),
    "website": words("website news portal"),
    "site": words("website news portal"),
    "television": words("television tv"),
    "tv": words("television tv"),
    "radio": words("radio"),
    "station": words("radio fm television tv"),
    "edition": words("times post journal newspaper guardian"),
    "paper": words("times post journal newspaper guardian"),
    "daily": words("times post journal newspaper guardian"),
    "weekly": words("times weekly newspaper"),
    "concern": words("concern corporation"),
    "monopoly": words("corporation"),
    "ngo": words("ngo"),
    "office": words("office"),
    "chamber": words("chamber duma senate house"),
    "operator": words("company corporation"),
    "producer": words("company corporation"),
    "retailer": words("company corporation"),
    "developer": words("company corporation"),
    "holding": words("holding"),
    "giant": words("company corporation"),
    "drugmaker": words("company corporation"),
    "automaker": words("company corporation"),
    "chipmaker": words("company corporation"),
    "planemaker": words("company corporation"),
}
"""What may name an organization that a text calls by a noun."""
NOT_SURNAMES = CALENDAR | words(
    """
    times news post center centre university falls island islands street square party group bank inc foundation
    institute school hospital church river lake park award prize cup stadium airport company motors brothers democrats
    shrine mausoleum mosque palace
    republic county city house hotel court hall memorial bridge avenue road said says told the and of in on at for
    with gate mountain mountains hill hills bay base college academy museum theater theatre press radio tv channel
    """
)
"""What follows a given name in the name of something else ("Lincoln Center")."""

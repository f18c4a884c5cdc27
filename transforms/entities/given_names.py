"""Spellings of given names that no letter rule joins, each with the one that agencies use."""

from transforms.entities.words import words


def _first_of_each(groups: str) -> dict[str, str]:
    lines = (line.split() for line in groups.strip().splitlines())
    return {spelling: line[0] for line in lines for spelling in line}


def _pairs(pairs: str) -> dict[str, str]:
    split = (pair.partition(":") for pair in pairs.split())
    return {one: other for one, _, other in split}


GIVEN_NAMES = _first_of_each(
    """
    alexei aleksei alexey aleksey alexej
    sergey sergei serguei sergej sergii
    nikolai nikolay nikolaj
    sofia sofya sofiya sophia
    daniil danil
    andrey andrei andrej
    dmitry dmitri dmitriy dmitrii dimitri dmitrij
    yevgeny evgeny evgeniy yevgeniy evgeni yevgeni eugeny evgenii yevgenii evgenij
    mikhail mihail michail mikhael
    yury yuri yuriy iurii juri jurij yurii iuri
    alexander aleksandr alexandr aleksander alexsander
    maxim maksim
    fyodor fedor feodor
    pyotr petr piotr
    vasily vasiliy vassily vasili vasilii vasilij
    valery valeriy valeri valerii valerij
    grigory grigoriy grigori grigorii grigorij
    anatoly anatoliy anatoli anatolii anatolij
    vitaly vitaliy vitali vitalii vitalij
    arkady arkadiy arkadi arkadii
    gennady gennadiy gennadi gennadii
    georgy georgiy georgi georgii
    yevstafy evstafiy
    igor ihor
    oleg oleh
    ilya ilia iliya illya
    natalia natalya nataliya natalja natalija
    yulia julia yuliya iuliia julija yuliia
    tatyana tatiana tatjana
    maria mariya marija marya
    ksenia kseniya xenia xeniya
    yelena elena jelena
    yekaterina ekaterina jekaterina
    semyon semen semion
    artyom artem artiom artjom
    lyudmila ludmila liudmila ljudmila
    lyubov lubov liubov ljubov
    veronika veronica
    kristina christina
    yelizaveta elizaveta
    yegor egor
    yefim efim
    yevgenia evgenia evgeniya yevgeniya evgeniia
    yermolai ermolai
    timofey timofei
    matvey matvei
    arseny arseniy arsenii
    alyona alena aljona
    lidia lidiya lidija
    valeria valeriya valerija
    anastasia anastasiya anastasija anastasiia
    daria darya dariya darja
    viktoria viktoriya victoria viktorija
    alexandra aleksandra
    svyatoslav sviatoslav
    vyacheslav viacheslav vjaceslav
    yaroslav iaroslav jaroslav
    ruslan rouslan
    ramil ramill
    filipp philipp
    zakhar zahar
    mohammed mohammad muhammad mohamed muhammed mohamad muhamed mohamet
    ahmed ahmad ahmet akhmed akhmad
    hussein hossein husayn hussain hosein husein khusein khussein
    hassan hasan khasan khassan
    yusuf youssef yousef yousuf
    mahmoud mahmud makhmud
    ibrahim ibrahem ibragim
    khalil halil
    fereydoun fereydoon fereidoun faridun
    behrouz behrooz
    masoud masud massoud masood
    mahmut makhmut
    john dzhon
    james dzheyms dzhejms dzheims
    george dzhordzh
    jeff dzheff
    joe dzho
    jack dzhek
    jeremy dzheremi
    jessica dzhessika
    jennifer dzhennifer dzhenifer
    julian dzhulian
    jason dzheyson dzhejson
    joseph dzhozef
    jonathan dzhonatan
    jim dzhim
    jerry dzherri
    giuseppe dzhuzeppe
    giovanni dzhovanni
    gianni dzhanni
    giorgio dzhordzho
    luigi luidzhi
    sergio serdzhio serkhio
    william uilyam uiliam vilyam
    matthew mettyu metyu
    michael maykl maikl majkl
    david devid deyvid dejvid
    richard rihard richhard
    charles charlz
    steven stiven
    steve stiv
    andrew endryu endriu
    anthony entoni
    jorge khorkhe horhe
    javier khavier havier
    jose khose
    juan khuan
    julio khulio hulio
    jesus khesus
    francois fransua
    jurgen yurgen
    kate keyt
    catherine ketrin
    elizabeth elizabet
    hillary khillari hillari
    """
)
"""Each spelling, lower-case, to the one that agencies use; names that went through Cyrillic among them."""

UKRAINIAN = _pairs(
    """
    alexander:oleksandr alexandra:oleksandra alexei:oleksiy andrey:andriy anatoly:anatoliy arkady:arkadiy bogdan:bohdan
    daniil:danylo denis:denys dmitry:dmytro filipp:pylyp fyodor:fedir galina:halyna gennady:hennadiy georgy:heorhiy
    grigory:hryhoriy igor:ihor ilya:illia irina:iryna kirill:kyrylo konstantin:kostiantyn lyudmila:liudmyla
    lyubov:liubov maxim:maksym mikhail:mykhailo mikola:mykola nikita:mykyta nikolai:mykola natalia:nataliia oleg:oleh
    olga:olha pavel:pavlo pyotr:petro sergey:serhiy svetlana:svitlana tatyana:tetiana timofey:tymofiy valentin:valentyn
    valery:valeriy vasily:vasyl viktor:viktor vitaly:vitaliy vladimir:volodymyr vladislav:vladyslav
    yekaterina:kateryna yegor:yehor yelena:olena yelizaveta:yelyzaveta yevgeny:yevhen yevgenia:yevheniia yulia:yuliia
    yury:yuriy
    """
)
"""Russian given names as agencies write them, to the Ukrainian ones."""

_VARIANTS = _first_of_each(
    """
    oleksiy oleksii olexiy
    andriy andrii
    anatoliy anatolii
    danylo danilo
    dmytro dmitro
    hryhoriy hryhorii hrihoriy grygoriy
    illia illya
    kostiantyn kostyantyn konstyantyn
    liudmyla lyudmyla
    mykhailo mykhaylo mihajlo mikhailo
    mykola mikola
    nataliia nataliya
    serhiy serhii sergiy sergii
    tetiana tetyana
    vasyl vasil
    vitaliy vitalii
    volodymyr wolodymyr volodimir
    yuliia yuliya
    yuriy yurii iurii
    yevhen evhen yevgen
    hennadiy hennadii
    valeriy valerii
    oleksandr olexandr olexander
    """
)
_BELARUSIAN = _pairs(
    """
    aliaksandr:alexander aliaksei:alexei siarhei:sergey dzmitry:dmitry mikalai:nikolai uladzimir:vladimir
    sviatlana:svetlana svyatlana:svetlana yauhen:yevgeny natallia:natalia volha:olga katsiaryna:yekaterina ryhor:grigory
    viktar:viktor maksim:maxim pavel:pavel ihar:igor aleh:oleg ksenia:ksenia andrej:andrey vital:vitaly vasil:vasily
    alena:yelena iryna:irina tatsiana:tatyana hanna:anna yury:yury
    """
)
_RUSSIAN = {ukrainian: russian for russian, ukrainian in UKRAINIAN.items()} | _BELARUSIAN
KEY_OF_GIVEN = (
    GIVEN_NAMES
    | {name: russian for name, russian in _RUSSIAN.items() if name not in GIVEN_NAMES}
    | {spelling: _RUSSIAN[name] for spelling, name in _VARIANTS.items() if spelling not in GIVEN_NAMES}
)
"""Each spelling to what it shares with those of neighbouring languages: one man is Oleksandr, Alexander, Aliaksandr."""

SLAVIC_GIVEN = words(
    """
    vladimir vladislav sergey alexei andrey dmitry yevgeny mikhail yury maxim fyodor pyotr vasily valery grigory
    anatoly vitaly arkady gennady georgy igor oleg ilya nikolai nikita ivan pavel ruslan stanislav vyacheslav
    konstantin leonid kirill gleb semyon artyom alexander roman denis anton natalia yulia tatyana svetlana olga irina
    yelena yekaterina lyudmila ksenia oksana larisa anastasia daria galina lyubov nadezhda eduard timur boris daniil
    timofey matvey arseny alyona lidia valeria viktoria alexandra svyatoslav yaroslav viktor vadim bogdan stepan rodion
    yegor yefim yevgenia yelizaveta zakhar filipp lev valentin valentina vera veronika kristina polina alina alla inna
    lilia marina nina raisa tamara zhanna yana zoya rustam ramil albert makar platon savely tikhon trofim prokhor
    """
)
"""Given names whose bearers have East Slavic surnames, or surnames that went through Cyrillic."""

"""Given names of men and of women in the news of many countries."""

from transforms.entities.words import words

MALE_NAMES = words(
    """
    john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob
    gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank
    raymond jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy
    harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan
    billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell louis philip
    bobby johnny bradley mike tom bill bob jim steve dave dan ted tim greg jeff chris tony rick ed fred ken ron
    don pete matt josh ben sam nick alex luke marco mitch mitt barack bernie chuck rand lindsey newt rex jared
    boris nigel gordon hugh simon ian neil colin graham stuart derek emmanuel francois nicolas jean pierre jacques
    michel laurent alain philippe bernard olivier bruno giuseppe matteo mario luigi paolo sergio antonio carlos
    luis miguel pedro jorge javier alejandro fernando rafael diego pablo andres enrique ricardo eduardo roberto
    hans klaus wolfgang frank-walter heiko olaf sigmar horst joachim jens stefan staffan anders lars erik sven
    mikael jan piet willem andrzej jaroslaw mateusz radoslaw vladimir vladislav sergey sergei alexei aleksei
    alexey andrey andrei dmitry dmitri yevgeny evgeny mikhail yury yuri aleksandr alexandr maxim maksim fyodor
    pyotr petr vasily valery grigory anatoly vitaly arkady gennady georgy igor oleg ilya nikolai nikolay nikita
    ivan pavel roman ruslan ramzan stanislav vyacheslav viktor victor konstantin leonid denis anton artyom artem
    kirill gleb semyon timur rustam marat rinat eduard volodymyr petro oleksandr serhiy mykola mykhailo andriy
    oleksiy dmytro yuriy pavlo vasyl taras bohdan arseniy ihor oleh mohammed mohammad muhammad mohamed ahmed ahmad
    mahmoud mahmud hassan hasan hussein hossein ali omar umar khaled khalid ibrahim ismail yusuf youssef yousef
    mustafa abdullah abdallah abdul abdel abdulrahman rami bashar hafez walid faisal salman fahd nayef bandar
    tariq tarek saad saeed sayed said samir karim nabil adel jamal kamal hamid hamad tamim nasser nawaf haider
    nouri barham masoud massoud saleh salih ayman anwar riad riyad riyadh zaid zayed fadi imad maher firas louay
    ghassan yasser mazen haytham hadi javad ebrahim qasem qassem amir abbas reza mehdi gholam bahram recep ahmet
    mevlut binali hulusi mehmet murat suleyman fuat omer devlet kemal numan bulent fahrettin cevdet yasar hakan
    tayyip abdulkadir xi li wang jinping keqiang shinzo fumio yoshihide taro narendra imran nawaz asif arvind
    rajnath ban kofi jong-un moon jae-in kim tedros avigdor naftali yair benny ehud moshe yitzhak joko rodrigo
    prayut thein aung cyril uhuru abiy isaias muhammadu goodluck nana felix joao hugo evo jair luiz sebastian
    asaad saif muqtada hikmet jeyhun elmar ilgar artak zohrab tigran gevorg armen vahan ekrem hami sadi ihsan
    mauricio alberto bogdan traian zoran aleksandar milos milorad ivica hashim edi nikos alexis kyriakos
    martin michal karel vaclav jiri josef tomas lukas ondrej jakub marek zdenek ladislav frantisek miroslav jaroslav
    radek vojtech stepan axel ragnar ivar einar gunnar bjarni sigurdur olafur magnus gudmundur thorsten matthias jurgen
    stefano marcello giovanni francesco massimo lorenzo riccardo fabio claudio maurizio enzo etienne antoine guillaume
    julien mathieu florian tobias andreas markus rainer dieter uwe gunter helmut norbert armin christoph philipp
    friedrich wilhelm heinrich manfred werner krzysztof grzegorz wojciech tomasz piotr pawel marcin lukasz zbigniew
    ryszard stanislaw kazimierz slawomir janos laszlo istvan gabor zoltan ferenc sandor tamas balazs viorel vasile
    gheorghe mihai adrian cristian catalin marius dragos nikola nenad dejan goran dusan marko zeljko tomislav davor
    petar bojan boyko rumen plamen krasimir dimitar hristo giorgos kostas panagiotis arturas gintaras gitanas valdis
    andris arvydas edgars krisjanis toomas urmas indrek sauli petteri jussi antti matti timo pekka johan fredrik henrik
    mattias oskar knut musa aminu lawal sadiq yakubu abubakar usman bashir emeka ifeanyi olusegun babatunde adebayo
    kayode yemi atiku rotimi nyesom
    """
)

FEMALE_NAMES = words(
    """
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra
    ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura
    cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra
    rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren
    christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison
    frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly
    isabella theresa diana natalie brittany charlotte marie kayla alexis lori hillary ivanka melania kellyanne
    nikki condoleezza madeleine kamala ursula federica marine segolene anne helle erna sanna kaja dalia jen morgan
    kirstjen elena yelena olga tatyana tatiana natalia natalya svetlana irina ekaterina yekaterina marina galina
    lyudmila ludmila valentina vera nadezhda lyubov yulia anastasia daria darya ksenia kseniya oksana larisa
    elvira tamara zinaida antonina raisa nina lidia lilia alla inna zhanna alina polina yana iryna olha nataliya
    oleksandra yuliya fatima aisha khadija leila layla zainab zeinab mariam maryam amina asma rima rania nadia
    huda bouthaina buthaina samira sana hala hanan salma sahar najat masoumeh marzieh tzipi ayelet golda miri
    emine meral canan aung benazir sonia indira sushma nirmala megawati corazon park hua mao cristina dilma rosa
    claudia gabriela susana margot ann-linde annalena annegret simonetta micheline calmy mari zuzana maia salome
    ilham nawal dina carla luciana gayane anahit hasmik lilit narine nune shushan leyla aygun sevinj gulnara aynur
    zahra maryam narges shirin ayse fatma zeynep elif hatice ebru selin
    eva jana katrin lenka marketa lucie hana tereza veronika alena ivana jitka radka martina michaela kristyna sabine
    monika birgit heike silke anja katja agnieszka malgorzata katarzyna joanna beata ewa marta magdalena sigridur gudrun
    ingibjorg solveig ingrid karin kerstin margareta birgitta eszter katalin ildiko andreea elena simona dragana jelena
    milena vesna chiara francesca giulia paola silvia hauwa
    """
)

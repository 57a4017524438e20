"""Russian, Ukrainian, Polish, Czech, Greek, Turkish, Finnish, Hungarian."""

from __future__ import annotations

from digest.summarise.gate.lexicon.sheet import Sheet

RUSSIAN = Sheet(
    about="около примерно почти порядка",
    numerals="два|две|двух|двое|двоих|второй|вторая|второе=2 три|трёх|трех|трое|троих|третий|третье=3 "
    "четыре|четырёх|четырех|четверо=4 пять|пяти|пятеро=5 шесть|шести=6 семь|семи=7 восемь|восьми=8 "
    "девять|девяти=9 десять|десяти=10 одиннадцать=11 двенадцать|двенадцати=12 тринадцать=13 "
    "четырнадцать=14 пятнадцать=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19 "
    "двадцать|двадцати=20 тридцать|тридцати=30 сорок=40 пятьдесят=50 шестьдесят=60 семьдесят=70 "
    "восемьдесят=80 девяносто=90 двести=200 триста=300 четыреста=400 пятьсот=500",
    scales="десятки|десятков=10 сто|ста|сотни|сотен=100 тысяча|тысячи|тысяч|тыс=1000 "
    "миллион|миллиона|миллионов|млн=1e6 миллиард|миллиарда|миллиардов|млрд=1e9 "
    "триллион|триллиона|триллионов|трлн=1e12",
    denying="не ни нет никогда никто ничего нельзя отказ* отклон* отверг* отриц* опроверг* запрет* запрещ*",
    harmless="не_только",
    doubting="якобы предположительно возможно вероятно подозрева* подозрен* обвин* может могут мог могла могли "
    "планиру* намер* ожида* ли",
    leaving_open="словам сообщ* сказал* заяв* если данным хочет намерен*",
    opposites="одобр* принял* утверд* / отклон* отверг* отказ*; вырос* раст* увелич* повыс* поднял* / снизи* сниж* "
    "упал* пада* уменьш* сократ*; больше более выше / меньше менее ниже; выигра* победи* / проигра*; откры* "
    "/ закры*; до перед / после; можно разреш* / нельзя запрет* запрещ*; купи* покуп* / прода*; невинов* "
    "оправда* / винов* осужд*; север* / юг южн*; мужчин* / женщин*; погиб* умер* убит* / выжи*; нача* / "
    "законч* заверш*; подтвер* призна* / отриц* опроверг* опроверж*; быстре* быстр* / медленн*; длинн* "
    "длинне* / корот* короч*; хвал* похвал* / критик*; минимум не_менее / максимум не_более",
    exact="половин*|пол вдвое|удво* втрое четверть|четверти вчера сегодня завтра",
    units="процент* секунд* минут* час часа часов день дня дней недел* месяц* год года лет метр* километр* "
    "килограмм* тонн* литр* градус* доллар* евро рубл* крон* кроны миллиметр* сантиметр* гектар* мегаватт* миллилитр*",
    joining="но и а однако хотя потому",
    whole="все всех всем всё каждый каждая каждое каждого всегда весь всю первый первая первое первым первой впервые "
    "самый самая самое самых самым крупнейш* наибольш* рекорд* единственн* полностью",
    nearly="почти не_все второй_по вторая_по",
    causing="потому из-за вызва* причин* благодаря привел* привёл*",
    obliging="должен должна должны обязан* обязательн*",
    usual="пока ещё еще уже также теперь около словам это этот эта эти этом должен должна должны однако был была было "
    "были стал стала свой своей",
    past="л ла ло ли лся лась лось лись",
    future="ет ёт ит ут ют ат ят ется ётся ится утся ются атся ятся",
    coming="будет будут намерен* планиру* собира* должен должна должны",
    sharing="из_них треть четверть большинство большинства часть части половина половину",
    without="без",
    parting="из",
    done="был была было были стал стала стали",
)
UKRAINIAN = Sheet(
    numerals="два|дві|двох|двоє|другий=2 три|трьох|троє|третій=3 чотири|чотирьох=4 п'ять|п’ять=5 шість=6 сім=7 "
    "вісім=8 дев'ять|дев’ять=9 десять|десяти=10 одинадцять=11 дванадцять=12 двадцять=20 тридцять=30 "
    "сорок=40 п'ятдесят=50 шістдесят=60 сімдесят=70 вісімдесят=80 дев'яносто=90",
    scales="десятки|десятків=10 сто|сотні|сотень=100 тисяча|тисячі|тисяч|тис=1000 "
    "мільйон|мільйона|мільйонів|млн=1e6 мільярд|мільярда|мільярдів|млрд=1e9",
    denying="не ні ані немає ніколи ніхто нічого відмов* відхил* запереч* заборон*",
    harmless="не_лише не_тільки",
    doubting="нібито можливо ймовірно підозр* обвинувач* може можуть плану*",
    leaving_open="словами повідом* сказа* заяви* якщо даними хоче",
    opposites="схвал* прийня* затверд* / відхил* відмов*; зрос* зріс* збільш* підвищ* / знизи* впал* зменш* "
    "скорот*; більше вище / менше нижче; виграл* перемог* / програл*; відкри* / закри*; до перед / "
    "після; дозвол* / заборон*; купи* / прода*",
    exact="половин* вдвічі|подвої* вчора сьогодні завтра",
    units="відсот* секунд* хвилин* годин* день дні днів тижн* місяц* рік року років метр* кілометр* тонн* "
    "літр* долар* євро гривень гривня гривні",
    joining="але і й та однак хоча",
    whole="всі всіх всім все кожен кожна кожне завжди весь всю перший перша перше вперше",
    causing="тому_що через спричин* причин* завдяки призве* призвел*",
    obliging="повинен повинна повинні зобов*",
    usual="поки ще вже також тепер близько словами",
    past="в ла ло ли вся лася лося лися",
    future="е є ить уть ють ать ять еться ється иться уться ються аться яться",
    coming="буде будуть планує планують має мають",
    without="без",
)
POLISH = Sheet(
    about="około blisko prawie mniej_więcej",
    numerals="dwa|dwie|dwóch|dwoje|drugi|druga=2 trzy|trzech|troje|trzeci=3 cztery|czterech=4 pięć|pięciu=5 "
    "sześć|sześciu=6 siedem|siedmiu=7 osiem|ośmiu=8 dziewięć|dziewięciu=9 dziesięć|dziesięciu=10 "
    "jedenaście|jedenastu=11 dwanaście|dwunastu=12 trzynaście=13 czternaście=14 piętnaście=15 "
    "szesnaście=16 siedemnaście=17 osiemnaście=18 dziewiętnaście=19 dwadzieścia|dwudziestu=20 "
    "trzydzieści|trzydziestu=30 czterdzieści=40 pięćdziesiąt=50 sześćdziesiąt=60 siedemdziesiąt=70 "
    "osiemdziesiąt=80 dziewięćdziesiąt=90 dwieście=200 trzysta=300 pięćset=500",
    scales="dziesiątki|dziesiątek=10 sto|setki|setek=100 tysiąc|tysiące|tysięcy|tys=1000 "
    "milion|miliona|miliony|milionów=1e6 miliard|miliarda|miliardy|miliardów=1e9 "
    "bilion|biliony|bilionów=1e12",
    denying="nie nigdy nikt nic żaden żadna ani odrzuc* odmów* zaprzecz* nieudan* rezygn* zrezygn*",
    harmless="nie_tylko",
    doubting="rzekom* podobno możliwe prawdopodobn* podejrz* oskarż* zamierza* może mogą planuj* czy",
    leaving_open="według powiedzia* mówi jeśli zdaniem chce",
    opposites="zatwierdz* przyję* zgodzi* / odrzuc* odmów*; wzros* zwiększ* podnios* / spad* zmniejsz* obniż* zmala*; "
    "więcej wyżej / mniej niżej; wygra* / przegra*; otw* / zamk*; przed zanim / po; kupi* / sprzeda*; pozwol* / "
    "zakaz* zabron*; wyższ* / niższ*; szybk* szybciej / woln* wolniej; dłu* / krót*; uniewinni* / skaza* skazan*; "
    "potwierdz* / zaprzecz*; chwal* pochwali* / krytyk* skrytyk*; co_najmniej / co_najwyżej",
    exact="połow*|pół podwoi*|podwój* wczoraj dzisiaj|dziś jutro",
    units="procent* sekund* minut* godzin* dzień dni tydzień tygodni* miesiąc* miesięcy rok roku lat metr* "
    "kilometr* kilogram* ton tony litr* euro dolar* koron* złot* milimetr* centymetr* hektar* megawat* mililitr*",
    joining="ale i a oraz jednak ponieważ",
    whole="wszyscy wszystkie wszystkich wszystko każdy każda każde zawsze cały cała całe pierwszy pierwsza pierwsze "
    "najwięk* najwyż* najlep* najgors* najniż* najstarsz* najmłod* jedyny jedyna jedyne rekord* całkowicie",
    nearly="prawie niemal nie_wszyscy",
    causing="ponieważ spowodow* przyczyn* dzięki powodu",
    obliging="musi muszą obowiąz*",
    usual="jeszcze już także też teraz około według ma mają jest są był była było były został została zostały ten "
    "ta to zdaniem",
    past="ł ła ło li ły",
    coming="będzie będą planuje planują zamierza ma mają chce zapowied*",
    sharing="z_nich spośród_nich jedna_trzecia jedną_trzecią jedna_czwarta większość większości część części procent_z "
    "połowa połowę",
    without="bez",
    parting="z spośród",
    done="był była było były został została zostało zostały",
)
CZECH = Sheet(
    numerals="dva|dvě|dvou|druhý|druhá=2 tři|tří|třetí=3 čtyři|čtyř=4 pět|pěti=5 šest|šesti=6 sedm=7 osm=8 "
    "devět=9 deset=10 jedenáct=11 dvanáct|dvanácti=12 třináct=13 čtrnáct=14 patnáct=15 dvacet=20 "
    "třicet=30 čtyřicet=40 padesát=50 šedesát=60 sedmdesát=70 osmdesát=80 devadesát=90",
    scales="desítky|desítek=10 sto|stovky|stovek=100 tisíc|tisíce=1000 milion|milionu|miliony|milionů=1e6 "
    "miliarda|miliardy|miliard=1e9",
    denying="ne není nejsou nikdy nikdo nic žádný žádná ani nesmí nesmějí nemůže nemohou odmít* zamít*",
    doubting="údajn* možná pravděpodobn* podezř* obvin* mohl* může",
    leaving_open="podle řek* uved* pokud chce",
    opposites="schvál* přija* / zamít* odmít*; vzrost* stoup* zvýš* / kles* sníž*; více vyšší / méně nižší; "
    "vyhrá* / prohrá*; otevř* / zavř* uzavř*; před než / po; koup* / prod*; smí smějí může mohou / "
    "nesmí nesmějí nemůže nemohou",
    exact="polovin*|půl zdvojnásob* včera dnes zítra",
    units="procent* sekund* minut* hodin* den dny dní týden týdn* měsíc* rok roku let metr* kilometr* tun* "
    "litr* eur* dolar* korun*",
    joining="ale a i však protože",
    whole="všichni všechny všech všechno každý každá každé vždy celý celá celé první poprvé",
    causing="protože způsob* příčin* díky kvůli",
    obliging="musí povinn*",
    usual="ještě již už také nyní asi podle",
)
GREEK = Sheet(
    numerals="δύο|δυο|δεύτερο|δεύτερη=2 τρεις|τρία|τριών=3 τέσσερις|τέσσερα=4 πέντε=5 έξι=6 επτά|εφτά=7 "
    "οκτώ|οχτώ=8 εννέα|εννιά=9 δέκα=10 έντεκα=11 δώδεκα=12 είκοσι=20 τριάντα=30 σαράντα=40 πενήντα=50 "
    "εξήντα=60 εβδομήντα=70 ογδόντα=80 ενενήντα=90",
    scales="δεκάδες=10 εκατό|εκατοντάδες=100 χίλια|χίλιες|χιλιάδες=1000 εκατομμύριο|εκατομμύρια|εκατ=1e6 "
    "δισεκατομμύριο|δισεκατομμύρια|δισ=1e9",
    denying="δεν δε μην μη κανείς κανένας καμία τίποτα ποτέ ούτε όχι απέρριψ* απορρίπτ* αρν*",
    harmless="όχι_μόνο",
    doubting="φέρεται φέρονται ίσως πιθανόν πιθανώς ενδέχεται κατηγορ* ύποπτ*",
    leaving_open="σύμφωνα είπε λέει δήλωσε αν μπορεί",
    opposites="ενέκριν* εγκρίν* / απέρριψ* απορρίπτ*; αυξήθ* αυξάν* ανέβ* / μειώθ* μειών* έπεσ* πέφτ*; "
    "περισσότερ* πάνω / λιγότερ* κάτω; κέρδισ* / έχασ*; άνοιξ* ανοίγ* εγκαιν* / έκλεισ* κλείν*; πριν "
    "/ μετά",
    exact="μισό|μισή|ήμισυ διπλ* χθες σήμερα αύριο",
    units="τοις_εκατό δευτερόλεπτ* λεπτά ώρες μέρες ημέρες εβδομάδες μήνες χρόνια έτη μέτρα χιλιόμετρα κιλά "
    "τόνοι ευρώ δολάρια κορόνες",
    joining="αλλά και ενώ όμως γιατί",
    usual="ακόμα ακόμη ήδη επίσης τώρα περίπου",
)
TURKISH = Sheet(
    numerals="iki|ikinci=2 üç|üçüncü=3 dört=4 beş=5 altı=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 "
    "kırk=40 elli=50 altmış=60 yetmiş=70 seksen=80 doksan=90",
    scales="düzine=12 yüz|yüzlerce=100 bin|binlerce=1000 milyon|milyonlarca=1e6 milyar|milyarlarca=1e9 trilyon=1e12",
    denying="değil yok hiç asla hiçbir reddet* yasak*",
    doubting="iddia* belki muhtemelen şüphe* olası suçla*",
    leaving_open="göre dedi söyledi eğer",
    opposites="onayla* kabul / reddet*; arttı arta* yüksel* / azal* düştü düşe* geriled*; fazla / az; kazan* / "
    "kaybet*; aç* / kapat* kapan*; önce / sonra; satın_al* / sat*",
    exact="yarı|yarım|yarısı dün bugün yarın",
    units="yüzde saniye dakika saat gün hafta ay yıl metre kilometre kilo ton litre derece dolar euro avro lira kron",
    joining="ama ve ancak fakat çünkü",
    usual="henüz hâlâ hala artık şimdi yaklaşık göre",
)
FINNISH = Sheet(
    numerals="kaksi|kahden|toinen=2 kolme|kolmen|kolmas=3 neljä|neljän=4 viisi|viiden=5 kuusi=6 seitsemän=7 "
    "kahdeksan=8 yhdeksän=9 kymmenen=10 yksitoista=11 kaksitoista=12 kaksikymmentä=20 "
    "kolmekymmentä=30 neljäkymmentä=40 viisikymmentä=50",
    scales="kymmeniä=10 sata|sataa|satoja=100 tuhat|tuhatta|tuhansia=1000 miljoona|miljoonaa|miljoonia=1e6 "
    "miljardi|miljardia|miljardeja=1e9",
    denying="ei eivät en et emme ette älä kukaan mitään koskaan hylkäsi hylät* kiel*",
    doubting="väitet* ehkä mahdollisesti todennäköisesti epäil* syytet* voi voisi saattaa",
    leaving_open="mukaan sanoi sanoo jos",
    opposites="hyväks* / hylkä* hylä*; nous* kasvo* lisään* / lask* vähen* piene*; enemmän yli / vähemmän alle; "
    "voitt* / hävi*; avat* avas* / sulje* sulki*; ennen / jälkeen; osti* / myi*",
    exact="puoli|puolet kaksinkertai* eilen tänään huomenna",
    units="prosent* sekunti* minuutt* tunti* tunnin päivä* viikko* kuukau* vuosi* vuoden metri* kilometri* "
    "euro* dollar* kruunu*",
    joining="mutta ja vaikka koska",
    usual="vielä jo myös nyt noin mukaan",
)
HUNGARIAN = Sheet(
    numerals="kettő|két|második=2 három|harmadik=3 négy=4 öt=5 hat=6 hét=7 nyolc=8 kilenc=9 tíz=10 tizenegy=11 "
    "tizenkettő|tizenkét=12 húsz=20 harminc=30 negyven=40 ötven=50 hatvan=60 hetven=70 nyolcvan=80 "
    "kilencven=90",
    scales="tucat=12 száz|százak=100 ezer|ezrek=1000 millió|milliók=1e6 milliárd=1e9",
    denying="nem ne nincs nincsenek soha senki semmi elutasít* tagad*",
    harmless="nemcsak",
    doubting="állítólag talán lehet valószínű* gyanú* vádol*",
    leaving_open="szerint mondta közölte ha",
    opposites="jóváhagy* elfogad* / elutasít*; nőtt* növek* emelked* / csökken* esett*; több / kevesebb; nyer* "
    "/ veszt* veszít*; megnyit* nyit* / bezár*; előtt / után; vett* vásárol* / elad*",
    exact="fele|fél|félig duplá* tegnap ma holnap",
    units="százalék* másodperc* perc* óra* nap napot hét* hónap* év* méter* kilométer* euró* dollár* forint* korona*",
    joining="de és míg mert",
    usual="még már is most mintegy szerint",
)
SHEETS = {
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
    "pl": POLISH,
    "cs": CZECH,
    "el": GREEK,
    "tr": TURKISH,
    "fi": FINNISH,
    "hu": HUNGARIAN,
}

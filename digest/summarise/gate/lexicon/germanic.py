"""English, German, Dutch, Swedish, Danish, Norwegian."""

from __future__ import annotations

from digest.summarise.gate.lexicon.sheet import Sheet

ENGLISH = Sheet(
    about="about around roughly approximately some circa",
    numerals="two=2 three|third|thirds=3 four|fourth=4 five|fifth=5 six|sixth=6 seven|seventh=7 eight|eighth=8 "
    "nine|ninth=9 ten|tenth=10 eleven|eleventh=11 twelve|twelfth=12 thirteen=13 fourteen=14 "
    "fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 "
    "sixty=60 seventy=70 eighty=80 ninety=90 twice=2 thrice=3",
    scales="dozen|dozens=12 hundred|hundreds=100 thousand|thousands=1000 million|millions=1e6 "
    "billion|billions=1e9 trillion|trillions=1e12 lakh|lakhs=1e5 crore|crores=1e7",
    links="and",
    denying="not never no none nobody nothing neither nor cannot n't fail fails failed failing refus* deny "
    "denies denied denying unable reject* hardly lack lacks lacked zero",
    harmless="not_only no_longer_only nothing_but net_zero ground_zero zero_tolerance below_zero above_zero from_zero "
    "to_zero near_zero",
    doubting="alleg* reportedly intend* charged indict* suspect* suspicion* accuse* accusation* claim "
    "claims claimed rumour* rumor* "
    "believed thought might may could perhaps possibly probably likely unlikely potentially propose* consider "
    "considers considered considering expect* "
    "hope hopes hoped plan plans planned planning whether",
    leaving_open="can would should if according say says said tell* told intend* aim aims want wants wanted due "
    "believe*",
    opposites="approv* accept* agree* adopt* backs backed / reject* refus* oppos* dismiss* veto*; rise rises rose "
    "risen rising increas* grow grew grown gain* climb* jump* soar* / fall falls fell fallen falling "
    "decreas* drop* declin* shrank shrink* plung*; high higher more above / low lower less fewer below; win "
    "wins won winning beat beats / lose loses lost losing; earn* gain* / lose loses lost losing; inside / "
    "outside; delay* postpon* / ahead advanc*; a.m / p.m; open opens opened opening / close closes closed "
    "closing shut; early earlier / late later; before / after; innocent acquit* cleared / guilty convict*; "
    "buy* bought / sell* sold; allow* permit* permission / ban bans banned banning forbid* forbade "
    "prohibit*; hire* hiring / fire fired firing sack*; first / last; best / worst; most / least; north* / "
    "south*; eastern east / western west; men man / women woman; start* begin* began begun launch* / end "
    "ends ended ending finish*; die died dies dead kill* / surviv* recover*; arrest* jail* / releas* freed; "
    "support* backs backed backing / criticis* criticiz* condemn* oppos*; deny denies denied / admit* "
    "confirm*; all every / some few; good better / bad worse; success* / fail*; oppos* / favor* favour*; "
    "strength* strong* / weak*; large* big bigger biggest huge / small* little tiny; safe safer safest / "
    "danger* unsafe; legal lawful / illegal* unlawful; widen* / narrow*; heavier heavy / lighter; agree* / "
    "disagree*; long longer / short shorter; fast faster quick* / slow*; join* / leave leaves; deny denies "
    "denied / confirm* admit*; arriv* / depart*; import* / export*; paid pays / refund*; highest / lowest; "
    "raise raises raised raising / cut cuts cutting lower* reduc*",
    exact="half|halves|halved double|doubles|doubled|doubling triple|triples|tripled|tripling quarter|quarters "
    "yesterday today|tonight tomorrow",
    units="percent per_cent percentage* second seconds minute* hour* day days week* month* year* decade* centur* "
    "metre* meter* kilomet* mile* foot feet inch* kilo kilos kilogram* gram* ton tons tonne* litre* liter* "
    "degree* dollar* euro euros pound* yen yuan rupee* crown* franc* millimet* centimet* hectare* acre* "
    "kilowatt* megawatt* gigawatt* millilit* milligram* watt* square knot* byte* megabyte* gigabyte* "
    "terabyte* millisecond*",
    joining="but and while whereas although though because so",
    whole="all every everyone everybody everything always entire whole first largest biggest best worst highest lowest "
    "greatest record most_ever fastest longest oldest youngest newest the_only unique sole single world_record "
    "latest last best-selling fully completely",
    nearly="nearly almost virtually practically not_all not_every second_largest second-largest second_biggest "
    "second-biggest second_highest second-highest second_best second-best second_most third_largest "
    "third-largest ",
    causing="because due_to caus* lead_to leads_to led_to leading_to result* thanks_to prompt* trigger* blame* reason*",
    obliging="must have_to has_to oblig* requir* mandatory compulsory",
    coming="will would should could can shall may might going plans planned",
    done="has have had was were been did",
    usual="yet still also people person get gets got have having held hold take takes took taken place made "
    "make makes already now just around nearly almost including using came come comes went going gave "
    "give gives well only though there being through despite via amid across toward towards upon within along",
    sharing="of_them of_these of_those of_which of_whom most_of half_of percent_of per_cent_of third_of quarter_of "
    "fifth_of majority_of some_of many_of part_of",
    without="without",
    parting="of",
    kin="husband|husbands wife|wives son|sons daughter|daughters father|fathers mother|mothers brother|brothers "
    "sister|sisters uncle|uncles aunt|aunts cousin|cousins nephew|nephews niece|nieces",
    aged="old",
)
GERMAN = Sheet(
    about="etwa rund circa ungefähr ca",
    numerals="zwei|zweite=2 drei|dritte|dritten=3 vier|vierte=4 fünf|fünfte=5 sechs=6 sieben=7 acht=8 neun=9 "
    "zehn=10 elf=11 zwölf=12 dreizehn=13 vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 "
    "neunzehn=19 zwanzig=20 dreißig|dreissig=30 vierzig=40 fünfzig=50 sechzig=60 siebzig=70 "
    "achtzig=80 neunzig=90",
    scales="dutzend|dutzende=12 hundert|hunderte=100 tausend|tausende=1000 million|millionen|mio=1e6 "
    "milliarde|milliarden|mrd=1e9 billion|billionen=1e12",
    links="und",
    joined="und ein eine",
    denying="nicht nie niemals kein keine keinen keiner keinem keines niemand nichts weder lehnte* lehnt* "
    "ablehn* abgelehnt* verweiger* scheiter* bestreit* bestritt* dementier* verwarf verworfen "
    "unmöglich verzicht*",
    harmless="nicht_nur",
    doubting="beabsichtig* angeklagt* soll sollen angeblich* mutmaßlich* vermutlich* wohl könnte könnten "
    "dürfte dürften vielleicht "
    "möglicherweise offenbar verdächtig* beschuldig* vorwurf vorwürfe wahrscheinlich voraussichtlich "
    "plant planen erwägt ob",
    leaving_open="sollte kann laut zufolge sagt* sagte* erklär* wenn falls würde will wollen möchte wolle",
    opposites="stimmt* zugestimmt billig* genehmig* annahm angenommen / lehnt* ablehn* abgelehnt verwarf verworfen; "
    "stieg* steig* gestiegen erhöh* wuchs* wachs* zunahm* zugenommen / sank* sink* gesunken fiel* fall* "
    "gefallen verringer* schrumpf* abnahm* abgenommen; mehr höher* / weniger niedriger*; gewann gewinn* "
    "gewonnen siegt* / verlor* verlier*; öffne* eröffne* geöffnet / schließ* schloss* geschlossen; vor "
    "bevor / nach nachdem; früh früher / spät später; erlaub* gestatte* / verbot* verbiet* untersag*; kauf* "
    "gekauft / verkauf*; unschuldig* freigesproch* / schuldig* verurteil*; erste ersten erster / letzte "
    "letzten letzter; nord* nörd* / süd*; männer mann / frauen frau; begann beginn* begonnen / ende endet* "
    "beende*; alle allen / einige wenige; gut gute guten besser* / schlecht*; erfolg* / misserfolg* "
    "gescheitert*; groß* / klein* gering*; stark* / schwach* schwäch*; sicher* / gefährlich* unsicher*; "
    "über oberhalb / unter unterhalb; schnell* / langsam*; länger lang lange / kürzer kurz; import* / "
    "export*; bestätig* / bestreit* bestritt* dementier*; lob* gelobt / kritisier* tadel*",
    exact="halb|halbe|halben|hälfte doppelt*|verdoppel* dreifach|verdreifach* viertel gestern heute morgen",
    units="prozent sekunde* minute* stunde* tag tage tagen woche* monat* jahr jahre jahren jahrzehnt* meter* kilomet* "
    "kilo kilogramm gramm tonne* liter grad dollar euro pfund yen kronen krone franken millimet* zentimet* hektar "
    "quadrat* kilowatt* megawatt* gigawatt* milliliter* milligramm watt knoten byte* megabyte* gigabyte*",
    joining="aber und während obwohl weil sondern doch",
    whole="alle allen aller alles jede jeder immer sämtlich* ganze ganzen ganzer gesamt* erste ersten erster erstmals "
    "größte* beste* schlechteste* höchste* schnellste* längste* älteste* jüngste* neueste* einzige* weltrekord* "
    "rekord* niedrigste* kleinste* sämtlich* völlig vollständig",
    nearly="fast beinahe nahezu nicht_alle nicht_allen",
    causing="weil wegen verursach* führt führte führten aufgrund dank infolge ausgelöst auslös* deshalb daher "
    "darum grund",
    obliging="muss müssen musste mussten verpflicht* pflicht*",
    coming="wird werden soll sollen könnte könnten kann können würde will wollen möchte",
    done="hat haben hatte hatten wurde wurden worden war waren",
    usual="noch bereits jetzt auch schon sowie etwa rund knapp dabei damit gab geben gibt laut zudem wegen eines einer "
    "einem liegt zufolge geben lässt ließ sei seien habe hätte steht stand kommt kam angaben auskunft berichten",
    sharing="davon darunter von_ihnen von_denen prozent_der prozent_des ein_drittel ein_viertel ein_fünftel "
    "die_meisten meisten mehrheit teil_der teil_des teilweise die_hälfte hälfte_der",
    without="ohne",
    parting="der von",
    kin="ehemann|ehemannes ehefrau sohn|sohnes|söhne tochter|töchter vater|vaters mutter bruder|bruders|brüder "
    "schwester|schwestern",
)
DUTCH = Sheet(
    about="ongeveer circa zo'n rond",
    numerals="twee|tweede=2 drie|derde=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 "
    "dertien=13 veertien=14 vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 "
    "dertig=30 veertig=40 vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90",
    scales="tientallen=10 honderd|honderden=100 duizend|duizenden=1000 miljoen|miljoenen=1e6 miljard|miljarden=1e9",
    links="en",
    joined="en ën een",
    denying="niet nooit geen niemand niets noch weiger* verwerp* verworpen ontken* afgewezen wees",
    harmless="niet_alleen",
    doubting="zou zouden vermoedelijk* vermeend* mogelijk* misschien wellicht verdacht* beschuldig* "
    "waarschijnlijk verwacht* onderzoek*",
    leaving_open="volgens zei zegt zeiden aldus kan als wil willen",
    opposites="goedgekeur* goedkeur* aanvaard* / verwerp* verworpen afgewezen afwijz* wees; steeg stegen stijg* "
    "gestegen groei* toegenomen / daal* gedaald zakt* kromp afgenomen; meer hoger / minder lager; won "
    "wonnen winn* gewonnen / verloor verloren verliez*; open* geopend / sluit* sloot gesloten; voor voordat "
    "/ na nadat; vroeg eerder / laat later; koop* kocht* gekocht / verkoop* verkocht*; noord* / zuid*; "
    "sneller snel / langzamer langzaam; langer lang / korter kort; bevestig* / ontken*; prees prijst / "
    "bekritiseer*",
    exact="half|halve|helft dubbel*|verdubbel* kwart gisteren vandaag morgen",
    units="procent seconde* minu* uur dag dagen week weken maand* jaar jaren meter kilomet* kilo ton liter "
    "euro dollar* millimeter* centimeter* hectare* megawatt* gigawatt* milliliter*",
    joining="maar en terwijl hoewel omdat",
    whole="alle iedereen alles altijd hele eerste grootste beste slechtste hoogste laagste snelste langste oudste "
    "jongste enige wereldrecord* wereldkampioen volledig",
    nearly="bijna vrijwel niet_alle op_een_na",
    causing="omdat wegens door veroorzaak* dankzij leidde leiden reden",
    obliging="moet moeten moest verplicht*",
    coming="zal zullen zou zouden kan kunnen wil willen gaat gaan",
    done="heeft hebben had hadden werd werden was waren is",
    usual="nog al ook nu reeds onder meer volgens ongeveer worden zijn geworden gaat komt kwam al daarbij",
    sharing="van_hen daarvan waarvan procent_van een_derde een_kwart een_vijfde meeste meerderheid deel_van de_helft",
    without="zonder",
    parting="van",
    kin="echtgenoot echtgenote zoon|zoons dochter|dochters vader moeder broer|broers zus|zussen",
)
SWEDISH = Sheet(
    numerals="två|andra=2 tre|tredje=3 fyra=4 fem=5 sex=6 sju=7 åtta=8 nio=9 tio=10 elva=11 tolv=12 tretton=13 "
    "fjorton=14 femton=15 sexton=16 sjutton=17 arton=18 nitton=19 tjugo=20 trettio=30 fyrtio=40 "
    "femtio=50 sextio=60 sjuttio=70 åttio=80 nittio=90",
    scales="dussin=12 hundra|hundratals=100 tusen|tusentals=1000 miljon|miljoner=1e6 miljard|miljarder=1e9",
    links="och",
    joined="och ett en",
    denying="inte aldrig ingen inget inga vägra* förnek* avslog avslå* misslyck* ej",
    harmless="inte_bara",
    doubting="påstås påstod* misstänk* misstänkt* kanske möjligen troligen sannolikt uppges väntas planerar",
    leaving_open="enligt sade säger sa kan om vill",
    opposites="godkän* antog* / avslog* avslå* förkasta*; steg stig* ökade öka* ökat växte / sjönk sjunk* "
    "minska* föll fall*; mer fler högre / mindre färre lägre; vann vinn* vunnit / förlora*; öppna* "
    "invig* / stäng*; före innan / efter; tidig* / sen sent; köp* / sälj* sålde sålt",
    exact="halv|halva|hälften dubbel*|dubbl* kvart idag|i_dag igår|i_går imorgon|i_morgon",
    units="procent sekund* minut* timm* dag dagar veck* månad* år meter kilomet* kilo ton liter euro dollar "
    "kronor krona",
    joining="men och medan eftersom",
    whole="alla allt alltid hela samtliga",
    causing="eftersom orsak* på_grund ledde tack_vare därför",
    obliging="måste skyldig*",
    usual="ännu också redan nu omkring ungefär",
    without="utan",
)
DANISH = Sheet(
    numerals="to|anden|andet=2 tre|tredje=3 fire=4 fem=5 seks=6 syv=7 otte=8 ni=9 ti=10 elleve=11 tolv=12 "
    "tretten=13 fjorten=14 femten=15 seksten=16 sytten=17 atten=18 nitten=19 tyve=20 tredive=30 "
    "fyrre=40 halvtreds=50 tres=60 halvfjerds=70 firs=80 halvfems=90",
    scales="dusin=12 hundrede|hundreder|hundredvis=100 tusind|tusinde|tusinder=1000 million|millioner=1e6 "
    "milliard|milliarder=1e9",
    links="og",
    joined="og en et",
    denying="ikke aldrig ingen intet nægt* afvis* afslog*",
    harmless="ikke_kun ikke_bare",
    doubting="angiveligt måske muligvis mistænk* formentlig sandsynligvis ventes skulle",
    leaving_open="ifølge sagde siger kan hvis vil",
    opposites="godkend* vedtog* vedtag* / afvis* forkast* afslog*; steg stig* øge* vokse* / faldt fald* "
    "mindske*; mere flere højere / mindre færre lavere; vandt vind* vundet / tabt* tabe*; åbn* indvi* "
    "/ luk*; før inden / efter; køb* / solgt* sælg*",
    exact="halv|halve|halvdelen dobbelt*|fordobl* i_dag i_går i_morgen",
    units="procent sekund* minut* time timer dag dage uge uger måned* år meter kilomet* kilo ton liter euro "
    "dollar kroner",
    joining="men og mens fordi",
    whole="alle alt altid hele samtlige",
    causing="fordi årsag* på_grund førte takket derfor",
    obliging="skal må_ikke forpligt*",
    usual="endnu også allerede nu omkring",
    without="uden",
)
NORWEGIAN = Sheet(
    numerals="to|andre=2 tre|tredje=3 fire=4 fem=5 seks=6 sju|syv=7 åtte=8 ni=9 ti=10 elleve=11 tolv=12 "
    "tretten=13 fjorten=14 femten=15 seksten=16 sytten=17 atten=18 nitten=19 tjue=20 tretti=30 "
    "førti=40 femti=50 seksti=60 sytti=70 åtti=80 nitti=90",
    scales="dusin=12 hundre|hundrevis=100 tusen|tusenvis=1000 million|millioner=1e6 milliard|milliarder=1e9",
    links="og",
    joined="og en ett",
    denying="ikke aldri ingen intet nekt* avvis* avslo*",
    harmless="ikke_bare ikke_kun",
    doubting="angivelig* kanskje muligens mistenk* trolig sannsynligvis ventes skal_ha",
    leaving_open="ifølge sa sier kan hvis vil",
    opposites="godkjen* vedtok* vedta* / avvis* forkast* avslo*; steg stig* øk* vokst* / falt fall* sank* "
    "minke*; mer flere høyere / mindre færre lavere; vant vinn* vunnet / tapt* tap*; åpn* / stengt* "
    "steng* lukk*; før innen / etter; kjøp* / solgt* selg*",
    exact="halv|halve|halvparten dobbel*|dobl* i_dag i_går i_morgen",
    units="prosent sekund* minutt* time timer dag dager uke uker måned* år meter kilomet* kilo tonn liter "
    "euro dollar kroner",
    joining="men og mens fordi",
    usual="ennå enda også allerede nå rundt",
    without="uten",
)
SHEETS = {"en": ENGLISH, "de": GERMAN, "nl": DUTCH, "sv": SWEDISH, "da": DANISH, "no": NORWEGIAN}

"""English, German, Dutch and the languages of Scandinavia."""

from __future__ import annotations

from digest.summarise.tongues.tongue import Tongue, words

ENGLISH = Tongue(
    titles=words(
        "mr mrs ms messrs dr drs prof profs rev fr hon st sen sens rep reps gov govs gen gens col lt sgt cpl capt "
        "cmdr adm maj pres supt insp det amb atty mt ft vs v e.g i.e cf viz gen.-lt"
    ),
    numbering=words(
        "no nos fig figs vol vols p pp ch sec art eq ca approx c jan feb mar apr jun jul aug sep sept oct nov dec"
    ),
    short=words(
        "etc inc ltd co corp bros jr sr dept est ed eds al u.s u.k u.n e.u d.c a.m p.m ph.d b.c a.d b.a m.a "
        "m.d ave blvd rd sq calif mass conn fla tex pa mich minn tenn wash ore ariz colo"
    ),
    common=words(
        "a an and are as at be been but by for from had has have he her his i if in into is it its of on or "
        "our s said she so than that the their them they this to was we were what when which who will with "
        "would you not no after also about out up more new one over t these those there then some many all "
        "most such can could may do did how why where while each any other two first last every both between "
        "during before under against among however although because since until"
    ),
    pointing=words(
        "he she it they this that these those his her hers their its but and so however also there here such "
        "then thus therefore moreover meanwhile instead still yet otherwise nor or because them him"
    ),
    persons=words("he she they it i we"),
    said=words("said says say told tells added adds explained wrote continued tweeted recalled asked replied noted"),
    negating=words("not no never none nobody nothing neither nor without cannot"),
    articles=words("the a an"),
    reaching=words("this these such another other others latter same similar"),
    times=words(
        "week weeks month months year years century decade season summer spring winter autumn fall day days post "
        "article guide report story series morning afternoon evening weekend time monday tuesday wednesday thursday "
        "friday saturday sunday"
    ),
)
GERMAN = Tongue(
    titles=words(
        "hr hrn fr dr prof dipl ing st z b d h u s o i e v bzw vgl ggf evtl inkl exkl sog geb gest z.b d.h "
        "u.a s.o i.d.r v.a"
    ),
    numbering=words("nr nrn no bd abb kap s art abs ca jan feb mär apr jun jul aug sep sept okt nov dez rn tel"),
    short=words("usw usf etc co str jh jhd mio mrd tsd hrsg ders verh zzgl evtl u.u o.ä u.ä n.chr v.chr chr a.d"),
    common=words(
        "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur "
        "oder aber vor zur bis mehr durch man sein wurde sei ich wir ihr seine kann wenn was hatte unter "
        "gegen vom können da doch"
    ),
    pointing=words(
        "er sie es dies dieser diese dieses diesem diesen dieselbe jener jene sein seine ihre ihr aber und "
        "doch dennoch jedoch allerdings außerdem zudem deshalb daher darum trotzdem dabei damit dafür dagegen "
        "danach dann dort hier so auch denn oder ihm ihn ihnen dazu davon darin sonst stattdessen"
    ),
    persons=words("er sie es ich wir"),
    said=words(
        "sagte sagt sagten erklärte teilte mitteilte schrieb ergänzte betonte fügte hinzu fragte meinte berichtete"
    ),
    before_ordinals=words("am vom zum der die das den dem des im ab bis seit beim ins jeder jeden ihr sein und"),
    months=words(
        "januar jänner februar märz april mai juni juli august september oktober november dezember jan feb "
        "mär apr jun jul aug sep sept okt nov dez jahrhundert jahrhunderts jh jahrhunderte jahrtausend "
        "geburtstag runde liga stock etage klasse platz auflage"
    ),
    negating=words("nicht nie niemals kein keine keinen keiner keinem keines niemand nichts ohne weder"),
    before_names=words("herr herrn frau"),
    reaching=words(
        "dieser diese dieses diesem diesen solche solchen solcher andere anderer anderen anderes letztere letzterer "
        "letzteren daran darauf darüber hingegen"
    ),
    times=words(
        "jahr jahres jahre woche wochen monat monats jahrhundert sommer winter frühjahr frühling herbst tag tage "
        "tagen morgen abend wochenende mal saison artikel beitrag bericht reportage serie ausgabe folge buch"
    ),
)
DUTCH = Tongue(
    titles=words("dhr mevr mw dr drs ir ing mr prof st ds bijv nl o.a m.n d.w.z i.p.v t.o.v"),
    numbering=words("nr nrs no p blz art ca jan feb mrt apr jun jul aug sep sept okt nov dec tel"),
    short=words("enz etc b.v n.v e.d a.d jr sr mln mld"),
    common=words(
        "de van het een en in is dat op te zijn met voor niet aan die om er ook als maar bij door over dan "
        "uit nog naar heeft worden werd wordt hij ze zij wij we ik was hebben meer tot kan had zo wel of geen "
        "deze dit"
    ),
    pointing=words(
        "hij zij ze het dit dat deze die maar en dus daarom ook toch echter daarnaast daarna toen hier daar "
        "zijn haar hun want"
    ),
    persons=words("hij zij ze ik wij we"),
    said=words("zei zegt zeiden aldus vertelde vertelt schreef voegde vroeg"),
    negating=words("niet nooit geen niemand niets zonder noch"),
    articles=words("de het een"),
    reaching=words("deze dit die andere anderen laatste dergelijke"),
    times=words(
        "week weken maand maanden jaar eeuw zomer winter voorjaar herfst dag dagen ochtend middag avond weekend keer "
        "seizoen"
    ),
)
SWEDISH = Tongue(
    titles=words("dr prof st t.ex bl.a d.v.s s.k t ex"),
    numbering=words("nr no s kap ca jan feb apr jun jul aug sep sept okt nov dec tel"),
    short=words("etc m.m osv kl milj mdr jr f.d"),
    common=words(
        "och i att det som en på är av för med till den har de inte om ett han var men sig från vi så kan när "
        "nu år säger hon under också efter eller jag man då vid hade ut skulle sin över blir mot bara mer "
        "denna detta"
    ),
    pointing=words(
        "han hon den det de detta denna dessa men och så därför också dock dessutom sedan här där hans hennes deras"
    ),
    persons=words("han hon de jag vi"),
    said=words("säger sa sade berättar förklarar skriver"),
    negating=words("inte aldrig ingen inget inga utan"),
    articles=words("den det en ett"),
    reaching=words("detta denna dessa andra sådana"),
    times=words(
        "vecka veckan månad månaden år året sommar sommaren vinter vintern vår höst dag dagen morgon kväll helg gång "
        "säsong"
    ),
)
DANISH = Tongue(
    titles=words("dr prof hr fru st f.eks bl.a dvs d.v.s"),
    numbering=words("nr no s kap ca jan feb mar apr jun jul aug sep sept okt nov dec tlf"),
    short=words("etc m.m m.v osv kl mio mia jr"),
    common=words(
        "og i at det er en til af som på de med den for ikke der var et har han sig fra vi så kan når nu år "
        "siger hun under også efter eller jeg man da ved havde ud skulle sin over bliver mod kun mere denne "
        "dette om men"
    ),
    pointing=words(
        "han hun den det de dette denne disse men og så derfor også dog desuden derefter her der hans hendes deres"
    ),
    persons=words("han hun de jeg vi"),
    said=words("siger sagde fortæller forklarer skriver"),
    before_ordinals=words("den d fra til i"),
    months=words(
        "januar februar marts april maj juni juli august september oktober november december århundrede etage"
    ),
    negating=words("ikke aldrig ingen intet uden"),
    articles=words("den det en et"),
    reaching=words("dette denne disse andre sådanne"),
    times=words(
        "uge ugen måned måneden år året sommer sommeren vinter vinteren forår efterår dag dagen morgen aften weekend "
        "gang sæson"
    ),
)
NORWEGIAN = Tongue(
    titles=DANISH.titles,
    numbering=DANISH.numbering,
    short=DANISH.short,
    common=words(
        "og i det på som er en til å han av for med at var de ikke den har jeg om et men så seg hun hadde fra "
        "vi du kan da ble ut skal vil ham etter over ved også bare eller sa nå dette noe være mot mer opp der "
        "når sin"
    ),
    pointing=words(
        "han hun den det de dette denne disse men og så derfor også likevel dessuten deretter her der hans hennes deres"
    ),
    persons=words("han hun de jeg vi"),
    said=words("sier sa forteller forklarer skriver"),
    before_ordinals=DANISH.before_ordinals,
    months=words("januar februar mars april mai juni juli august september oktober november desember århundre etasje"),
    negating=words("ikke aldri ingen intet uten"),
    articles=words("den det en et"),
    reaching=words("dette denne disse andre slike"),
    times=words(
        "uke uken måned måneden år året sommer sommeren vinter vinteren vår høst dag dagen morgen kveld helg gang "
        "sesong"
    ),
)

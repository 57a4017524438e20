"""French, Spanish, Italian, Portuguese."""

from __future__ import annotations

from digest.summarise.tongues.tongue import Tongue, words

FRENCH = Tongue(
    titles=words("m mm mme mmes mlle mlles dr pr prof me mgr st ste cf p.ex ex av env"),
    numbering=words("n no nos vol p pp art chap fig éd env janv févr avr juil sept oct nov déc tél"),
    short=words("etc j.-c j.c bd al jr apr min max"),
    common=words(
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont aux "
        "avec son ses sa mais on ou nous comme leur été cette ces elle ont y d l s n qu c j être fait après "
        "deux entre sans lors dont si pendant selon depuis chez vers contre tout"
    ),
    pointing=words(
        "il elle ils elles ce cela ça ceci cette ces celui celle ceux celles mais et donc or ainsi aussi "
        "pourtant toutefois cependant ensuite puis alors enfin là ici son sa ses leur leurs car en y"
    ),
    persons=words("il elle ils elles on je nous"),
    said=words(
        "dit déclaré déclare affirme affirmé ajoute ajouté expliqué explique indiqué raconte assure estime précise"
    ),
    negating=words("ne n jamais aucun aucune personne rien sans ni"),
    articles=words("le la les l un une des du au aux"),
    reaching=words("ce cet cette ces autre autres tel telle tels telles"),
    times=words(
        "semaine semaines mois année années an ans siècle été hiver printemps automne jour jours matin soir après "
        "week fois saison article dossier enquête"
    ),
)
SPANISH = Tongue(
    titles=words(
        "sr sra srta sres dr dra d da dña prof profa lic ing gral cnel cap tte mons sta sto ud uds vd p.ej ej aprox ee"
    ),
    numbering=words(
        "n no núm núms nro págs pág p pp art arts fig vol cap ca tel ene feb abr jun jul ago sept sep oct nov dic"
    ),
    short=words("etc ee.uu uu jj rr.hh a.c d.c a.m p.m s.a s.l cía av avda jr al"),
    common=words(
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me "
        "si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde "
        "está porque uno ni contra durante tras según"
    ),
    pointing=words(
        "él ella ellos ellas ello esto eso este esta estos estas ese esa esos esas aquel aquella pero y así "
        "también además sin embargo entonces luego después por aquí allí su sus aunque pues"
    ),
    persons=words("él ella ellos ellas yo nosotros"),
    said=words("dijo dice afirmó explicó añadió agregó señaló aseguró indicó contó declaró"),
    negating=words("no nunca jamás ningún ninguna nadie nada sin ni"),
    articles=words("el la los las un una al del"),
    reaching=words("este esta estos estas ese esa esos esas otro otra otros otras dicho dicha dichos dichas"),
    times=words(
        "semana semanas mes meses año años siglo verano invierno primavera otoño día días mañana tarde noche fin vez "
        "temporada lunes martes miércoles jueves viernes sábado domingo"
    ),
)
ITALIAN = Tongue(
    titles=words("sig sigg sig.ra sig.na dott dott.ssa dr prof prof.ssa ing avv arch on sen mons s ss es p.es ecc"),
    numbering=words(
        "n nn nr pag pagg p pp art artt fig vol cap ca tel gen feb mar apr mag giu lug ago set sett ott nov dic"
    ),
    short=words("ecc etc s.p.a s.r.l a.c d.c jr"),
    common=words(
        "di e il la che in un a per è una sono della del con non si le dei da i nel al alla come più lo gli "
        "anche dal delle ha ma su nella ed se o ci questo quando essere stato era molto due hanno tra fino "
        "sul dopo quella suo sua loro mentre senza contro secondo"
    ),
    pointing=words(
        "lui lei loro esso essa questo questa questi queste quello quella ma e così anche inoltre tuttavia "
        "però quindi allora poi qui lì suo sua suoi"
    ),
    persons=words("lui lei loro io noi"),
    said=words("ha detto dice spiega spiegato aggiunto affermato racconta ribadito dichiarato"),
    negating=words("non mai nessun nessuno nessuna niente nulla senza né"),
    articles=words("il lo la i gli le l un una uno del della dei delle al alla nel nella"),
    reaching=words("questo questa questi queste quel quella quei quegli altro altra altri altre tale tali"),
    times=words(
        "settimana settimane mese mesi anno anni secolo estate inverno primavera autunno giorno giorni mattina sera "
        "fine volta stagione articolo"
    ),
)
PORTUGUESE = Tongue(
    titles=words("sr sra srta srs dr dra prof profa eng d p.ex ex gen cel cap sto sta"),
    numbering=words("n nº núm pág págs p pp art arts fig vol cap ca tel jan fev mar abr jun jul ago set out nov dez"),
    short=words("etc a.c d.c s.a ltda av jr cia"),
    common=words(
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua "
        "ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas "
        "me esse eles você foi são está ser tem há contra durante segundo"
    ),
    pointing=words(
        "ele ela eles elas isso isto este esta estes estas esse essa esses essas aquele aquela mas e assim "
        "também além porém então depois aqui ali seu sua seus suas"
    ),
    persons=words("ele ela eles elas eu nós"),
    said=words("disse diz afirmou explicou acrescentou contou declarou destacou"),
    negating=words("não nunca jamais nenhum nenhuma ninguém nada sem nem"),
    articles=words("o a os as um uma do da dos das ao no na"),
    reaching=words(
        "este esta estes estas esse essa esses essas neste nesta nestes nestas nesse nessa nesses nessas deste desta "
        "desse dessa outro outra outros outras tal tais"
    ),
    times=words(
        "semana semanas mês meses ano anos século verão inverno primavera outono dia dias manhã tarde noite fim vez "
        "temporada segunda terça quarta quinta sexta sábado domingo"
    ),
)

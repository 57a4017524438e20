"""French, Spanish, Italian, Portuguese, Romanian."""

from __future__ import annotations

from digest.summarise.gate.lexicon.sheet import Sheet

FRENCH = Sheet(
    about="environ quelque près_de",
    numerals="sixième=6 septième=7 huitième=8 neuvième=9 dixième=10 onzième=11 douzième=12 deux|deuxième=2 "
    "trois|troisième=3 quatre|quatrième=4 cinq|cinquième=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 "
    "treize=13 quatorze=14 quinze=15 seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 "
    "huitante=80 nonante=90",
    scales="dizaine|dizaines=10 douzaine=12 cent|cents|centaine|centaines=100 mille|millier|milliers=1000 "
    "million|millions=1e6 milliard|milliards=1e9 billion|billions=1e12",
    denying="ne n jamais aucun aucune personne rien ni non pas refus* rejet* nie nié nient dément* échou* renonc*",
    harmless="non_seulement",
    doubting="aurait auraient serait seraient pourrait pourraient présumé* soupçonn* accus* peut-être "
    "probablement éventuel* prétend* allégu* envisage* prévoit prévoient espère* s'il",
    leaving_open="peut peuvent selon dit dits déclar* affirm* si veut veulent assur*",
    opposites="approuv* accept* adopt* vot* / rejet* refus* repouss*; augment* hauss* progress* grimp* croît / baiss* "
    "diminu* recul* chut* réduit*; plus davantage / moins; gagn* remport* / perd*; ouvr* ouvert* inaugur* / "
    "ferm*; avant / après; autoris* permet* permis* / interdi*; achet* / vend*; innocent* acquitt* / coupable* "
    "condamn*; premier première / dernier dernière; nord / sud; hommes homme / femmes femme; commenc* débute* / "
    "termin* fini*; tous toutes / certains certaines; au-dessus / au-dessous; bon bonne bons bonnes meilleur* / "
    "mauvais* pire*; vot* / absten* abstent*; grand* gros* / petit* faible*; fort forte forts fortes / faible*; "
    "pour favorable* / contre opposé*; vite rapide* / lent*; long longue / court courte; confirm* / dément* nie "
    "nié; félicit* lou* / critiqu*",
    exact="moitié|demi|demie doubl* tripl* quart hier aujourd'hui demain",
    units="pour_cent pourcent* seconde* minute* heure* jour jours semaine* mois an ans année* mètre* kilomètre* kilo* "
    "gramme* tonne* litre* degré* dollar* euro* livre* yen couronne* franc* millimètre* centimètre* hectare* "
    "mégawatt* millilitre* milligramme*",
    joining="mais et tandis alors parce",
    whole="tous toutes tout toute toujours entier entière premier première plus_grand plus_grande plus_haut "
    "record seul seule unique entièrement totalement intégralement",
    nearly="presque quasiment quasi pas_tous deuxième_plus",
    causing="parce car cause* causé* provoqu* entraîn* grâce raison suite dû_à due_à dus_à",
    obliging="doit doivent devra devront oblig* imposé*",
    coming="sera seront pourra pourront devrait va vont saisirait",
    done="a ont avait avaient fut furent été",
    usual="encore déjà aussi toujours maintenant environ ainsi désormais selon doit doivent dû été être avoir fait "
    "faire après",
    future="ra ront",
    sharing="d'entre_eux d'entre_elles parmi_eux parmi_elles %_des %_de pour_cent_des pour_cent_de un_tiers un_quart "
    "un_cinquième la_plupart majorité une_partie en_partie dont_un dont_une la_moitié",
    without="sans",
    parting="des sur",
    kin="mari épouse fils fille|filles père mère frère|frères sœur|sœurs",
)
SPANISH = Sheet(
    about="unos unas cerca_de alrededor_de aproximadamente",
    numerals="cuarta=4 quinto|quinta=5 sexto|sexta=6 séptimo|séptima=7 octavo|octava=8 noveno|novena=9 "
    "décimo|décima=10 dos|segundo|segunda=2 tres|tercer|tercera|tercero=3 cuatro=4 cinco=5 seis=6 siete=7 "
    "ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15 dieciséis=16 diecisiete=17 "
    "dieciocho=18 diecinueve=19 veinte=20 veintiuno=21 veintidós=22 veintitrés=23 veinticuatro=24 "
    "veinticinco=25 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 "
    "doscientos|doscientas=200 trescientos|trescientas=300 cuatrocientos=400 quinientos=500 seiscientos=600 "
    "setecientos=700 ochocientos=800 novecientos=900",
    scales="decena|decenas=10 docena|docenas=12 cien|ciento|cientos|centenar|centenares=100 "
    "mil|miles|millar|millares=1000 millón|millones=1e6 billón|billones=1e12",
    links="y",
    denying="no nunca jamás ningún ninguna nadie nada ni tampoco rechaz* niega* negó negaron fracas* desmint* renunci*",
    harmless="no_solo no_sólo",
    doubting="presunt* supuest* habría habrían podría podrían sospech* imput* acus* quizá* probable* posible* prevé* "
    "planea* espera esperan sería serían",
    leaving_open="puede pueden según dijo dice dijeron afirm* asegur* si quiere quieren",
    opposites="aprob* aprueb* acept* / rechaz* deneg* opus*; subi* sube* aument* crec* increment* / bajó baja bajan "
    "bajar* cay* cae* disminuy* redu* descend*; más mayor / menos menor; gan* / perd* pierd*; abr* abiert* "
    "inaugur* / cerr* cierr*; antes / después tras; permit* autoriz* / prohib*; compr* / vend*; inocente* "
    "absuelt* / culpable* conden*; primer primera primero / último última; norte / sur; hombres hombre / "
    "mujeres mujer; comenz* empez* / termin* acab*; todos todas / algunos algunas; aument* alza* subid* / "
    "descens* caíd* baj* disminu*; buen* mejor* / mal* peor*; grande* gran / pequeñ*; favor / contra; "
    "encima / debajo; rápid* / lent*; largo larga / corto corta; confirm* / desmint* niega negó; elogi* "
    "alab* / critic*",
    exact="mitad|medio|media dobl*|duplic* tripl* cuarto ayer hoy mañana",
    units="por_ciento segundos minuto* hora* día* semana* mes meses año* metro* kilómetro* kilo* tonelada* litro* "
    "grado* dólar* euro* libra* yen corona* peso* milímetro* centímetro* hectárea* megavatio* mililitro* "
    "miligramo*",
    joining="pero y mientras aunque porque sino",
    whole="todos todas todo toda siempre entero entera primer primera primero récord único única más_grande más_alto "
    "más_alta totalmente completamente",
    nearly="casi no_todos segunda_más segundo_más",
    causing="porque debido caus* provoc* gracias razón motivo",
    obliging="debe deben deberá deberán oblig* tiene_que tienen_que",
    coming="será serán va van podrá podrán debería prevé planea",
    done="ha han había fue fueron",
    usual="todavía aún ya también ahora unos cerca deben debe ser sido estar haber hacer hace hizo",
    future="rá rán",
    sharing="de_ellos de_ellas de_los_cuales %_de por_ciento_de un_tercio una_cuarta_parte la_mayoría mayoría "
    "mayor_parte una_parte en_parte la_mitad",
    without="sin",
    parting="de",
    kin="marido esposa hijo|hijos hija|hijas padre madre hermano|hermanos hermana|hermanas",
)
ITALIAN = Sheet(
    about="circa quasi intorno_a",
    numerals="quinto|quinta=5 sesto|sesta=6 settimo|settima=7 ottavo|ottava=8 nono|nona=9 decimo|decima=10 "
    "due|seconda=2 tre|terzo|terza=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 "
    "dodici=12 tredici=13 quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 "
    "venti=20 trenta=30 quaranta=40 cinquanta=50 sessanta=60 settanta=70 ottanta=80 novanta=90",
    scales="decina|decine=10 dozzina=12 cento|centinaio|centinaia=100 mille|mila|migliaio|migliaia=1000 "
    "milione|milioni=1e6 miliardo|miliardi=1e9",
    joined="un",
    denying="non mai nessun nessuno nessuna niente nulla né rifiut* respin* nega negato smenti* rinunci*",
    harmless="non_solo",
    doubting="presunt* avrebbe avrebbero sarebbe sarebbero potrebbe potrebbero forse sospett* indagat* "
    "imputat* accus* probabil* prevede",
    leaving_open="può possono secondo detto ha_detto dice se vuole",
    opposites="approv* accett* / respin* respint* bocci* rifiut*; aument* salit* sale salgono cresc* / cala calo "
    "calat* calano scend* sces* diminu* ridott*; più maggior* / meno minor*; vint* vinc* / pers* perd*; "
    "apr* apert* inaugur* / chiu*; prima / dopo; permett* consent* autorizz* / viet* proib*; compr* "
    "acquist* / vend*; innocent* assolt* / colpevol* condann*; nord / sud; uomini uomo / donne donna; "
    "aument* rialz* / diminuz* ribass*; sopra / sotto; buon* miglior* / cattiv* peggior*; grand* / piccol*; "
    "favore / contro; veloc* rapid* / lent*; lungo lunga / corto corta breve; conferm* / smenti* nega "
    "negato; lod* elogia* / critic*; assolt* assolve / condann*",
    exact="metà|mezzo|mezza doppio|doppia|raddoppi* triplo|triplic* quarto ieri oggi domani",
    units="per_cento percento secondi minut* ora ore giorn* settiman* mese mesi anno anni metri chilometr* chil* "
    "tonnellat* litri gradi dollari euro sterline corone millimetr* centimetr* ettar* megawatt* millilitr* "
    "milligramm*",
    joining="ma e mentre perché",
    whole="tutti tutte tutto tutta sempre intero intera primo prima record unico unica più_grande più_alto più_alta "
    "totalmente completamente",
    nearly="quasi non_tutti secondo_più seconda_più",
    causing="perché causa* provoc* grazie motivo dovut*",
    obliging="deve devono dovrà dovranno obbligat*",
    coming="sarà saranno potrà potranno dovrebbe intende vuole",
    done="ha hanno aveva è_stato è_stata sono_stati sono_state fu",
    usual="ancora già anche ora circa deve devono inoltre essere stato stata fare fatto",
    future="rà ranno",
    sharing="di_loro dei_quali delle_quali di_questi %_dei %_delle per_cento_dei per_cento_delle per_cento_degli "
    "un_terzo un_quarto la_maggior_parte maggior_parte maggioranza una_parte in_parte la_metà",
    without="senza",
    parting="dei delle degli su",
    kin="marito moglie figlio|figli figlia|figlie padre madre fratello|fratelli sorella|sorelle",
)
PORTUGUESE = Sheet(
    about="cerca_de aproximadamente uns umas",
    numerals="dois|duas|segunda=2 três|terceiro|terceira=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 "
    "nove=9 dez=10 onze=11 doze=12 treze=13 catorze|quatorze=14 quinze=15 dezesseis|dezasseis=16 "
    "dezessete|dezassete=17 dezoito=18 dezenove|dezanove=19 vinte=20 trinta=30 quarenta=40 "
    "cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90 duzentos|duzentas=200 "
    "trezentos|trezentas=300 quinhentos=500",
    scales="dezena|dezenas=10 dúzia=12 cem|cento|centena|centenas=100 mil|milhar|milhares=1000 "
    "milhão|milhões=1e6 bilhão|bilhões=1e9 trilhão|trilhões=1e12",
    links="e",
    denying="não nunca jamais nenhum nenhuma ninguém nada nem rejeit* recus* nega negou negaram desment*",
    harmless="não_só não_apenas",
    doubting="suposta* suposto* teria teriam seria seriam poderia poderiam talvez suspeit* acus* provável* "
    "possível* prevê*",
    leaving_open="pode podem segundo disse diz afirm* se quer querem",
    opposites="aprov* aceit* / rejeit* recus*; subi* sobe* aument* cresc* / cai* caí* caem desce* diminu* "
    "reduz* baix*; mais maior / menos menor; ganh* vence* / perde* perdi*; abr* abert* inaugur* / "
    "fech*; antes / depois após; permit* autoriz* / proíb* proib*; compr* / vend*; inocent* absolv* / "
    "culpad* conden*; norte / sul; homens homem / mulheres mulher; acima / abaixo; grande* / pequen*; bom boa "
    "bons boas melhor* / mau ruim pior*; "
    "favor / contra",
    exact="metade|meio|meia dobr*|duplic* tripl* quarto ontem hoje amanhã",
    units="por_cento segundos minuto* hora* dia dias semana* mês meses ano anos metro* quilômetro* "
    "quilómetro* quilo* tonelada* litro* dólar* euro* libra* real reais coroa*",
    joining="mas e enquanto porque embora",
    whole="todos todas todo toda sempre inteiro inteira primeiro primeira",
    nearly="quase nem_todos",
    causing="porque devido caus* provoc* graças motivo razão",
    obliging="deve devem deverá deverão obrig* tem_que têm_que",
    coming="será serão vai vão poderá poderão deveria",
    done="foi foram tinha havia",
    usual="ainda já também agora cerca deve devem além",
    future="rá rão",
    without="sem",
)
ROMANIAN = Sheet(
    numerals="doi|două=2 trei=3 patru=4 cinci=5 șase=6 șapte=7 opt=8 nouă=9 zece=10 unsprezece=11 "
    "doisprezece=12 douăzeci=20 treizeci=30 patruzeci=40 cincizeci=50 șaizeci=60 șaptezeci=70 "
    "optzeci=80 nouăzeci=90",
    scales="sută|sute=100 mie|mii=1000 milion|milioane=1e6 miliard|miliarde=1e9",
    links="și",
    denying="nu niciodată nimeni nimic niciun nicio nici resping* respins* refuz*",
    doubting="ar presupus* posibil probabil suspect* acuzat*",
    leaving_open="potrivit spus a_spus poate dacă",
    opposites="aprob* accept* / resping* respins*; crescut* creșt* urc* / scăzut* scad* cobor*; mai_mult / "
    "mai_puțin; câștig* / pierd*; deschis* deschid* inaugur* / închis* închid*; înainte / după",
    exact="jumătate dubl* ieri azi|astăzi mâine",
    units="sută secunde minute ore zile săptămâni luni ani metri kilometri kilograme tone euro lei dolari coroane",
    joining="dar și iar deoarece",
    usual="încă deja acum circa",
)
SHEETS = {"fr": FRENCH, "es": SPANISH, "it": ITALIAN, "pt": PORTUGUESE, "ro": ROMANIAN}

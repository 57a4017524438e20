"""Words that are opposites only where one stands in the other's place: "up" for "down", "his" for "her"."""

from __future__ import annotations

SIDES = {
    "en": "up upward* / down downward*; over above / under below beneath; left leave leaves leaving / joined join "
    "joins joining; more / less fewer; current present / former previous ex; public* / private*; he him his "
    "himself / she her hers herself; boy boys / girl girls; older elder / younger; minimum / maximum; "
    "employer* / employee*; teacher* / student* pupil*; victim* / suspect* attacker* killer*; buyer* / "
    "seller*; winner* / loser*; gave give gives / took take takes received; sent / received; passed / failed; "
    "borrow* / lent lend*; attack* criticis* criticiz* condemn* / defend* prais*; least / most; up_to at_most "
    "no_more_than / at_least no_less_than more_than over; almost nearly just_under less_than fewer_than / "
    "more_than just_over over; some many several most few / all every; often usually sometimes rarely / "
    "always never; employer* / worker*; landlord* / tenant*; doctor* / patient*; parent* mother* father* / "
    "child*; host* / guest*; defendant* / plaintiff* prosecutor*; home / away; front / back; top / bottom; "
    "morning / afternoon evening night; with / without; for / against; into / out_of; near / far; "
    "charged accused suspected / convicted guilty",
    "de": "hinauf herauf rauf / hinunter herunter runter; über / unter; ehemalig* frühere* / jetzig* aktuell* neu*; "
    "öffentlich* / privat*; sein seine seinen seiner seinem / ihr ihre ihren ihrer ihrem; er / sie; mann / "
    "frau; junge jungen / mädchen; älter* / jünger*; mindestens / höchstens; lehrer* / schüler*; opfer* / "
    "täter*; käufer* / verkäufer*; sieger* / verlierer*; mit / ohne; für / gegen; vor / nach; "
    "einige viele manche mehrere / alle jede jeder; fast knapp weniger / mehr; oft manchmal selten / immer "
    "nie; angeklagt* beschuldigt* / verurteilt*",
    "fr": "dessus / dessous; ancien ancienne anciens / actuel actuelle actuels nouveau nouvelle; public publique* / "
    "privé*; il lui / elle; garçon* / fille*; aîné* / cadet*; moins / plus; professeur* / élève*; victime* / "
    "suspect* auteur*; gagnant* / perdant*; avec / sans; pour / contre; avant / après; quelques certains "
    "plusieurs / tous toutes chaque; souvent parfois rarement / toujours jamais; accusé* inculpé* / condamné*",
    "es": "arriba / abajo; encima / debajo; anterior ex antiguo antigua / actual nuevo nueva; público* pública* / "
    "privado* privada*; él / ella; niño niños / niña niñas; mayor / menor; mínimo / máximo; más / menos; "
    "profesor* / alumno*; víctima* / sospechoso*; ganador* / perdedor*; con / sin; a_favor / en_contra; antes "
    "/ después; algunos algunas varios varias muchos / todos todas; a_menudo / siempre nunca; acusado* "
    "imputado* / condenado*",
    "it": "sopra / sotto; ex precedente / attuale nuovo nuova; pubblic* / privat*; lui / lei; ragazzo / ragazza; "
    "maggiore / minore; minimo / massimo; più / meno; vittima* / sospettat*; con / senza; per / contro; prima "
    "/ dopo; alcuni alcune molti / tutti tutte; spesso / sempre mai; accusat* indagat* / condannat*",
    "nl": "boven / onder; voormalig* / huidig*; openbare publieke / private; hij zijn / zij haar; jongen* / "
    "meisje*; oudere oudste / jongere jongste; minstens / hoogstens; meer / minder; met / zonder; voor / "
    "tegen; voor / na; sommige enkele veel / alle; verdacht* beschuldigd* / veroordeeld*",
    "ru": "выше / ниже; бывш* / нынешн* действующ*; государственн* / частн*; он его ему / она её ее ей; мальчик* / "
    "девочк*; старш* / младш*; минимум / максимум; больше более / меньше менее; с / без; за / против; до / "
    "после; некоторые многие / все; часто иногда / всегда никогда; обвиняем* подозреваем* / осужд*",
    "vi": "trên / dưới; lên / xuống; cựu / đương_nhiệm; nam / nữ; tối_thiểu ít_nhất / tối_đa nhiều_nhất; hơn / kém; "
    "một_số nhiều / tất_cả mọi; có / không",
}

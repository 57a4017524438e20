"""Words that may stand for each other in a report, by language: groups with ";" between them.

A form that has the same beginning as one of them need not stand here. Nothing that is a number, a unit, a day, a denial
or a doubt may, and nothing that says how sure something is. Nor what a report must not mix up: who died and who was
killed, arrested and detained, suspended and cancelled, one office, court, crime or machine and another.
"""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH = (
    "researcher scientist; discover find found finds; head heads headed leads led leader; shut shuts shutting "
    "close closed closes closing closure; drop dropped drops fall falls fell fallen falling decline declined "
    "declines; rise rises rose risen rising grow grows grew grown growing increase climbed higher; buy buys "
    "bought buying acquire purchase; firm company business; injured hurt wounded; died dead deaths death; job "
    "position post; urged urges appealed; cut cuts cutting reduce slash trim; film movie; child children kids; "
    "money funds; fire blaze; plane aircraft; approve pass passed passes adopt; win wins won winning victory; "
    "criticise criticize slammed; student pupil; build built builds building construct; return returned; fix "
    "fixed fixes patch; flaw defect; match game; beat beats defeat; ship vessel; earthquake quake; start begin "
    "began begun; show shows showed shown display; award prize; record recorded records register; aid help "
    "assist; revenue sales turnover; stop halt; use used using; sick ill; residents inhabitants locals; cost "
    "price; moved transferred relocated; deal agreement; law legislation; spill leak spilling; warn warned "
    "cautioned; support backing; complete finish finished; doctor physician; trip travel; plant factory; mistake "
    "error; quickly rapidly; several multiple; stay stays remain; novel book; fewer less; large big; pay paid "
    "pays; cancelled cancel scrapped axed; supplies deliveries supply; times occasions; swapped replaced "
    "switched; safety safely; service services; final finals; goal goals; runner-up second-placed; chairman "
    "chairwoman chair; advert advertising ads; update updated upgrade; device devices gadget; customer customers "
    "client clients; employee employees worker workers staff; shop shops store stores; hotel hotels; flat "
    "apartment; road street; rain rainfall; storm gale; flood flooding floods; evacuated evacuate; search hunt; "
    "lawyer attorney barrister; judge magistrate; court tribunal; verdict ruling; guilty convicted; fine fined; "
    "theft stealing stole stolen; vote ballot; election elections; tax levy; ban barred prohibit; border "
    "frontier; troops soldiers; deputy vice; spokesman spokeswoman spokesperson; statement announcement "
    "announced; concert gig; singer vocalist; author writer novelist; painting picture; museum gallery; species "
    "kind; test tested testing; drug medicine; patient patients; vaccine jab; data information; planet world; "
    "power electricity; profit profits earnings; loss losses; shares stock stocks; owner proprietor; railway "
    "rail; track line; crash collision; driver motorist; rescued rescue saved; locate located; finance financed "
    "funded fund; create created; gather gathered collect collected; obtain obtained; choose chosen picked "
    "selected; allow permitted; happen occurred; own owns; reach reached; lack shortage; angry furious; "
    "spectators audience; youngsters teenagers; area region district; centre center; huge massive"
)
GERMAN = (
    "forscher wissenschaftler; entdeckt entdeckten gefunden fanden fand; gestorben starb starben tot tote; nannte "
    "nennt bezeichnete bezeichnet; fordert gefordert forderte verlangt verlangte; firma unternehmen konzern; auto "
    "wagen; feuer brand; baut bauen bau errichten errichtet; kritisiert kritisieren bemängeln bemängelt; "
    "schätzungen geschätzt schätzt; beginnt baubeginn beginnen beginn start; beschäftigen arbeiten; stellen "
    "arbeitsplätze jobs; haus gebäude; siegte gewann; eröffnet geöffnet; einwohner bewohner; kabinett regierung; "
    "kommune gemeinde; auslöser ursache; unglück unfall; erhielt bekam erhält bekommt; treffen sitzung; preis "
    "auszeichnung; verletzt verwundet; hilfe unterstützung; schließt schließung geschlossen; erhöht gestiegen; "
    "gericht landgericht; endspiel finale; schlug besiegte besiegten besiegt bezwang; ausgebaut erweitert; beklagt "
    "bedauert; angestellte mitarbeiter beschäftigte; verkauft veräußert; übernommen gekauft erworben; begonnen "
    "gestartet; beendet abgeschlossen; anwalt verteidiger rechtsanwalt; ankläger staatsanwaltschaft; sprecher "
    "sprecherin; zuschauer publikum; gäste touristen; umsatz erlös; gewinn überschuss; verlust minus; anteil "
    "quote; gesunken gefallen zurückgegangen; höher größer; forschung studie untersuchung; zeitschrift fachblatt "
    "journal; messung messungen; regen niederschlag; überschwemmung hochwasser; rettung bergung; bahn zug; "
    "flugzeug maschine; straße fahrbahn; roman buch; autor schriftsteller; regisseur filmemacher; ausstellung "
    "schau; spende schenkung; vertrag vereinbarung abkommen; entwurf vorlage; steuer abgabe; streik ausstand; "
    "forderung verlangen; fehler panne; nutzer anwender; programm software; lücke schwachstelle; veröffentlicht "
    "erschienen; kostenlos gratis; dauert dauerte; erwartet rechnet; erkrankt krank; klinik krankenhaus; arzt "
    "mediziner; tier tiere"
)
FRENCH = (
    "chercheurs scientifiques; découvert découverte trouvé révélé; coûteront coût coûté coûtera; payé financé "
    "financera paiera; gagné gagne remporté remporte; garde garder conserve conserver; mort morts décès décédé; "
    "entreprise société firme compagnie; annoncé déclaré indiqué; construite construit bâti; fermeture fermée "
    "fermé fermera; ouverture ouvert ouvrira; baisse diminution recul; hausse augmentation; incendie feu; élèves "
    "étudiants; roman livre; prix récompense; travaux chantier; enquête investigation; accord contrat; emplois "
    "postes; usine site; réclame exige demande; critique reproche; match rencontre; lutté combattu; cause "
    "origine; appelé demandé; habitants riverains résidents; employés salariés effectifs; fermer fermées; détruit "
    "ravagé; chercheur scientifique; professeur enseignant; juge magistrat; procureur parquet; avocat défenseur; "
    "peine sanction; policiers police; victime victimes; gravement grièvement; voisin voisine; spectateurs "
    "public; musée galerie; exposition présentation; tableau peinture; auteur écrivain; film long-métrage; disque "
    "album; entraîneur coach; joueur footballeur; victoire succès; défaite revers; championnat compétition; "
    "ventes chiffre; bénéfice profit; perte pertes; débuté commencé débutera commencera; terminé achevé; lancé "
    "présenté dévoilé; logiciel programme; faille vulnérabilité; utilisateurs usagers; version édition; projet "
    "plan; vote scrutin; élection élections; train convoi; bateau navire; route chaussée; tempête orage; pluie "
    "précipitations; inondation crue; malade patient; hôpital clinique; vaccin dose; étude recherche; découvrir "
    "trouver; vendu cédé; acheté acquis racheté; quitté quitter; rejoint rejoindre rejoindra; s'entraînera "
    "entraînera"
)
SPANISH = (
    "investigadores científicos; descubierto descubrió hallado halló encontrado; subirá aumentará subida aumento "
    "incremento alza; anunció informó comunicó; empresa compañía firma; pidió pedido solicitó reclamó; frene "
    "detenga; abastece suministra; muertos fallecidos murió murieron falleció; heridos lesionados; incendio "
    "fuego; financiados financió pagó pagada; grabó filmó; ganó venció; construir construirá edificar; película "
    "filme; premio galardón; novela libro; acuerdo pacto; empleos puestos; planta fábrica; costó coste; alumnos "
    "estudiantes; caída descenso; cierre cerrará cerrado; dirigió encabezó lideró; ocupará asumirá; exige pide "
    "reclama; intervenido participado; provisional interina; dimitió dimitido; alcaldesa regidora; juez "
    "magistrado; fiscal fiscalía; abogado defensor letrado; condenado sentenciado; cárcel prisión; detenido "
    "arrestado; policía agentes; vecinos habitantes residentes; trabajadores empleados plantilla; ventas ingresos "
    "facturación; beneficio ganancia ganancias; pérdidas pérdida; precio tarifa tarifas; obras trabajos; edificio "
    "inmueble; carretera vía; tren convoy; avión aparato; barco buque; tormenta temporal; lluvia precipitaciones; "
    "inundación riada; hospital clínica; médico doctor; enfermo paciente; vacuna dosis; estudio investigación; "
    "revista publicación; museo galería; exposición muestra; cuadro pintura; autor escritor; equipo conjunto; "
    "entrenador técnico; partido encuentro; victoria triunfo; derrota revés; liga campeonato; gol tanto; "
    "elecciones comicios; votación sufragio; proyecto plan; impuesto tributo; huelga paro; programa software; "
    "fallo error; versión edición; lanzó presentó publicó; comenzó empezó; terminó acabó finalizó; vendió "
    "vendido; compró adquirió; apertura inauguración; descubrimiento hallazgo"
)
ITALIAN = (
    "ricercatori scienziati; scoperto scoperta trovato; restauri lavori; costati costo; azienda società impresa; "
    "morti deceduti; incendio rogo; vinto conquistato; film pellicola; premio riconoscimento; romanzo libro; "
    "accordo intesa; stabilimento fabbrica; studenti allievi; aumento rialzo crescita; calo diminuzione "
    "riduzione; chiesto domandato sollecitato; auto macchina vettura; annunciato comunicato; partita gara; "
    "allenatore tecnico; sceso calato diminuito; cresciuto aumentato salito; giudice magistrato; pubblico "
    "procuratore; avvocato legale difensore; carcere prigione; polizia agenti; abitanti residenti cittadini; "
    "lavoratori dipendenti addetti; vendite ricavi fatturato; utile profitto guadagno; perdita perdite; prezzo "
    "tariffa; strada via; treno convoglio; aereo velivolo; nave traghetto; tempesta temporale; pioggia "
    "precipitazioni; alluvione inondazione; ospedale clinica; medico dottore; malato paziente; ricerca studio; "
    "museo galleria; mostra esposizione; quadro dipinto; autore scrittore; squadra club; vittoria successo "
    "trionfo; campionato torneo; gol rete; elezioni voto; legge norma; progetto piano; tassa imposta; programma "
    "software; versione edizione; lanciato presentato pubblicato; iniziato cominciato; finito terminato concluso; "
    "venduto ceduto; comprato acquistato acquisito; apertura inaugurazione; elogiato lodato; diretto guidato"
)
DUTCH = (
    "onderzoekers wetenschappers; ontdekt ontdekten gevonden vonden; bedrijf onderneming firma; daalde gedaald "
    "afgenomen; steeg gestegen toegenomen; gestorven overleden; gewonnen won zegevierde; brand vuur; auto wagen; "
    "banen arbeidsplaatsen; fabriek vestiging; prijs onderscheiding; boek roman; akkoord overeenkomst; wedstrijd "
    "duel; coach trainer; leerlingen scholieren; sluiten gesloten sluiting; meegedeeld gemeld bekendgemaakt; "
    "bouwen gebouwd; dicht afgesloten; ongeluk ongeval; boete bekeuring; vrachtwagen truck; advocaat raadsman; "
    "officier justitie; cel gevangenis; politie agenten; aangehouden gearresteerd opgepakt; inwoners bewoners; "
    "werknemers personeel medewerkers; omzet verkopen; winst opbrengst; prijzen tarieven; straat weg; trein "
    "spoor; vliegtuig toestel; schip boot; storm noodweer; regen neerslag; overstroming watersnood; ziekenhuis "
    "kliniek; arts dokter; patiënt zieke; onderzoek studie; tijdschrift blad; museum galerie; tentoonstelling "
    "expositie; schrijver auteur; ploeg team; zege overwinning; doelpunt goal; verkiezingen stembusgang; plan "
    "voorstel; belasting heffing; programma software; uitgebracht verschenen gepubliceerd; begonnen gestart; "
    "afgelopen beëindigd; gekocht overgenomen; opening ingebruikname; toeschouwers publiek; gemeenteraad raad; "
    "weren bannen; uitstel respijt"
)
POLISH = (
    "naukowcy badacze; odkryli znaleźli; firma spółka przedsiębiorstwo; dostarczy dostawę; kontrakt umowa; pożar "
    "ogień; samochód auto; wygrał zwyciężył; książka powieść; nagroda wyróżnienie; wzrost podwyżka; spadek "
    "obniżka; zbudował wybudował; zakup kupno; kupiło nabyło kupił nabył; sfinansowała dała opłaciła; pokazana "
    "wystawiona zaprezentowana; uważa sądzi; wyrok orzeczenie; adwokat obrońca; oskarżyciel prokurator "
    "prokuratura; więzienie więzienia; policja funkcjonariusze; pracownicy personel; sprzedaż przychody; strata "
    "straty; cena koszt; droga ulica; burza wichura; deszcz opady; powódź zalanie; szpital klinika; lekarz medyk "
    "doktor; chory pacjent; badanie studium; czasopismo pismo; wystawa ekspozycja; obraz płótno; autor pisarz; "
    "trener szkoleniowiec; zwycięstwo wygrana; porażka przegrana; projekt plan; program oprogramowanie; wersja "
    "edycja; rozpoczął zaczął; zakończył skończył; otwarcie inauguracja"
)
RUSSIAN = (
    "учёные ученые исследователи; обнаружили нашли открыли; компания фирма предприятие; ранены пострадали; пожар "
    "огонь; машина автомобиль; победил выиграл; завод фабрика; роман книга; премия награда; договор соглашение "
    "контракт; рост увеличение; снижение падение; сообщил рассказал; построил возвёл; выставлены показаны покажут "
    "представят выставят; руководила возглавляла; найдены обнаружены; приговорил приговорён осудил; адвокат "
    "защитник; прокурор обвинение; обжалован обжаловать; полиция полицейские; жители население; сотрудники "
    "работники; убыток убытки; цена стоимость; дорога трасса; судно корабль; шторм буря; дождь осадки; наводнение "
    "паводок; больница клиника; врач доктор медик; больной пациент; исследование изучение; журнал издание; "
    "выставка экспозиция; картина полотно; автор писатель; тренер наставник; матч игра встреча; победа успех; "
    "проект план; программа приложение софт; начались стартовали; завершились закончились; продал реализовал; "
    "полагает считает думает; заявил сказал; оплатил профинансировал"
)
ALIKE: Mapping[str, str] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "nl": DUTCH,
    "pl": POLISH,
    "ru": RUSSIAN,
}

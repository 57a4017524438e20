"""The small words that say what part the others play, of languages in which their order says who does what to whom.

Where endings say it (Russian, Polish, Finnish, …), nothing is known here, and no order is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digest.summarise.tongues.tongue import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What stands before a name or a noun, and around a verb; all in small letters.

    ``placing`` prepositions say where or when, ``leading`` ones anything: what stands behind them does nothing.
    ``agents`` say who does what is done ("by"). ``being`` words say what somebody is, ``speaking`` ones that somebody
    says something, beside those that the language's tongue has. Behind a ``relative`` one the verb may stand before
    who does it; ``who`` says that the one before does it, ``she`` that one does who was named, ``new`` that
    one does who was not. In a language of ``great_nouns`` a single word with a capital may be no name. Words with a
    ``lasting`` ending say behind a ``being`` one what somebody does, not what is done to them: "is endorsing".
    """

    articles: frozenset[str] = frozenset()
    placing: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    being: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    she: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    great_nouns: bool = False
    lasting: str = ""


NO_GRAMMAR = Grammar()
ENGLISH = Grammar(
    articles=words("the a an his her its their our my this that these those"),
    placing=words("in at on during after before since until near outside inside within"),
    leading=words("of to from with for by as against about over between into under among including than"),
    agents=words("by"),
    who=words("who which"),
    she=words("he she"),
    new=words("a an another"),
    being=words("is was are were been be being"),
    lasting="ing",
    speaking=words(
        "announced alleges alleged reports reported found ruled warns claims claimed declared stated warned according "
        "thinks believes stressed argued insisted"
    ),
)
GERMAN = Grammar(
    articles=words("der die das den dem des ein eine einen einem einer eines sein seine ihr ihre"),
    # Any of them may open a sentence: "Aus ungeklärten Gründen fuhr …"
    placing=words(
        "in im am an auf bei beim nach vor seit während bis ab aus mit unter über um zu zum zur für wegen ohne"
    ),
    leading=words("von vom als laut gegen durch ins der des einer eines zwischen"),
    agents=words("von vom durch"),
    who=words("der die das"),
    she=words("er"),
    new=words("ein eine"),
    being=words("ist war sind waren wurde wurden wird werden"),
    speaking=words("erklärt laut zufolge forderte fordert kritisierte warnte warnt betont meint stellt"),
    great_nouns=True,
)
FRENCH = Grammar(
    articles=words("le la les l un une des son sa ses leur leurs ce cette ces"),
    placing=words("à au aux en dans sur après avant depuis pendant chez"),
    leading=words("de du des d par pour avec contre entre selon vers sans comme"),
    agents=words("par"),
    who=words("qui"),
    she=words("il elle"),
    new=words("un une"),
    being=words("est était sont étaient été"),
    relative=words("que qu"),
    speaking=words("disent indique annoncé annonce selon expliquent estimé précisé souligne souligné"),
)
SPANISH = Grammar(
    articles=words("el la los las un una unos unas su sus este esta"),
    placing=words("en tras durante desde"),
    leading=words("de del a al por para con contra entre según hacia sin como"),
    agents=words("por"),
    who=words("que quien"),
    she=words("él ella"),
    new=words("un una otro otra"),
    being=words("es era fue son eran fueron sido"),
    relative=words("que"),
    speaking=words("dijeron informó informa anunció manifestó calificó según afirma asegura sostuvo advirtió"),
)
ITALIAN = Grammar(
    articles=words("il lo la i gli le l un uno una suo sua suoi sue questo questa"),
    placing=words("in nel nella nei nelle sul sulla dopo durante"),
    leading=words(
        "a ad al alla ai agli di del della dei degli delle dell dal dalla dagli da per con contro tra secondo "
        "verso come"
    ),
    agents=words("da dal dalla dai dagli"),
    who=words("che"),
    she=words("lui lei egli"),
    new=words("un uno una"),
    being=words("è era sono erano fu stato stata stati state"),
    relative=words("che"),
    speaking=words("afferma comunica annunciato secondo sostiene dichiara sottolinea"),
)
PORTUGUESE = Grammar(
    articles=words("o a os as um uma uns umas seu sua seus suas este esta"),
    placing=words("em no na nos nas após durante desde"),
    leading=words("de do da dos das ao à aos por pelo pela para com contra entre segundo como"),
    agents=words("por pelo pela pelos pelas"),
    who=words("que"),
    she=words("ele ela"),
    new=words("um uma outro outra"),
    being=words("é era foi são eram foram sido"),
    relative=words("que"),
    speaking=words("falou anunciou segundo afirma declara ressaltou"),
)
DUTCH = Grammar(
    articles=words("de het een zijn haar hun deze dit dat"),
    placing=words("in op bij na sinds tijdens voor"),
    leading=words("van door met tot naar om tegen over tussen als dan volgens onder"),
    agents=words("door"),
    who=words("die"),
    she=words("hij zij ze"),
    new=words("een"),
    being=words("is was zijn waren werd werden wordt worden"),
    speaking=words("volgens verklaarde meldt meldde"),
)
GRAMMARS: Mapping[str, Grammar] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "nl": DUTCH,
}

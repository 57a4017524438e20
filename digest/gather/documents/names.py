"""What people call the parts of an article, in columns and in lines, in the languages that we have. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

# German, French, Spanish, Russian, Arabic, and what else there is in English.
_SAID: Mapping[str, str] = {
    "title": "titel überschrift schlagzeile titre título titulo titolo заголовок название العنوان headline",
    "url": "webadresse internetadresse verknüpfung lien adresseweb enlace ссылка адрес الرابط webaddress articleurl"
    " originalurl originallink sourceurl",
    "source": "quelle fuente источник المصدر",
    "date": "datum fecha дата التاريخ postdate",
    "published": "erscheinungsdatum veröffentlicht veröffentlichtam veröffentlichungsdatum datedepublication publié"
    " publiéle fechadepublicación publicado publicadoel датапубликации опубликовано تاريخالنشر publicationdate"
    " publishdate publishedon publishedat publisheddate pubdate isodate",
    "created": "erstellt erstelltam crééle créé creado creadoel создано createdtime createdat datecreated dateadded",
    "author": "autor autorin autoren verfasser verfasserin auteur auteurs auteure autora autores autore автор авторы"
    " الكاتب المؤلف writer creator byline createdby",
    "summary": "zusammenfassung beschreibung vorspann anriss résumé chapô resumen descripción описание аннотация"
    " الملخص الوصف abstract teaser standfirst subtitle deck",
    "content": "inhalt volltext texte contenu texto contenido текст содержание النص المحتوى fulltext articlebody"
    " contenttext contenthtml articletext",
    "tags": "schlagwörter schlagworte stichwörter stichworte themen kategorie kategorien motsclés thèmes catégories"
    " etiquetas temas categorías теги темы рубрика الوسوم keywords topics category",
    "image": "bild titelbild photo imagen изображение الصورة urltoimage imageurl picture",
    "language": "sprache langue idioma язык اللغة",
}
_ENGLISH = {word: name for name, words in _SAID.items() for word in words.split()}


def key(name: str) -> str:
    """A name as names are compared: "Date added" and "date_added" are one."""
    return re.sub(r"[\s_.'’\ufeff-]+", "", name).lower()


def in_english(name: str) -> str:
    """What a name means, in the word that we look for; the name itself where it is none that we know."""
    return _ENGLISH.get(key(name), key(name))

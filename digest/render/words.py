"""The few words a mail says of itself, in the languages we speak, and how dates are written in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur", "yi", "ps", "sd", "ckb", "dv"))

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "issue": "Issue {number}",
        "also": "Also in {names}",
        "why": "You get this mail because you subscribed to {title}.",
        "view": "View online",
        "preferences": "Preferences",
        "leave": "Unsubscribe",
        "picture": "Picture: {title}",
    },
    "de": {
        "issue": "Ausgabe {number}",
        "also": "Auch bei {names}",
        "why": "Sie erhalten diese Mail, weil Sie {title} abonniert haben.",
        "view": "Im Browser ansehen",
        "preferences": "Einstellungen",
        "leave": "Abbestellen",
        "picture": "Bild: {title}",
    },
    "fr": {
        "issue": "Numéro {number}",
        "also": "Aussi dans {names}",
        "why": "Vous recevez ce message car vous êtes abonné à {title}.",
        "view": "Voir en ligne",
        "preferences": "Préférences",
        "leave": "Se désabonner",
        "picture": "Image : {title}",
    },
    "es": {
        "issue": "Número {number}",
        "also": "También en {names}",
        "why": "Recibe este correo porque se suscribió a {title}.",
        "view": "Ver en línea",
        "preferences": "Preferencias",
        "leave": "Darse de baja",
        "picture": "Imagen: {title}",
    },
    "ru": {
        "issue": "Выпуск {number}",
        "also": "Также: {names}",
        "why": "Вы получили это письмо, потому что подписаны на «{title}».",
        "view": "Открыть в браузере",
        "preferences": "Настройки",
        "leave": "Отписаться",
        "picture": "Фото: {title}",
    },
    "ar": {
        "issue": "العدد {number}",
        "also": "أيضًا في {names}",
        "why": "وصلتك هذه الرسالة لأنك مشترك في {title}.",
        "view": "عرض في المتصفح",
        "preferences": "التفضيلات",
        "leave": "إلغاء الاشتراك",
        "picture": "صورة: {title}",
    },
}


def words_for(language: str) -> Mapping[str, str]:
    """The words in a language; English where we do not speak it."""
    return WORDS.get(base(language), WORDS["en"])


def base(language: str) -> str:
    """The language of a tag: that of "de-AT" is "de"."""
    return language.lower().replace("_", "-").partition("-")[0]


def direction(language: str) -> str:
    """The direction a language is written in: "ltr" or "rtl"."""
    return "rtl" if base(language) in RIGHT_TO_LEFT else "ltr"


def long_date(moment: datetime, language: str) -> str:
    """A date in full, as the language writes it."""
    return _formatted(moment, language, "full")


def short_date(moment: datetime, language: str) -> str:
    """A date on a story."""
    return _formatted(moment, language, "medium")


def _formatted(moment: datetime, language: str, form: str) -> str:
    try:
        locale = Locale.parse(base(language))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return format_date(moment, format=form, locale=locale)

"""What pages and mails say in French, Spanish, Russian and Arabic, as far as it is translated; the rest is English."""

from __future__ import annotations

from collections.abc import Mapping

FRENCH: Mapping[str, str] = {
    "leave_question": "Se désabonner de {title} ?",
    "leave_words": "Un clic, et plus aucun numéro ne vous sera envoyé.",
    "leave_button": "Se désabonner",
    "left": "Vous êtes désabonné",
    "left_words": "{title} ne vous sera plus envoyé.",
    "pause_button": "Mettre en pause",
    "resume_button": "Reprendre",
    "saved": "Enregistré.",
    "nowhere": "Cette page n’existe pas",
    "away": "Veuillez réessayer dans quelques minutes",
    "invalid": "Ce lien n’est plus valable",
}

SPANISH: Mapping[str, str] = {
    "leave_question": "¿Darse de baja de {title}?",
    "leave_words": "Un clic y no recibirá más números.",
    "leave_button": "Darse de baja",
    "left": "Se ha dado de baja",
    "left_words": "{title} no se le enviará más.",
    "pause_button": "Pausar",
    "resume_button": "Reanudar",
    "saved": "Guardado.",
    "nowhere": "Esta página no existe",
    "away": "Vuelva a intentarlo en unos minutos",
    "invalid": "Este enlace ya no es válido",
}

RUSSIAN: Mapping[str, str] = {
    "leave_question": "Отписаться от рассылки «{title}»?",
    "leave_words": "Одно нажатие, и писем больше не будет.",
    "leave_button": "Отписаться",
    "left": "Вы отписались",
    "left_words": "Рассылка «{title}» больше не придёт.",
    "pause_button": "Приостановить",
    "resume_button": "Возобновить",
    "saved": "Сохранено.",
    "nowhere": "Такой страницы нет",
    "away": "Попробуйте ещё раз через несколько минут",
    "invalid": "Эта ссылка больше не действует",
}

ARABIC: Mapping[str, str] = {
    "leave_question": "إلغاء الاشتراك في {title}؟",
    "leave_words": "نقرة واحدة ولن يصلك أي عدد بعدها.",
    "leave_button": "إلغاء الاشتراك",
    "left": "أُلغي اشتراكك",
    "left_words": "لن تُرسل إليك {title} بعد الآن.",
    "pause_button": "إيقاف مؤقت",
    "resume_button": "استئناف",
    "saved": "حُفظ.",
    "nowhere": "هذه الصفحة غير موجودة",
    "away": "يرجى المحاولة مرة أخرى بعد بضع دقائق",
    "invalid": "لم يعد هذا الرابط صالحًا",
}

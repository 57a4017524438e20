"""What the foot of a newsletter says, in the languages that newsletters are written in. Pure."""

from __future__ import annotations

import re

LEAVING_WORDS = re.compile(
    r"unsubscri|opt[- ]?out|(manage|update|edit|change|email|your|notification) (your )?(\w+ )?(preferences|settings"
    r"|subscription|profile)|subscription (settings|preferences)|stop (receiving|getting)|remove me|forward (this|to a "
    r"friend)|report (spam|abuse)|why did i get this|abmelden|abbestell|austragen|newsletter[- ]einstellungen"
    r"|profil (ändern|bearbeiten)|désabonn|désinscri|se désinscrire|gérer (vos|mes) préférences|darse de baja"
    r"|cancelar (la|tu|su) suscripci|anular (la|tu|su) suscripci|disiscri|annulla iscrizione|afmelden|uitschrijven"
    r"|cancelar inscri|descadastr|отпис|настройки подписки|відпис|wypisz|zrezygnuj|avprenumerera|avregistrera|afmeld"
    r"|meld (deg|av)|odhlásit|odhlásiť|leiratkoz|dezabon|peruuta tilaus|διαγραφή από|abonelikten çık"
    r"|إلغاء الاشتراك|配信(の)?(停止|解除|中止)|(登録|購読)(の)?解除|登録(情報|内容)の?変更|退会"
    r"|退订|取消订阅|退訂|取消訂閱"
    r"|수신\s?거부|구독\s?(취소|해지)",
    re.IGNORECASE,
)
# A sentence whose link says no more than "here". An article may speak of leaving, too, but hardly like that.
_LEAVING_SENTENCE = re.compile(
    r"\bto (unsubscribe|opt[- ]?out|stop (receiving|getting))\b|no longer (wish|want|like) to (receive|get)"
    r"|(don.t|do not) (wish|want) to (receive|get)|nicht (mehr|länger) (erhalten|bekommen|empfangen)"
    r"|keine? (weiteren? )?(newsletter|e-?mails?|mails?) mehr|(pour|souhaitez|voulez|désirez) ne plus (recevoir|être)"
    r"|ne (souhaitez|voulez|désirez) plus (recevoir|être)|no (desea|deseas|quiere|quieres) (seguir )?recib"
    r"|(dejar de|no) recibir (más|estos)|non (desideri|vuoi|vuole) più ricevere|niet (meer|langer) (wilt )?ontvangen"
    r"|não (deseja|quer) (mais )?receber|чтобы отписаться|не хотите (больше )?получать|щоб відписатися"
    r"|nie chcesz (już )?otrzymywać|inte längre (vill )?(få|ta emot)|ikke (længere|lenger) (ønsker|vil)",
    re.IGNORECASE,
)
ONLINE_WORDS = re.compile(
    r"\b(view|read|open|see)\b.{0,30}\b(browser|online)\b|\b(web|online)[- ]?version|\bim browser|online (ansehen|lesen"
    r"|anzeigen)|webansicht|dans (votre|le) navigateur|version (en ligne|web)|voir en ligne|en (el|tu|su) navegador"
    r"|ver en l[ií]nea|versión web|nel browser|versione (web|online)|in (je|uw) browser|no (seu )?navegador|в браузере"
    r"|веб-верси|онлайн-верси|w przeglądarce|i (din )?(webbläsare|browser)|ブラウザ|(ウェブ|web)(版|で(見|読))"
    r"|在?浏览器"
    r"|瀏覽器|브라우저|웹에서 보기",
    re.IGNORECASE,
)
_ONLINE_SENTENCE = re.compile(
    r"trouble (viewing|reading|seeing)|not (display|show|render)(ing|ed)? (correctly|properly)"
    r"|nicht (richtig|korrekt) (dargestellt|angezeigt)|s.affiche (mal|pas)|ne s.affiche pas|no (puedes?|se) (ver|ve) "
    r"(bien|correctamente|este)|non (riesci a |si )visualizz|正しく表示|無法正常|无法正常",
    re.IGNORECASE,
)
LONGEST_WORDS = 60  # characters of a link of the foot; a headline is longer
LONGEST_HERE = 30  # characters of a link that is but the "here" of a sentence


def ends_it(words: str) -> bool:
    """Whether the words of a link are those of one that ends or changes a subscription."""
    return len(words) <= LONGEST_WORDS and bool(LEAVING_WORDS.search(words))


def shows_it(words: str) -> bool:
    """Whether the words of a link are those of one that shows the newsletter online."""
    return len(words) <= LONGEST_WORDS and bool(ONLINE_WORDS.search(words))


def ends_it_here(words: str, sentence: str) -> bool:
    """Whether a link of few words stands in a sentence that tells how to end a subscription."""
    return len(words) <= LONGEST_HERE and bool(_LEAVING_SENTENCE.search(sentence))


def shows_it_here(words: str, sentence: str) -> bool:
    """Whether a link of few words stands in a sentence for whom the mail does not look as it should."""
    return len(words) <= LONGEST_HERE and bool(_ONLINE_SENTENCE.search(sentence))

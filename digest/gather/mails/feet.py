"""What the foot of a newsletter says, in the languages that newsletters are written in. Pure."""

from __future__ import annotations

import re

LEAVING_WORDS = re.compile(
    r"unsubscri|opt[- ]?out|(manage|update|edit|change|email|your|notification) (your )?(\w+ )?(preferences|settings"
    r"|subscription|profile)|subscription (settings|preferences)|stop (receiving|getting)|remove me|forward (this|to a "
    r"friend)|report (spam|abuse)|why did i get this|abmelden|abbestell|austragen|newsletter[- ]einstellungen"
    r"|\b(read|open|view) in (the |our )?app\b|forwarded this (e-?mail|newsletter|message)"
    r"|(newsletter|e-?mail|nachricht) weitergeleitet (bekommen|worden)|transféré (cet|ce) (e-?mail|message)"
    r"|profil (ändern|bearbeiten)|désabonn|désinscri|se désinscrire|gérer (vos|mes) préférences|darse de baja"
    r"|cancelar (la|tu|su) suscripci|anular (la|tu|su) suscripci|disiscri|annulla iscrizione|afmelden|uitschrijven"
    r"|cancelar inscri|descadastr|отпис|настройки подписки|відпис|wypisz|zrezygnuj|avprenumerera|avregistrera|afmeld"
    r"|meld (deg|av)|odhlásit|odhlásiť|leiratkoz|frameld|dezabon|peruuta tilaus|διαγραφή από|abonelikten çık"
    r"|إلغاء الاشتراك|配信(の)?(停止|解除|中止)|(登録|購読)(の)?解除|登録(情報|内容)の?変更|退会"
    r"|退订|取消订阅|退訂|取消訂閱"
    r"|수신\s?거부|구독\s?(취소|해지)",
    re.IGNORECASE,
)
# Words of a link that is but the "here" of a sentence.
_HERE = re.compile(
    r"\b(here|click|this link|hier|klick\w*|ici|clique\w*|lien|aquí|aqui|clic|enlace|clicca|klik\w*|link)\b"
    r"|ссылк|здесь|сюда|нажмите|tutaj|tukaj|zde|tıkla|burada|هنا|点击|點擊|此处|这里|こちら|ここ|여기|클릭",
    re.IGNORECASE,
)
# That a sentence is about getting mails: a verb and what is got. With a "here" in it, it tells how to get no more.
_GETTING = re.compile(
    r"\b(receiv|get(ting)?\b|erhalt|empfang|bekomm|recevoir|reçu|recib|ricev|ontvang|receb|otrzym|modtage|motta|få\b"
    r"|ta emot|almak|dostáv)|получа|отримув|收到|接收|受信|받",
    re.IGNORECASE,
)
_MAILS = re.compile(
    r"newsletter|e-?mails?\b|\bmails?\b|messages?\b|updates\b|courriel|infolettre|correo|boletín|comunicazioni|nieuwsbrief"
    r"|nyhedsbrev|nyhetsbrev|utskick|\bbrev\b|wiadomo|bülten|рассыл|письм|лист[иі]|邮件|郵件|メール|메일",
    re.IGNORECASE,
)
_LEAVING_SENTENCE = re.compile(
    r"no longer (wish|want)|zrezygn|cancelar (a |sua )?(inscri|assinatura)"
    r"|(listeden|abonelikten) çık|希望されない|不想再|不再(接收|收到)|停止",
    re.IGNORECASE,
)
_OUR_LINK = re.compile(
    r"\b(your|my) (own |unique |personal |referral |sharing )+link|referral link|persönliche\w* (empfehlungs)?link"
    r"|empfehlungslink|lien (personnel|de parrainage)|enlace (personal|de referido)",
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
    r"(bien|correctamente|este)|non (riesci a |si )visualizz|niet (goed|juist|correct) (weergegeven|getoond)"
    r"|\b(no|geen|keine|sin|senza|pas d.) ?(images|afbeeldingen|bilder|imágenes|immagini)\b"
    r"|正しく表示|無法正常|无法正常",
    re.IGNORECASE,
)
A_FOOT = 350  # characters; a block with a link of the foot in it, and no longer than that, is all foot
LONGEST_WORDS = 60  # characters of a link of the foot; a headline is longer
LONGEST_HERE = 30  # characters of a link that is but the "here" of a sentence


def ends_it(words: str) -> bool:
    """Whether the words of a link are those of one that ends or changes a subscription."""
    return len(words) <= LONGEST_WORDS and bool(LEAVING_WORDS.search(words))


def shows_it(words: str) -> bool:
    """Whether the words of a link are those of one that shows the newsletter online."""
    return len(words) <= LONGEST_WORDS and bool(ONLINE_WORDS.search(words))


def ends_it_here(words: str, sentence: str) -> bool:
    """Whether a link is the "here" of a sentence that tells how to end a subscription."""
    if not _is_here(words):
        return False
    told = LEAVING_WORDS.search(sentence) or _LEAVING_SENTENCE.search(sentence)
    return bool(told or (_GETTING.search(sentence) and _MAILS.search(sentence)))


def shows_it_here(words: str, sentence: str) -> bool:
    """Whether a link is the "here" of a sentence for those to whom the mail does not look as it should."""
    return _is_here(words) and says_it_looks_wrong(sentence)


def says_it_looks_wrong(words: str) -> bool:
    """Whether words are for those to whom the mail does not look as it should."""
    return bool(_ONLINE_SENTENCE.search(words))


def names_our_link(sentence: str) -> bool:
    """Whether a sentence gives a link that is ours alone, to be shared with friends."""
    return bool(_OUR_LINK.search(sentence))


def _is_here(words: str) -> bool:
    return len(words) <= LONGEST_HERE and bool(_HERE.search(words))

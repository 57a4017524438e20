"""What stands around a story and is no part of it: by-lines, datelines, captions, credits, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

CLOSERS = "”’“‘«»‹›\"')]」』） \u00a0\u202f"
ENDS = ".!?…。！？｡؟۔।॥።፧։។៕။།༎"
# Thai and Lao have no sign that ends a sentence: there, what is long enough is one.
_UNENDED = re.compile(r"[\u0e00-\u0eff](?:[\u0e00-\u0eff\d\s.,()/%a-zA-Z-]*[\u0e00-\u0eff])?")
FEWEST_UNENDED = 30  # signs
BYLINE = re.compile(
    r"^(?:by|von|par|por|di|af|av|door|автор:?|текст:?|(?:本报|本報)?记者|記者|bởi)\b[:.]?\s*[^.!?。]{2,80}$",
    re.IGNORECASE,
)
NO_STORY = re.compile(
    r"""^\W*(?:
      read\ (?:more|on\W*$) | see\ also | also\ read | related: | continue\ reading | skip\ past
    | \d+\ min(?:ute)?s?\ read\b | no\ content\W*$
    | (?:was\ this\ (?:e-?mail|newsletter)\ )?forwarded\ (?:this\ e-?mail|to\ you)\b
    | you\ (?:currently\ )?have\ \d+\ referrals?\b | (?:or\ )?copy\ (?:and|&)\ paste\ this\ link\b
    | editor['’]?s?['’]?\ note\b | note\ from\ the\ editor | (?:correction|clarification|corrigendum)\ ?:
    | (?:anmerkung|hinweis)\ der\ redaktion | anm\.\ d(?:er|\.)\ red | note\ de\ la\ rédaction | ndlr\b | od\ redakcji\b
    | nota\ del?\ (?:editor|la\ redacci) | nota\ da\ reda[cç] | noot\ van\ de\ redactie | от\ редакции\b
    | advertisement(?:\W*$|:) | sponsored(?:\W*$|:|\ (?:content|posts?|links?)\b|\ by\b.{0,40}$)
    | reporting\ by | editing\ by
    | (?:photo|photograph|picture|image|video|foto)s?\ ?[:(/] | (?:photo|photograph|picture|image)s?\ by\b | file\ photo
    | (?:photo|image)\ (?:credit|source|copyright|caption|courtesy)\b | watch: | listen(?:\ (?:to|now|live)|:)
    | (?:click|tap)\ (?:here|on|to|for|the)\b | share\ (?:this|on)\b
    | (?:follow|like|join)\ us(?:\W*$|\ (?:on|at|in|for)\b)
    | join\ our | subscribe\b | sign\ up | scroll\ down
    | (?:last\ )?(?:updated?|published|posted|modified)(?:\ ?:|.{0,30}\d{4}|\ (?:\d|at\ \d|\w+\ ago))
    | last\ (?:updated|modified)\b
    | copyright(?:\ ?[:©\d]|\ \w+\W*$) | ©
    | this\ (?:article|story|post)\ (?:first|originally|was)
    | (?<!["“„«‘'])here(?:['’]s|\ is|\ are)\b
    | (?:follow|read|watch|listen|register|apply|learn|find|see|download|check|view)\b[^.]{0,40}\bhere\W*$
    | (?:register|apply|enroll?|book|rsvp|donate)\ (?:now|today|online|here)\W*$
    | (?:good\ (?:morning|afternoon|evening)|hi\ there|hi\ all|dear\ readers?)\ ?[,!:.] | (?:hello|hi)\b[^.?]{0,20}[,!]
    | thank(?:s|\ you)\ for\ reading | our\ sponsors?\ ?:
    | welcome(?:\ back)?\ to\ (?:the|our|this|another|issue|episode)\b
    | (?:guten\ (?:morgen|tag|abend)|hallo|liebe\ leser\w*)\b.{0,40}[,!]
    | (?:bonjour|bonsoir|buen[oa]s\ (?:días|tardes|noches))\b.{0,40}[,!]
    | https?:// | veröffentlicht\ (?:am\ \d|von\b) | publicado\ (?:el|por)\b | pubblicato\ (?:il|da)\b
    | hier\ (?:mehr\b|geht['’]?s?\ (?:es\ )?(?:zu[rm]?|weiter)\b)
    | weiterlesen | mehr\ zum\ thema | lesen\ sie | bild\ ?[:(/] | anzeige(?:\W*$|:) | quelle: | stand:
    | lire\ (?:aussi|la\ suite) | à\ lire | publicité | crédit | abonnez | publié\ (?:le|à|par)\b | mis\ à\ jour
    | leer\ más | lea\ también | (?:sigue|continúa|continuar)\ leyendo | publicidad\b | suscr[ií]bete
    | leggi\ anche | continua\ a\ leggere | pubblicità\b | leia\ (?:mais|também) | cite[șşs]te\ (?:și|mai)\b
    | lees\ (?:ook|meer|verder)\b | läs\ (?:mer|mera|även|också)\b | l[eæ]s\ (?:også|mere?)\b | lue\ (?:myös|lisää)\b
    | (?:czytaj|zobacz)\ (?:także|też|również|więcej)\b | č[tí]\w+te\ (?:také|aj|tiež)\b | olvas\w*\ el\b
    | baca\ (?:juga|selengkapnya)
    | devamını\ oku | ayrıca\ (?:okuyun|bakınız) | διαβάστε\ (?:επίσης|περισσότερα|ακόμη) | δείτε\ επίσης
    | читайте\ также | читайте\ також | читать\ (?:далее|также) | читати\ (?:далі|також) | фото\ ?:
    | подпишитесь | реклама\b
    | источник: | видео: | ảnh\ ?: | xem\ thêm | quảng\ cáo
    | 图[:：为] | 圖為 | 图片 | 责任编辑 | 來源 | 来源 | 写真[:：/] | [阅閱][读讀]全文
    | 相[关關](?:[阅閱][读讀]|新[闻聞]|[报報][道導]) | 延伸[阅閱][读讀]
    | 続きを読む | 関連(?:記事|リンク|ニュース) | 더\ ?보기 | 관련\ ?기사 | อ่าน(?:เพิ่มเติม|ต่อ)
    | اقرأ | إقرأ | صورة: | المصدر: | بیشتر\ بخوانید | مزید\ پڑھیں | קראו?\ (?:עוד|גם)\b
    | (?:और|यह\ भी|ये\ भी)\ प(?:ढ\u093c?|\u095d)ें | আরও\ পড়ুন
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What stands in no story, in small letters: looked for as it is, which is much quicker than by a pattern.
NEVER = (
    "where people are continuing the conversation", "% off with ", "% off your ", "% off when ", "% off using ",
    "promo code", "discount code", "coupon code", "sharen mit:", "teilen sie dies mit:", "share this:", "gefällt mir:",
    "twitter facebook ", "facebook twitter ",
    # What WordPress puts behind a post, in the languages that it speaks.
    "erschien zuerst auf", "est apparu en premier sur", "se publicó primero en", "apareceu primeiro em",
    "verscheen eerst op", "dök först upp på", "blev først udgivet på", "dukket først opp på", "pochodzi z serwisu",
    "se nejdříve objevil", "julkaistiin ensimmäisen", "apare prima dată", "bejegyzés először", "yazısı ilk önce",
    "εμφανίστηκε πρώτα στο", "ha aparegut primer a", "pertama kali tampil pada", "xuất hiện đầu tiên vào",
    "впервые появилась", "спершу з'явився", "спершу з’явився", "最先出现在", "最先出現於", "に最初に表示されました",
    "처음 등장했습니다", "ظهرت المقالة", "اولین بار در", "הופיע לראשונה ב",
)  # fmt: skip
# The patterns that are searched for anywhere take text in small letters and begin with one: so they are quick.
ANYWHERE = re.compile(
    r"(?:appeared first on|all rights reserved|contributed to this (?:report|article|story)|scroll down for|click here"
    r"|sign up (?:for|to) our|follow us on|like us on|terms (?:of use|and conditions)|cookie policy"
    r"|\((?:pictured|left|right|above|below|file)\b[^)]{0,30}\)|pictured (?:left|right|above|below|here|with)\b"
    r"|\(l\).{1,150}\(r\)"
    r"|alle rechte vorbehalten|tous droits réservés|все права защищены|todos los derechos reservados)"
)
# "Butting heads: The singer with her band", a caption in the manner of some papers; a heading, too.
LABELLED = re.compile(r"^[A-ZÀ-Ý][\w’'-]*(?:,? [\w’'-]+){0,4}: (?=[A-ZÀ-Ý‘“\"'])")
# What a program should have read and did not: links and placeholders of templates, code.
RAW = re.compile(
    r"\]\(\s*(?:https?:|/|\{)|\{\{|\}\}|\{%|%\}|^\s*(?:from \w+ )?import \w+|\w\(\);|=\s?\{|\} \}|=>|!==|&&|\|\|"
)
_RAW_SIGNS = ("](", "{{", "}}", "{%", "%}", "import ", "();", "={", "= {", "} }", "=>", "!==", "&&", "||")
# Instructions to a machine that reads the article: planted, and never part of a story.
PLANTED = re.compile(
    r"(?:(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:instructions?|prompts?|(?:rules|said|written) above)\b"
    r"|(?:your|the) summary (?:must|should|has to|shall)\b"
    r"|your (?:output|answer|reply|response) (?:must|should|has to)\b"
    r"|(?:include|add|insert|append|print|output|write|mention|repeat|say)\b[^.!?]{0,60}"
    r"\b(?:in|to|into) (?:your|the|any|every) (?:summary|summaries|answer|reply|response|output)\b"
    r"|you are (?:now )?(?:an? )?(?:helpful |unrestricted )?(?:assistant|ai\b|chatbot|language model)"
    r"|(?:summari[sz]ers?|assistants?|ai models?|llms?|chatbots?):"
    r"|</?(?:system|user|assistant|instructions?|article)>|\[/?inst\]|<\|"
    r"|ignorier\w*\b[^.!?]{0,40}\b(?:anweisung|anleitung|vorgaben)|ignore[zr]?\b[^.!?]{0,40}\b(?:consigne|instruc)"
    r"|игнорир\w*\b[^.!?]{0,40}\bинструкц|忽略[^。]{0,20}(?:指令|指示|说明|說明)"
    r"|ignor[ae]\w*\b[^.!?]{0,40}\b(?:instruccion|instrucciones|instruç|istruzion)"
    r"|(?:negeer|ignorera|ignorer)\b[^.!?]{0,40}\b(?:instructie|instruktion|instruks)"
    r"|(?:zignoruj|ignoruj)\b[^.!?]{0,40}\b(?:instrukcj|pokyn|instrukc)|ігнору\w*\b[^.!?]{0,40}\bінструкц"
    r"|(?:talimat|yönerge)\w*[^.!?]{0,20}\b(?:yok say|görmezden)|bỏ qua [^.!?]{0,30}(?:hướng dẫn|chỉ dẫn)"
    r"|(?:指示|命令)を?(?:すべて)?無視|(?:지시|명령)(?:사항)?[을를]?\s*(?:모두 )?무시"
    r"|تجاهل\w*[^.!?؟]{0,30}(?:تعليمات|الأوامر)"
    r"|(?:निर्देशों|निर्देश)[^।]{0,20}(?:अनदेखा|अनदेखी|नज़रअंदाज़)|αγνό\w+[^.!;]{0,30}οδηγί)"
)
# Each of its branches has one of these, and is no longer than so many characters before and behind it.
_HINTS = (
    "ignor", "disregard", "forget", "override", "you are ", "assistant:", "assistants:", "summarizer", "summariser",
    "ai model", "llm", "chatbot", "<", "inst]", "negeer", "игнорир", "ігнору", "忽略", "yok say", "görmezden", "bỏ qua",
    "無視", "무시", "تجاهل", "अनदेख", "नज़रअंदाज़", "αγνό",
    *(f"{which} {what}" for which in ("your", "the", "any", "every")
      for what in ("summar", "output", "answer", "reply", "response")),
)  # fmt: skip
_NEAR = 150
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_PARAGRAPH = re.compile(r"(?:[^\n]++|\n(?![^\S\n]*\n))++")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LIST_BEGINS = re.compile(r":\s+(?:1|[aAiI])\.$")  # "Five lessons from the post: 1." - and there its items were
LONGEST_LABEL = 80  # characters
HOW_MUCH = 2000  # characters of a sentence that are looked at


def is_planted(text: str) -> bool:
    """Whether a text speaks to a machine, also where invisible signs stand within its words."""
    small = (text if text.isascii() else _UNSEEN.sub("", normalize("NFKC", text))).lower()
    places = (at for hint in _HINTS if hint in small for at in _places(small, hint))
    return any(PLANTED.search(small, max(0, at - _NEAR), at + 2 * _NEAR) for at in places)


def _places(text: str, hint: str) -> Iterator[int]:
    """Where a hint stands; of those that are near each other the first."""
    at = text.find(hint)
    while at >= 0:
        yield at
        at = text.find(hint, at + _NEAR)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a text stand: blank lines part them."""
    yield from (match.span() for match in _PARAGRAPH.finditer(text))


def is_told(sentence: str, *, safe: bool = False, bare: bool = False) -> bool:
    """Whether a line is a sentence of the story, not a byline, a heading, a caption or a button.

    ``safe``: in all of the text it stands in, nobody speaks to a machine; ``bare``: that has no furniture.
    """
    shown = sentence[:HOW_MUCH]
    if not is_ended(sentence) or _is_label(shown):
        return False
    if BYLINE.match(shown) or NO_STORY.match(shown) or _LIST_BEGINS.search(shown[-9:]):
        return False
    if not bare and (_is_raw(shown) or _is_furniture(shown.lower())):
        return False
    return safe or not is_planted(shown)


def has_furniture(text: str) -> bool:
    """Whether something may stand in a text that belongs to a site or a program: asked once, not of each sentence."""
    return any(map(text.__contains__, _RAW_SIGNS)) or _is_furniture(text.lower())


def _is_raw(sentence: str) -> bool:
    return any(map(sentence.__contains__, _RAW_SIGNS)) and RAW.search(sentence) is not None


def _is_furniture(small: str) -> bool:
    """Whether it belongs to a site, not to a story; in Italian "proviene da" alone may well be one."""
    if any(map(small.__contains__, NEVER)) or ("articolo" in small and "proviene da" in small):
        return True
    return ANYWHERE.search(small) is not None


def is_ended(text: str) -> bool:
    """Whether a text ends as sentences do."""
    bare = text.rstrip(CLOSERS)
    if bare[-1:] in ENDS:
        return bool(bare)
    return len(bare) >= FEWEST_UNENDED and _UNENDED.fullmatch(bare) is not None


def _is_label(sentence: str) -> bool:
    """Whether it is only names, capitals and numbers: "Associated Press.", "08:09 EST, 15 September 2013."."""
    if len(sentence) > LONGEST_LABEL:
        return False
    words = _LETTERS.findall(sentence)
    if any(word.lower() == word.upper() for word in words):
        return False  # a script without capitals: a name of others within it makes it no label
    return any(word.isupper() or word.istitle() for word in words) and not any(word.islower() for word in words)

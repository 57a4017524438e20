"""What mail servers say, as patterns: whom their words are about. Pure; every pattern takes linear time.

A server's words are free text (RFC 5321 §4.2), but there are fewer ways to say "no such user" than there are
servers. Patterns stand for ways of saying it, not for the sentence of one server.
"""

from __future__ import annotations

import re

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
LONGEST = 4000  # characters that are looked at

_WHO = (
    r"(?:user(?:id|s|name)?|recipients?|mail ?box(?:es)?|addres(?:s|see)(?:es)?|accounts?|alias|local[ -]?part|"
    r"person|member)"
)
_HOST = r"(?:host|domain|hostname|mail ?domain|destination)(?: name)?"
_NOT_THERE = r"(?:unknown|not found|not known|not listed|not recogni[sz]ed|invalid|non-?existent|ambiguous)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# What one large host says of a reader whom its directory does not know, and nobody else says.
NOT_IN_DIRECTORY = _any(r"\brecipient address rejected: access denied")

FULL = _any(
    r"\b(?:over|exceed\w*|out of|above)\b.{0,20}\b(?:quota|limit|storage|disk)|\bquota\b|\boverquota\b",
    r"\b(?:mailbox|inbox|folder|mailfolder|account|disk|storage|mail ?file)\b.{0,40}\bfull\b",
    r"\b(?:not enough|insufficient|no)\b.{0,20}\b(?:space|storage|disk|system (?:storage|resources))",
    r"\breceiving mail (?:at a rate|too )",
    r"\btoo (?:big|large|long|many)\b|\bexceeds?\b.{0,40}\b(?:size|length|maximum|limit)|\bsize limit",
)

OURS = _any(
    r"\bspam\b|\bunsolicited\b|\bjunk\b|\bvirus|\bmalware|\bphish",
    # Not "this mailbox has been blocked due to inactivity".
    r"\b(?:black|block|deny)[ -]?list|(?<!mailbox has been )(?<!account has been )(?<!mailbox is )(?<!account is )"
    r"\bblocked\b|\bbanned\b|\bblacklisted",
    r"\bcomplaints?\b|\bunexpected volume\b|\bnot accept delivery of this message\b",
    r"\breputation\b|\bpolic(?:y|ies)\b|\b(?:spf|dkim|dmarc|arc|rbl|dnsbl|surbl|rhsbl|ptr|rdns)\b",
    r"\breverse (?:dns|lookup|name)|\bhelo\b|\behlo\b|\bunverif\w* sending",
    r"\brelay(?:ing)?\b.{0,30}\b(?:denied|not|prohibited|refused|access)|\b(?:no|not|cannot|to|insecure mail) relay",
    r"\bauthenticat|\bnot authori[sz]ed|\bunauthori[sz]ed|\baccess (?:is )?denied|\bforbidden\b|\bpermission",
    r"\bsender\b.{0,40}\b(?:reject|verif|denied|block|refused|unknown|invalid|not exist|unroutable|address)",
    r"\bunroutable sender|\b(?:bad|invalid) sender|\bfrom:? (?:address|header|domain)|\baccepts? mails? from\b",
    r"\bcontent\b.{0,30}\b(?:reject|denied|filter)|\bmessage (?:was |is )?(?:reject|refus|content)",
    r"\bnot accept(?:ed)?\b.{0,30}\breason|\btoo many (?:unwanted|bad|spam)|\bweren't sent\b|\bmalformed|\bhop count",
    r"\b(?:restricted|not permitted|not allowed|prohibit(?:ed|ion))\b|\brejected by (?:the )?(?:recipient|user)",
)

NOBODY = _any(
    r"\b(?:unknown|no such|no valid|invalid|illegal|nonexist\w*|non-exist\w*|bad|undefined)\b(?: (?:or|and|final|local|"
    rf"virtual|unknown|delivery|destination|email|e-mail|mail|remote|illegal|smtp))* {_WHO}\b(?! database)",
    rf"\b{_WHO}(?: (?:name|address|is|are|was|email))*(?: <?…>?)?\s?[:;,.\-('\"]*\s?(?:is |are |was |has )?(?:an? )?"
    + _NOT_THERE,
    rf"\b{_WHO}\b.{{0,60}}(?<!may )(?:\bnot|n't|\bnever) (?:exist|available here|here|valid|listed|known|found)",
    rf"\b{_WHO} (?:name )?(?:is )?not (?:recogni[sz]ed|in|on|local|ok|active|present)\b",
    rf"\b{_WHO}\b.{{0,40}}\bno longer\b",
    rf"\b(?:not|isn't|no longer) an? (?:valid|known|registered|existing|active|local)\b.{{0,20}}\b{_WHO}",
    rf"\b(?:no|not) {_WHO}(?: here)?(?: by that name| with that name| of that name| found| available for)",
    rf"\b{_WHO}\b.{{0,40}}\b(?:couldn't|could not|cannot|can't) be found|\b{_WHO}\b.{{0,40}}\bhas moved\b",
    rf"\b(?:doesn't|does not|don't|did not) have an? .{{0,40}}\b{_WHO}|\bmailbox (?:<?…>? )?(?:is )?unavailable",
    r"…\W{0,4} (?:not found|does ?n[o']t exist|dosn't exist|unavailable)|\baccount unavailable",
    r"\bno ?one (?:here )?(?:at|by) th(?:is|at)|\b(?:bad|valid)-?(?:rcpt|recipient) ?to|\brecip(?:ient)?notfound",
    r"\bnicht i[mn] .{0,30}(?:verzeichnis|directory)\b",
    r"\bnot (?:listed )?in .{0,20}\bdirectory|\bnot listed in\b|\bnot our customer|\bunrout(?:e)?able address",
    r"\bno longer (?:works|with)\b|\baddress(?:ee)? (?:has )?changed|\bhas moved to\b|\bhas been replaced by\b",
    # Other languages, in the words that servers use.
    r"\b(?:benutzer|empfänger|empfaenger|adresse|postfach|konto)\b.{0,40}\b(?:unbekannt|nicht gefunden|existiert "
    r"nicht)|\b(?:utilisateur|destinataire|adresse|boite|compte)\b.{0,40}\b(?:inconnue?|inexistante?|introuvable|"
    r"n'existe pas)|\b(?:usuario|destinatario|utente|indirizzo|direcci[oó]n|cuenta|buz[oó]n|casilla)\b.{0,40}\b(?:"
    r"desconocido|inexistente|inesistente|no existe|non esiste|sconosciuto)",
    r"\bno existe (?:dicha|ese|esa|el|la)\b|\bnessun utente\b",
    r"\b(?:пользовател|получател|адрес|ящик)\w*.{0,40}\b(?:не (?:найден|существует|зарегистрирован)|нет\b)",
    r"\bнет так\w+ (?:пользовател|получател|адрес)|存在しません|見つかりません|宛先不明|(?<!可能)不存在",
    r"ディレクトリのリストにありません",
)

LATER = _any(
    r"\btime[d -]{0,2}out\b|\bdeferred\b|\bexpired\b|\bretr(?:y|ied|ies)\b|\bgrey-?list|\btemporar(?:y|ily)\b",
    r"\b(?:try|trying) again (?:later|in)\b|\bnot found, try again|\btoo long (?:in|on)\b|\bin the queue too long",
    r"\bservice (?:unavailable|not available)|\bno route to host|\bunable to (?:connect|reach)|\bunreachable\b",
    r"\bconnection (?:refused|reset|closed|lost|dropped|failed)|\bwas aborted\b|\bmail loop",
    r"\b(?:did not|does not|not) accept(?:ing|ed)?\b.{0,30}\bconnect",
    r"\b(?:disabled|suspended|inactive|locked|deactivated|discontinued|frozen)\b",
)

NOWHERE = _any(
    rf"\b(?:unknown|no such|invalid|bad) {_HOST}\b",
    rf"\b{_HOST}\b.{{0,60}}\b(?:not found|unknown|not exist|n't exist|invalid)",
    r"\bno mx\b|\bnull ?mx\b|\bcouldn't find (?:any |a )?(?:host|mail exchanger|mx)|\bdoes not accept mail",
    r"\bnon-?existent host|\bname or service not known|\bnxdomain\b|\bunrout(?:e)?able (?:mail )?domain",
    r"\b(?:domain|host) is not reachable",
)


def anonymous(words: str) -> str:
    """Words on one line without addresses in them: a reader may be called spam@ or relay@."""
    return ADDRESS.sub("…", " ".join(words[:LONGEST].split()))

"""What invites, credits and dates is no part of a story, in any language; what only begins with such a word is."""

from __future__ import annotations

import pytest

from digest.summarise.boilerplate import is_told


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Ten bridges.",
        "Der Beitrag Nachtfähre kommt erschien zuerst auf Hafenblatt.",
        "L’article Le ferry de nuit est apparu en premier sur Port.",
        "La entrada Llega el ferry se publicó primero en Puerto.",
        "L’articolo Arriva il traghetto proviene da Porto.",
        "O post Chega o ferry apareceu primeiro em Porto.",
        "Het bericht De nachtveer verscheen eerst op Haven.",
        "Запись Ночной паром впервые появилась Порт.",
        "投稿 渡輪 は 港 に最初に表示されました。",
        "Good morning, and welcome to the forty readers who joined this week.",
        "Hello captains!",
        "Dear readers, this is a short one.",
        "Welcome back to another week on the quay.",
        "Thanks for reading The Tide!",
        "Our sponsor: Example Ropes.",
        "Get 20% off with the word TIDE.",
        "The promo code is TIDE.",
        "Hallo zusammen, hier kommt die Woche.",
        "Bonjour à tous, voici la semaine.",
        "The market was originally published in The Tide on Medium, where people are continuing the conversation.",
        "Continue reading.",
        "Follow along here.",
        "Find the whole list of bridges here.",
        "Here are the details of what we are looking for.",
        "Here’s a sampling of the improvements that we made.",
        "5 min read.",
        "Last modified on Tuesday 24 November 2026 10.00 GMT.",
        "Published on 24 November 2026.",
        "Photo by Jane Doe.",
        "Image source, Getty Images.",
        "Sponsored content.",
        "Advertisement.",
        "Follow us on Mastodon.",
        "Click here.",
        "© 2026 The Post.",
        "Anzeige.",
        "Lees ook: Tien bruggen die je moet zien.",
        "Läs mer: Tio broar att se.",
        "Les også: Ti broer du må se.",
        "Læs også: Ti broer du må se.",
        "Lue myös: Kymmenen siltaa.",
        "Czytaj także: Dziesięć mostów.",
        "Čtěte také: Deset mostů.",
        "Olvassa el: Tíz híd.",
        "Citește și: Zece poduri.",
        "Continua a leggere.",
        "Sigue leyendo.",
        "Devamını oku.",
        "Διαβάστε επίσης: Δέκα γέφυρες.",
        "Читайте також: Десять мостів.",
        "Baca juga: Sepuluh jembatan.",
        "続きを読む。",
        "関連記事：十の橋。",
        "阅读全文。",
        "相關閱讀：十座大橋。",
        "관련기사: 다리 열 개.",
        "और पढ़ें: दस पुल।",
        "بیشتر بخوانید: ده پل.",
        "קראו עוד: עשרה גשרים.",
    ],
)
def test_an_invitation_is_no_part_of_a_story(line: str) -> None:
    assert not is_told(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "Subscribers left the paper on Monday.",
        "“Here’s what I hope,” the mayor said on Monday.",
        "Here in Larkhaven nobody was surprised.",
        "Watch towers were built here in 1912 against the fog.",
        "Il traghetto proviene da Orsa.",
        "Das Buch erschien zuerst in Oslo.",
        "Welcome rain fell on Larkhaven on Monday.",
        "Hello Kitty turns fifty this year.",
        "Good morning shows lose their viewers.",
        "Sponsors left the club on Monday.",
        "Shops cut prices, and 20% of them were open at six.",
        "Published poets met in Larkhaven on Monday.",
        "Photographs of the bridge were shown on Monday.",
        "Image processing is taught here.",
        "Sponsored runners crossed the bridge on Monday.",
        "Advertisements for gambling were banned on Monday.",
        "Tap water in Larkhaven is safe again, the council said.",
        "Click beetles were found in Larkhaven.",
        "Updated rules for cyclists apply from Monday.",
        "Copyright law was changed by parliament on Monday.",
        "Like us, the people of Fenwick wait for a bridge.",
        "Anzeigen gegen zwei Männer wurden am Montag erstattet.",
        "Publiée lundi, l'étude compte douze pages.",
    ],
)
def test_a_sentence_may_begin_with_such_a_word(sentence: str) -> None:
    assert is_told(sentence)

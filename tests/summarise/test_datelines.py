"""Datelines go; dashes that belong to a sentence stay."""

from __future__ import annotations

import pytest

from digest.summarise.datelines import best_start


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("MOSCOW (AP) — ", "The council met."),
        ("LONDON, Nov. 24 (Reuters) – ", "Shares rose."),
        ("Rio de Janeiro - ", "“We are ready,” she said."),
        ("PARIS—", "Trams run again."),
        ("arXiv:2611.01234v1 Announce Type: replace-cross \nAbstract: ", "We study narrow estuaries."),
        ("Abstract: ", "We study narrow estuaries."),
        ("Summary: ", "Today, the council closed the quay."),
        ("London (CNN)", "It was a long night."),
        ("Berlin/Frankfurt (dpa) - ", "Immer mehr Menschen sparen."),
        ("TL;DR: ", "“We are ready,” she said."),
        ("Résumé : ", "Le quai est fermé."),
        ("LARKHAVEN, Nov. 24, 2026 /PRNewswire/ -- ", "Tarrant Dock ordered cranes."),
        ("LARKHAVEN, Maine, Nov. 24, 2026 (GLOBE NEWSWIRE) -- ", "Tarrant Dock (TARR) ordered cranes."),
        ("LARKHAVEN--(BUSINESS WIRE)--", "Tarrant Dock ordered cranes."),
        ("FOR IMMEDIATE RELEASE: ", "The council voted on Tuesday."),
        ("Pressemitteilung – ", "Der Rat hat am Dienstag abgestimmt."),
        ("New York -- ", "40 people came."),
    ],
)
def test_a_dateline_is_no_part_of_the_story(dateline: str, rest: str) -> None:
    text = dateline + rest
    assert text[best_start(text) :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "Larkhaven Rovers beat Fenwick Athletic 3–2 last night.",
        "Rovers 3–2 Athletic was the score.",
        "Harbours (AP and others) say so.",
        "London (CNN) says it was a long night.",
        "Summary judgment was given on Monday.",
        "Summary: of what was said, little stayed.",
        "The press release -- all of it -- was wrong.",
        "Boats (of Example Corp.) came back.",
        "Her news release said nothing.",
        "The Marguerite – which has carried islanders since 1994 – comes back.",
        "The Marguerite — she is white — comes back.",
        "Trams run every seven minutes - until ten - and then less often.",
        "Anna-Maria left. She came back.",
        "Москва — столица России.",
        "Река (Волга) — длинная.",
        "पुल, 27 नवंबर को खुला।",
    ],
)
def test_a_dash_inside_a_sentence_cuts_nothing(text: str) -> None:
    assert best_start(text) == 0


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("(CNN) -- ", "Tens of thousands fled."),
        ("Kabul, Afghanistan (CNN) -- ", "China's top official came."),
        ("(Dân trí) - ", "Ngày 23/10, một đợt mới."),
        ("BERLIN (dpa) - ", "Die Züge fahren wieder."),
        ("Berlin (dpa) - ", "Die Züge fahren wieder."),
        ("Madrid, 24 nov (EFE).- ", "Los trenes circulan otra vez."),
        ("(ANSA) - ROMA, 24 NOV - ", "I treni viaggiano di nuovo."),
        ("【東京共同】", "列車は再び運行する。"),
        ("(서울=연합뉴스) 김민수 기자 = ", "열차가 다시 운행한다."),
        ("МОСКВА, 24 ноября. /ТАСС/. ", "Поезда снова ходят."),
        ("МОСКВА, 24 ноя — РИА Новости. ", "Поезда снова ходят."),
        ("新华社北京1月1日电（记者 王小明）", "大桥通车。"),
        ("ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) - ", "Τα τρένα κινούνται ξανά."),
        ("القاهرة (أ ش أ) - ", "القطارات تسير من جديد."),
        ("София (БТА) – ", "Влаковете отново се движат."),
        ("नई दिल्ली, 27 नवंबर (भाषा)। ", "रेलगाड़ियाँ फिर चल रही हैं।"),
    ],
)
def test_agencies_mark_their_stories_in_many_languages(dateline: str, rest: str) -> None:
    text = dateline + rest
    assert text[best_start(text) :] == rest

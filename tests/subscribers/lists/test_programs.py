"""Exports of other programs, small ones, in the form that their own documents and sources show."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from subscribers import Standing
from subscribers.lists import open_list
from tests.makers import keys
from tests.people import bring_in

NEWS = 1
MAILCHIMP = (
    '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,'
    "LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,{}LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
)
MAILCHIMP_ROW = (
    '{},Ana,Lind,4,"2019-05-01 10:00:00",203.0.113.9,"2019-05-01 10:05:00",203.0.113.9,56.9,24.1,2,3,Europe/Riga,LV,'
    'RIX,{}"2024-01-01 00:00:00",101,abc123,"A note","""founder"",""press"""\n'
)
LISTMONK = (
    "uuid,email,name,attributes,status,created_at,updated_at\n"
    '5b1e3c8e-0a2b-4c6d-8e9f-000000000001,{0},Ana Lind,"{{""city"": ""Riga"", ""age"": 40}}",enabled,'
    "2021-02-03T04:05:06Z,2022-01-01T00:00:00Z\n"
    "5b1e3c8e-0a2b-4c6d-8e9f-000000000002,{1},Left,{{}},disabled,2021-02-03T04:05:06Z,2022-01-01T00:00:00Z\n"
    "5b1e3c8e-0a2b-4c6d-8e9f-000000000003,{2},Gone,{{}},blocklisted,2021-02-03T04:05:06Z,2022-01-01T00:00:00Z\n"
)
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n"
    '64f1,{0},Ana Lind,,true,false,cus_1,2021-02-03T04:05:06.000Z,,"press,founder",Gold\n'
    "64f2,{1},Left,,false,false,,2021-02-03T04:05:06.000Z,,,\n"
    "64f3,{2},Gone,,true,false,,2021-02-03T04:05:06.000Z,2022-02-03T04:05:06.000Z,,\n"
)
SUBSTACK = (
    "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
    "{0},true,2027-01-31T00:00:00.000Z,yearly,false,2021-02-03T04:05:06.000Z,2021-03-01T00:00:00.000Z\n"
    "{1},false,,other,true,2021-02-03T04:05:06.000Z,\n{2},false,,other,true,2021-02-03T04:05:06.000Z,\n"
)
KEILA = (
    "Email,First name,Last name,Data,Status,External ID\n"
    '{0},Ana,Lind,"{{""city"":""Riga""}}",active,7\n{1},Left,,{{}},unsubscribed,\n{2},Gone,,{{}},unreachable,\n'
)
MAILTRAIN = (
    "cid,hash_email,email,status,created,merge_first_name,merge_last_name,merge_city\n"
    "x1,aa,{0},subscribed,2021-02-03T04:05:06.000Z,Ana,Lind,Riga\n"
    "x2,bb,{1},unsubscribed,2021-02-03T04:05:06.000Z,,,\nx3,cc,{2},complained,2021-02-03T04:05:06.000Z,,,\n"
)
READS, LEFT, GONE = "ana@example.org", "left@example.org", "gone@example.org"


@pytest.mark.parametrize(
    ("program", "text", "attributes", "gone"),
    [
        ("listmonk", LISTMONK, {"city": "Riga", "age": 40}, Standing.SUPPRESSED),
        ("Ghost", GHOST, {"complimentary_plan": False, "labels": ["press", "founder"], "tiers": ["Gold"]}, None),
        (
            "Substack",
            SUBSTACK,
            {"active_subscription": True, "plan": "yearly", "expiry": "2027-01-31", "first_payment": "2021-03-01"},
            None,
        ),
        ("Keila", KEILA, {"city": "Riga", "external_id": "7"}, Standing.SUPPRESSED),
        ("Mailtrain", MAILTRAIN, {"city": "Riga"}, Standing.SUPPRESSED),
    ],
)
async def test_columns_states_and_unsubscribes_of_other_programs_are_understood(
    tx: AsyncConnection,
    tmp_path: Path,
    program: str,
    text: str,
    attributes: dict[str, object],
    gone: Standing | None,
) -> None:
    file = tmp_path / "export.csv"
    file.write_text(text.format(READS, LEFT, GONE), encoding="utf-8")
    with open_list(file) as listed:
        assert listed.tables[0].program == program
    report = await bring_in(tx, file, NEWS)
    assert (report.added, report.taken_off, report.refused) == (1, 2, 0)
    (ana,) = await subscribers.recipients(tx, NEWS)
    person = await subscribers.find(tx, READS)
    assert person is not None
    assert (ana.address, person.attributes) == (READS, attributes)
    assert ana.name == ("" if program == "Substack" else "Ana Lind")
    assert (await subscribers.profile(tx, LEFT, keys=keys())).memberships[0].standing is Standing.LEFT
    about = await subscribers.profile(tx, GONE, keys=keys())
    assert (about.suppression is not None) == (gone is Standing.SUPPRESSED)


async def test_a_mailchimp_archive_brings_readers_and_keeps_away_who_left_and_was_cleaned(
    tx: AsyncConnection, tmp_path: Path
) -> None:
    left = MAILCHIMP.format("UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,")
    cleaned = MAILCHIMP.format("CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,")
    with zipfile.ZipFile(tmp_path / "audience.zip", "w") as archive:
        archive.writestr(
            "subscribed_email_audience_export_ab1.csv", MAILCHIMP.format("") + MAILCHIMP_ROW.format(READS, "")
        )
        archive.writestr(
            "unsubscribed_email_audience_export_ab1.csv",
            left + MAILCHIMP_ROW.format(LEFT, '"2023-05-01 10:00:00",Issue 5,77,NORMAL,,'),
        )
        archive.writestr(
            "cleaned_email_audience_export_ab1.csv",
            cleaned + MAILCHIMP_ROW.format(GONE, '"2023-05-01 10:00:00",Issue 5,77,'),
        )
    report = await bring_in(tx, tmp_path / "audience.zip", NEWS)
    assert (report.added, report.taken_off, report.refused) == (1, 2, 0)
    (ana,) = await subscribers.recipients(tx, NEWS)
    person = await subscribers.find(tx, READS)
    assert person is not None
    assert (ana.name, ana.zone) == ("Ana Lind", "Europe/Riga")
    assert person.attributes == {"country": "LV", "region": "RIX", "notes": "A note", "tags": ["founder", "press"]}
    (line,) = await subscribers.history(tx, ana.id)
    assert (line[0].isoformat(), line[3].client) == ("2019-05-01T10:05:00+00:00", "203.0.113.0/24")

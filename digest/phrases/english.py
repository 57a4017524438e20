"""What pages and mails say, in English: the whole list. A sentence with a number has a form for each plural."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str | Mapping[str, str]] = {
    # Everywhere
    "skip": "Skip to the content",
    "all_newsletters": "All newsletters",
    "past_issues": "Past issues",
    "nowhere": "There is no such page",
    "away": "Please try again in a few minutes",
    "invalid": "This link is not valid any more",
    "from_elsewhere": "This was sent from another site, so nothing was changed",
    "saved": "Saved.",
    "unchanged": "Nothing was changed.",
    "refused": "This cannot be chosen. Nothing was changed.",
    # Rhythm, hour, language
    "rhythm": "How often",
    "every_issue": "Every issue",
    "cadence_daily": "Daily",
    "cadence_weekdays": "On weekdays",
    "cadence_weekly": "Weekly",
    "cadence_monthly": "Monthly",
    "sections": "Sections",
    "topics": "Topics",
    "sources": "Sources",
    "hour": "Hour of the day",
    "hour_any": "As soon as it is ready",
    "zone": "Time zone",
    "zone_unknown": "The newsletter’s own",
    "language": "Language of our pages and small mails",
    "language_unknown": "The newsletter’s own",
    # Signing up
    "join_title": "Get {title} by email",
    "join_index": "Newsletters of {newsroom}",
    "join_index_words": "Choose what you would like to get by email.",
    "email": "Email address",
    "email_wrong": "This does not look like an email address. Please check it.",
    "choose_one": "Please choose at least one newsletter.",
    "newsletters": "Newsletters",
    "more_choices": "Choose sections, hour and language",
    "language_and_zone": "Choose language and time zone",
    "join_button": "Subscribe",
    "join_again_title": "One more click",
    "join_again": "Please press the button once more, so that we know that a person is asking.",
    "agree_one": (
        "By subscribing you agree to get {title} from {sender} by email. You can leave at any time with one click."
    ),
    "agree_many": (
        "By subscribing you agree to get the newsletters you chose from {newsroom} by email. "
        "You can leave at any time with one click."
    ),
    "trap": "Please leave this field empty",
    "reader_already": "You are a reader already?",
    "nothing_to_join": "There is no newsletter to subscribe to at the moment.",
    "asked": "Look into your inbox",
    "asked_words": (
        "If the address is right, a mail with a link is on its way to it. Nothing happens before you press that link."
    ),
    "asked_late": (
        "Nothing has come within an hour? Look into the spam folder, then try again tomorrow: we send only one "
        "such mail a day."
    ),
    "link_title": "The way to your page",
    "link_words": "Give the address that your newsletters come to. We send a link to your own page there.",
    "link_button": "Send me the link",
    # Confirming
    "confirm_question": "Subscribe to {titles}?",
    "confirm_words": "One click, and you are a reader.",
    "confirm_button": "Yes, subscribe",
    "confirmed": "You are subscribed",
    "confirmed_words": "From now on you get {titles}.",
    "expired": "This link is too old",
    "expired_words": "A link to confirm is good for {hours} hours. We can send a new one to the same address.",
    "expired_anew": "It is good for nothing any more: please sign up again.",
    "renew_button": "Send me a new link",
    "address_question": "Get your newsletters at this address?",
    "address_words": "One click, and they come to the mailbox in which you found this link.",
    "address_button": "Yes, use this address",
    "addressed": "Your address is changed",
    "addressed_words": "Your newsletters come to the new address from now on.",
    "address_taken": "This address has a subscription of its own",
    "address_taken_words": "Nothing was changed. Use the link in a mail that came to it.",
    # Leaving
    "leave_question": "Unsubscribe from {title}?",
    "leave_words": "One click, and no further issue is sent to you.",
    "leave_button": "Unsubscribe",
    "less": "Or would you rather get less of it?",
    "less_button": "Yes, less of it",
    "less_cadence": "Only this rhythm: {cadence}",
    "less_month": "Nothing for a month",
    "less_done": "You get less from now on",
    "less_done_words": "{title} stays with you, as you chose.",
    "left": "You have unsubscribed",
    "left_words": "{title} will not be sent to you any more.",
    # Taking back
    "undo_button": "Take it back",
    "undo_question": "Take it back?",
    "undo_words": "One click, and everything is as it was before.",
    "undone": "Taken back",
    "undone_words": "Everything is as it was.",
    "undo_not": "This cannot be taken back any more",
    # The reader's own page
    "your_page": "What you get",
    "for_address": "For {address}",
    "standing_active": "You get it.",
    "standing_paused": "Paused: nothing is sent until you resume.",
    "standing_left": "You do not get it.",
    "standing_pending": "Not confirmed yet: press the link in the mail that we sent you.",
    "standing_suppressed": "We do not write to you, because mail to you came back or was reported as unwanted.",
    "state_active": "Send it to me",
    "state_paused": "Pause it",
    "state_left": "Do not send it",
    "ask_again": "Send me a new link to confirm",
    "snoozed": "Nothing is sent before {date}.",
    "snooze": "Send nothing before",
    "save_button": "Save",
    "more_newsletters": "More newsletters",
    "about_you": "About you",
    "name": "Name",
    "new_address": "New address",
    "change_address": "Change your address",
    "change_address_words": "We send a link to the new address. Nothing changes before you press it.",
    "change_address_button": "Send the link",
    "address_asked": "A link is on its way to the new address. Nothing changes before you press it.",
    "your_data": "Your data",
    "download": "Download everything that we know about you (JSON)",
    "forget": "Be forgotten",
    "forget_question": "Shall we forget you?",
    "forget_words": (
        "Everything that we know about you is erased, at once and for good, and you get no more mail. What "
        "stays is one "
        "code, which cannot be turned back into your address, so that nobody can sign you up behind your back."
    ),
    "forget_button": "Forget me",
    "forgotten": "You are forgotten",
    "forgotten_words": "Nothing about you is left here. The links in our mails lead nowhere any more.",
    "back_to_page": "Back to your page",
    "changes": "What you changed in the last 30 days",
    "changed_cadence": "Rhythm: {before} → {after}",
    "changed_hour": "Hour: {before} → {after}",
    "changed_picks": "Sections, topics and sources",
    "changed_snoozed_until": "Send nothing before: {after}",
    "changed_standing": "{before} → {after}",
    "changed_name": "Name: {before} → {after}",
    "changed_language": "Language: {before} → {after}",
    "changed_zone": "Time zone: {before} → {after}",
    "changed_address": "Address: {before} → {after}",
    "step_active": "subscribed",
    "step_paused": "paused",
    "step_left": "unsubscribed",
    "nothing": "nothing",
    # The archive
    "archive_title": "{title}: past issues",
    "archive_empty": "No issue has been sent yet.",
    "issue": "Issue {number}",
    "stories": {"one": "{number} story", "other": "{number} stories"},
    "newer": "Newer issues",
    "older": "Older issues",
    "feeds": "Follow it by feed:",
    "also": "Also in {names}",
    "picture": "Picture: {title}",
    # Small mails
    "mail_confirm_subject": "Please confirm: {titles}",
    "mail_confirm_heading": "One click, and you are a reader",
    "mail_confirm_words": "Somebody, we hope it was you, would like to get {titles} at this address.",
    "mail_confirm_button": "Yes, subscribe",
    "mail_confirm_after": (
        "It was not you? Then do nothing, and nothing is sent to you. The link is good for {hours} hours."
    ),
    "mail_reminder_subject": "Still interested? {titles}",
    "mail_reminder_heading": "It takes one more click",
    "mail_reminder_words": (
        "Lately somebody, we hope it was you, asked to get {titles} at this address. It is not confirmed yet."
    ),
    "mail_reminder_button": "Yes, subscribe",
    "mail_reminder_after": (
        "You changed your mind, or it was not you? Then do nothing: we forget your address, and do not ask again. "
        "The link is good for {hours} hours."
    ),
    "mail_welcome_subject": "Welcome: {titles}",
    "mail_welcome_heading": "Good to have you with us",
    "mail_welcome_words": "From now on you get {titles}. What you get of it, and when, is for you to say.",
    "mail_welcome_button": "Choose what you get",
    "mail_welcome_after": "You do not want it after all? One click is enough:",
    "mail_known_subject": "You are a reader already: {titles}",
    "mail_known_heading": "You are a reader already",
    "mail_known_words": (
        "Somebody, perhaps you, asked to get {titles} at this address. You do already, so nothing was changed."
    ),
    "mail_known_button": "Choose what you get",
    "mail_known_after": "You would rather not get it any more? One click is enough:",
    "mail_goodbye_subject": "You have left: {titles}",
    "mail_goodbye_heading": "Goodbye",
    "mail_goodbye_words": "{titles} is not sent to you any more. This is the last mail.",
    "mail_goodbye_button": "Take it back",
    "mail_goodbye_after": "It was a mistake? For 30 days the button brings everything back as it was.",
    "mail_link_subject": "The way to your page",
    "mail_link_heading": "The way to your page",
    "mail_link_words": "Here you choose what you get, when, and where.",
    "mail_link_button": "Open your page",
    "mail_link_after": "You did not ask for it? Then do nothing: nobody but you has this link.",
    "mail_address_subject": "Your new address: please confirm",
    "mail_address_heading": "Get your newsletters here?",
    "mail_address_words": (
        "Somebody, we hope it was you, would like to get their newsletters at this address from now on."
    ),
    "mail_address_button": "Yes, use this address",
    "mail_address_after": (
        "It was not you? Then do nothing, and nothing is sent to you. The link is good for {hours} hours."
    ),
    "mail_moved_subject": "Your newsletters go to another address",
    "mail_moved_heading": "Your address is changed",
    "mail_moved_words": "Your newsletters go to {address} from now on. Nothing comes here any more.",
    "mail_moved_button": "Take it back",
    "mail_moved_after": "It was not you? For 30 days the button brings them back to this address.",
}

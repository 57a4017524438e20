"""Was Seiten und Mails sagen, auf Deutsch: the whole list in German."""

from __future__ import annotations

from collections.abc import Mapping

GERMAN: Mapping[str, str | Mapping[str, str]] = {
    # Überall
    "skip": "Zum Inhalt springen",
    "all_newsletters": "Alle Newsletter",
    "past_issues": "Frühere Ausgaben",
    "nowhere": "Diese Seite gibt es nicht",
    "away": "Bitte versuchen Sie es in ein paar Minuten noch einmal",
    "invalid": "Dieser Link gilt nicht mehr",
    "from_elsewhere": "Das wurde von einer fremden Seite geschickt; geändert wurde nichts",
    "saved": "Gespeichert.",
    "unchanged": "Es hat sich nichts geändert.",
    "refused": "Das lässt sich nicht wählen. Geändert wurde nichts.",
    # Rhythmus, Stunde, Sprache
    "rhythm": "Wie oft",
    "every_issue": "Jede Ausgabe",
    "cadence_daily": "Täglich",
    "cadence_weekdays": "Werktags",
    "cadence_weekly": "Wöchentlich",
    "cadence_monthly": "Monatlich",
    "sections": "Ressorts",
    "topics": "Themen",
    "sources": "Quellen",
    "hour": "Uhrzeit",
    "hour_any": "Sobald sie fertig ist",
    "zone": "Zeitzone",
    "zone_unknown": "Die des Newsletters",
    "language": "Sprache unserer Seiten und kleinen Mails",
    "language_unknown": "Die des Newsletters",
    # Anmelden
    "join_title": "{title} per Mail bekommen",
    "join_index": "Newsletter: {newsroom}",
    "join_index_words": "Wählen Sie, was Sie per Mail bekommen möchten.",
    "email": "E-Mail-Adresse",
    "email_wrong": "Das sieht nicht nach einer E-Mail-Adresse aus. Bitte prüfen Sie sie.",
    "choose_one": "Bitte wählen Sie mindestens einen Newsletter.",
    "newsletters": "Newsletter",
    "more_choices": "Ressorts, Uhrzeit und Sprache wählen",
    "language_and_zone": "Sprache und Zeitzone wählen",
    "join_button": "Abonnieren",
    "join_again_title": "Noch ein Klick",
    "join_again": "Bitte drücken Sie den Knopf noch einmal, damit wir wissen, dass ein Mensch fragt.",
    "agree_one": (
        "Mit dem Abonnieren stimmen Sie zu, dass Sie {title} von {sender} per Mail bekommen. "
        "Abbestellen können Sie jederzeit mit einem Klick."
    ),
    "agree_many": (
        "Mit dem Abonnieren stimmen Sie zu, dass Sie die gewählten Newsletter von {newsroom} per Mail bekommen. "
        "Abbestellen können Sie jederzeit mit einem Klick."
    ),
    "trap": "Bitte lassen Sie dieses Feld leer",
    "reader_already": "Sie lesen schon mit?",
    "nothing_to_join": "Zurzeit gibt es keinen Newsletter, den man abonnieren kann.",
    "asked": "Sehen Sie in Ihr Postfach",
    "asked_words": (
        "Wenn die Adresse stimmt, ist eine Mail mit einem Link unterwegs. Bis Sie den drücken, geschieht nichts."
    ),
    "asked_late": (
        "Nach einer Stunde ist nichts gekommen? Sehen Sie in den Spam-Ordner, und versuchen Sie es morgen noch einmal: "
        "Wir schicken nur eine solche Mail am Tag."
    ),
    "link_title": "Der Weg zu Ihrer Seite",
    "link_words": (
        "Nennen Sie die Adresse, an die Ihre Newsletter gehen. Wir schicken einen Link zu Ihrer Seite dorthin."
    ),
    "link_button": "Link schicken",
    # Bestätigen
    "confirm_question": "{titles} abonnieren?",
    "confirm_words": "Ein Klick, und Sie lesen mit.",
    "confirm_button": "Ja, abonnieren",
    "confirmed": "Sie haben abonniert",
    "confirmed_words": "Von jetzt an bekommen Sie {titles}.",
    "expired": "Dieser Link ist zu alt",
    "expired_words": (
        "Ein Link zum Bestätigen gilt {hours} Stunden. Wir können einen neuen an dieselbe Adresse schicken."
    ),
    "expired_anew": "Er gilt nicht mehr: Bitte melden Sie sich noch einmal an.",
    "renew_button": "Neuen Link schicken",
    "address_question": "Ihre Newsletter an diese Adresse?",
    "address_words": "Ein Klick, und sie kommen in das Postfach, in dem Sie diesen Link gefunden haben.",
    "address_button": "Ja, diese Adresse",
    "addressed": "Ihre Adresse ist geändert",
    "addressed_words": "Ihre Newsletter kommen von jetzt an zur neuen Adresse.",
    "address_taken": "Diese Adresse hat ein eigenes Abonnement",
    "address_taken_words": "Geändert wurde nichts. Nehmen Sie den Link aus einer Mail, die dorthin ging.",
    # Abbestellen
    "leave_question": "{title} abbestellen?",
    "leave_words": "Ein Klick, und Sie bekommen keine Ausgabe mehr.",
    "leave_button": "Abbestellen",
    "less": "Oder lieber weniger davon?",
    "less_button": "Ja, weniger davon",
    "less_cadence": "Nur in diesem Rhythmus: {cadence}",
    "less_month": "Einen Monat lang nichts",
    "less_done": "Sie bekommen von jetzt an weniger",
    "less_done_words": "{title} bleibt bei Ihnen, so wie Sie es gewählt haben.",
    "left": "Sie haben abbestellt",
    "left_words": "{title} wird Ihnen nicht mehr geschickt.",
    # Zurücknehmen
    "undo_button": "Zurücknehmen",
    "undo_question": "Zurücknehmen?",
    "undo_words": "Ein Klick, und alles ist, wie es vorher war.",
    "undo_left": "Sie haben {title} abbestellt. Ein Klick, und Sie bekommen es wieder.",
    "undo_moved": "Ihre Newsletter gehen an eine andere Adresse. Ein Klick, und sie kommen wieder an die alte.",
    "undone": "Zurückgenommen",
    "undone_words": "Alles ist, wie es war.",
    "undo_not": "Das lässt sich nicht mehr zurücknehmen",
    # Die eigene Seite
    "your_page": "Was Sie bekommen",
    "for_address": "Für {address}",
    "standing_active": "Sie bekommen es.",
    "standing_paused": "Pausiert: Sie bekommen nichts, bis Sie fortsetzen.",
    "standing_left": "Sie bekommen es nicht.",
    "standing_pending": "Noch nicht bestätigt: Drücken Sie den Link in der Mail, die wir geschickt haben.",
    "standing_suppressed": (
        "Wir schreiben Ihnen nicht, weil Mails an Sie zurückkamen oder als unerwünscht gemeldet wurden."
    ),
    "state_active": "Schickt es mir",
    "state_paused": "Pausieren",
    "state_left": "Nicht schicken",
    "ask_again": "Schickt mir einen neuen Link zum Bestätigen",
    "snoozed": "Bis {date} kommt nichts.",
    "snooze": "Nichts schicken vor dem",
    "save_button": "Speichern",
    "pause_button": "Pausieren",
    "resume_button": "Fortsetzen",
    "more_newsletters": "Weitere Newsletter",
    "about_you": "Über Sie",
    "name": "Name",
    "new_address": "Neue Adresse",
    "change_address": "Adresse ändern",
    "change_address_words": "Wir schicken einen Link an die neue Adresse. Bis Sie den drücken, ändert sich nichts.",
    "change_address_button": "Link schicken",
    "address_asked": "Ein Link ist unterwegs zur neuen Adresse. Bis Sie den drücken, ändert sich nichts.",
    "your_data": "Ihre Daten",
    "download": "Alles herunterladen, was wir über Sie wissen (JSON)",
    "forget": "Vergessen werden",
    "forget_question": "Sollen wir Sie vergessen?",
    "forget_words": (
        "Alles, was wir über Sie wissen, wird gelöscht, sofort und für immer, und Sie bekommen keine Mail "
        "mehr. Es bleibt "
        "eine Kennzahl, aus der niemand Ihre Adresse zurückgewinnt, damit niemand Sie hinter Ihrem Rücken anmeldet."
    ),
    "forget_button": "Vergessen Sie mich",
    "forgotten": "Sie sind vergessen",
    "forgotten_words": "Nichts über Sie ist noch hier. Die Links in unseren Mails führen nirgendwohin mehr.",
    "back_to_page": "Zurück zu Ihrer Seite",
    "changes": "Was Sie in den letzten 30 Tagen geändert haben",
    "changed_cadence": "Rhythmus: {before} → {after}",
    "changed_hour": "Uhrzeit: {before} → {after}",
    "changed_picks": "Ressorts, Themen und Quellen",
    "changed_snoozed_until": "Nichts schicken vor dem: {after}",
    "changed_standing": "{before} → {after}",
    "changed_name": "Name: {before} → {after}",
    "changed_language": "Sprache: {before} → {after}",
    "changed_zone": "Zeitzone: {before} → {after}",
    "changed_address": "Adresse: {before} → {after}",
    "step_active": "abonniert",
    "step_paused": "pausiert",
    "step_left": "abbestellt",
    "nothing": "nichts",
    # Das Archiv
    "archive_title": "{title}: frühere Ausgaben",
    "archive_empty": "Noch ist keine Ausgabe verschickt.",
    "issue": "Ausgabe {number}",
    "stories": {"one": "{number} Beitrag", "other": "{number} Beiträge"},
    "newer": "Neuere Ausgaben",
    "older": "Ältere Ausgaben",
    "next_issue": "Nächste Ausgabe",
    "previous_issue": "Vorige Ausgabe",
    "feeds": "Als Feed:",
    "also": "Auch bei {names}",
    "picture": "Bild: {title}",
    "read_on": "Weiterlesen",
    # Kleine Mails
    "mail_confirm_subject": "Bitte bestätigen: {titles}",
    "mail_confirm_heading": "Ein Klick, und Sie lesen mit",
    "mail_confirm_words": "Jemand, hoffentlich Sie, möchte {titles} an diese Adresse bekommen.",
    "mail_confirm_button": "Ja, abonnieren",
    "mail_confirm_after": (
        "Das waren nicht Sie? Dann tun Sie nichts, und es kommt nichts. Der Link gilt {hours} Stunden."
    ),
    "mail_reminder_subject": "Noch interessiert? {titles}",
    "mail_reminder_heading": "Es fehlt noch ein Klick",
    "mail_reminder_words": (
        "Vor Kurzem hat jemand, hoffentlich Sie, {titles} an diese Adresse gewünscht. Bestätigt ist das noch nicht."
    ),
    "mail_reminder_button": "Ja, abonnieren",
    "mail_reminder_after": (
        "Sie haben es sich anders überlegt, oder das waren nicht Sie? Dann tun Sie nichts: Wir vergessen "
        "Ihre Adresse und "
        "fragen nicht wieder. Der Link gilt {hours} Stunden."
    ),
    "mail_welcome_subject": "Willkommen: {titles}",
    "mail_welcome_heading": "Schön, dass Sie dabei sind",
    "mail_welcome_words": "Von jetzt an bekommen Sie {titles}. Was davon und wann, bestimmen Sie.",
    "mail_welcome_button": "Wählen, was kommt",
    "mail_welcome_after": "Sie möchten es doch nicht? Ein Klick genügt:",
    "mail_known_subject": "Sie lesen schon mit: {titles}",
    "mail_known_heading": "Sie lesen schon mit",
    "mail_known_words": (
        "Jemand, vielleicht Sie, hat {titles} an diese Adresse gewünscht. Sie bekommen es schon; geändert wurde nichts."
    ),
    "mail_known_button": "Wählen, was kommt",
    "mail_known_after": "Sie möchten es lieber nicht mehr? Ein Klick genügt:",
    "mail_goodbye_subject": "Abbestellt: {titles}",
    "mail_goodbye_heading": "Auf Wiedersehen",
    "mail_goodbye_words": "{titles} wird Ihnen nicht mehr geschickt. Dies ist die letzte Mail.",
    "mail_goodbye_button": "Zurücknehmen",
    "mail_goodbye_after": "Es war ein Versehen? 30 Tage lang bringt der Knopf alles zurück, wie es war.",
    "mail_link_subject": "Der Weg zu Ihrer Seite",
    "mail_link_heading": "Der Weg zu Ihrer Seite",
    "mail_link_words": "Hier wählen Sie, was Sie bekommen, wann und wohin.",
    "mail_link_button": "Ihre Seite öffnen",
    "mail_link_after": "Sie haben nicht danach gefragt? Dann tun Sie nichts: Außer Ihnen hat niemand diesen Link.",
    "mail_address_subject": "Ihre neue Adresse: bitte bestätigen",
    "mail_address_heading": "Ihre Newsletter hierher?",
    "mail_address_words": (
        "Jemand, hoffentlich Sie, möchte die eigenen Newsletter von jetzt an an diese Adresse bekommen."
    ),
    "mail_address_button": "Ja, diese Adresse",
    "mail_address_after": (
        "Das waren nicht Sie? Dann tun Sie nichts, und es kommt nichts. Der Link gilt {hours} Stunden."
    ),
    "mail_moved_subject": "Ihre Newsletter gehen an eine andere Adresse",
    "mail_moved_heading": "Ihre Adresse ist geändert",
    "mail_moved_words": "Ihre Newsletter gehen von jetzt an an {address}. Hierher kommt nichts mehr.",
    "mail_moved_button": "Zurücknehmen",
    "mail_moved_after": "Das waren nicht Sie? 30 Tage lang bringt der Knopf sie an diese Adresse zurück.",
}

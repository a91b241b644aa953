# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo town answers with: texts for answers and for reasons, one of them expired, a kept answer; questions for everybody."""

from datetime import timedelta

from accounts.models import Municipality, User
from community.models import Decision, PlatformAction, Snippet
from community.services.faq import draft_faq, publish_faq
from community.services.snippets import create_snippet, keep_answer

TEXTS = (
    ("reply", "Dank für einen Hinweis", "{anrede}, danke für den Hinweis! Wir geben ihn an {amt} weiter."),
    ("reply", "Antwort folgt", "{anrede}, wir fragen nach und antworten Ihnen hier bis {frist}."),
    ("reply", "Mehr zum Nachlesen", "{anrede}, alles dazu finden Sie hier: {link}"),
    ("reply", "Öffnungszeiten Bürgerbüro", "Das Bürgerbüro ist montags bis freitags von 8 bis 12 Uhr geöffnet."),
    (
        "rationale",
        "Beleidigung einer Person",
        "Der Kommentar setzt eine Person herab und sagt nichts zur Sache. Beleidigend ist: {wortlaut}",
    ),
    ("rationale", "Werbung", "Der Kommentar wirbt für ein Angebot ohne Bezug zum Beitrag, nämlich {angebot}."),
)
KEPT = (
    "Auskunft für die Bibliothek",
    "Die Auskunft steht auch auf unserer Internetseite; ändert sich etwas, sagen wir es hier.",
)


QUESTIONS = (
    (
        "Wo melde ich eine defekte Straßenlaterne?",
        "Am schnellsten beim Bauhof unter der Durchwahl 230. Nennen Sie bitte Straße und Hausnummer und, wenn vorhanden, "
        "die Nummer am Mast.",
    ),
    (
        "Wann hat das Bürgerbüro geöffnet?",
        "Montags bis freitags von 8 bis 12 Uhr, donnerstags auch von 14 bis 18 Uhr. Einen Termin brauchen Sie nicht.",
    ),
    (
        "Wohin mit Sperrmüll?",
        "Zum Wertstoffhof in der Ringstraße, mittwochs und samstags. Einmal im Jahr holen wir ihn kostenlos ab.",
    ),
)
DRAFT = ("Darf ich im Stadtwald mit dem Rad fahren?", "Auf befestigten Wegen ja. Wo es enger wird, gilt {wegbreite}.")


def load_replies(town: Municipality, *, moderator: User, press: User) -> None:
    """Texts, an answer that is kept and what the team wants to look at again."""
    for question, answer in QUESTIONS:
        entry = draft_faq(town, actor=press, question=question, answer=answer, as_of=town.local_day())
        publish_faq(entry, actor=press, seen_version=entry.version)
    draft_faq(town, actor=moderator, question=DRAFT[0], answer=DRAFT[1], as_of=town.local_day())
    for kind, name, text in TEXTS:
        create_snippet(town, actor=moderator, kind=kind, name=name, text=text)
    # The office hours change in summer: whoever answers for the text is reminded.
    Snippet.objects.filter(municipality=town, name="Öffnungszeiten Bürgerbüro").update(
        valid_until=town.local_day() - timedelta(days=4), owner=press
    )
    published = PlatformAction.objects.filter(
        decision__comment__municipality=town,
        decision__comment__is_private=False,
        decision__kind=Decision.Kind.REPLY,
        decision__undone_at=None,
        state=PlatformAction.State.PUBLISHED,
    )
    action = published.order_by("pk").select_related("decision__comment__municipality").first()
    if action is not None:
        name, text = KEPT
        valid_until = town.local_day() + timedelta(days=180)
        keep_answer(action.decision, actor=press, name=name, text=text, valid_until=valid_until)

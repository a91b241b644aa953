# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo town could write about: two open topics, one set aside."""

from datetime import timedelta

from accounts.models import Municipality, Role, User
from channels_mgmt.services.departments import ask_department, bring_topic, open_department_link
from channels_mgmt.services.topic_mail import take_in_message
from channels_mgmt.services.topics import set_topic_aside, suggest_topic

OPEN = (
    (
        Role.EDITOR,
        "Wer räumt im Winter den Gehweg?",
        "Am Bürgertelefon jeden November die häufigste Frage. Mit Foto vom Bauhof.",
    ),
    (Role.MODERATOR, "Warum dauert ein Bauantrag so lange?", "Ein Weg in fünf Schritten, Zahlen vom Bauamt."),
)
ASIDE = (Role.EDITOR, "Neues Logo der Stadt", "Steht noch nicht fest", "Erst nach dem Beschluss des Stadtrats")


DEPARTMENT = ("Bauhof", "bauhof@lindenhagen.example", timedelta(days=200))
BROUGHT = {
    "title": "Kirchgasse wegen Kanalarbeiten gesperrt",
    "note": "Drei Wochen, Fußweg bleibt frei, Umleitung über die Hafenstraße. Müllabfuhr an der Ecke Marktplatz.",
    "contact": "Bauhof, Frau Kessler, Durchwahl 214",
}
QUESTION = "Ab wann liegt der Splitt am Wertstoffhof bereit, und wie viel darf jeder mitnehmen?"


def load_departments(town: Municipality, people: dict[str, User]) -> None:
    """A department has a link, has brought one topic and is asked for another."""
    press, today = people[Role.COMMUNICATIONS], town.local_day()
    name, email, lasting = DEPARTMENT
    link = open_department_link(town, actor=press, name=name, email=email, last_day=today + lasting)
    bring_topic(link, request=None, photo=None, wanted_day=today + timedelta(days=9), **BROUGHT)
    ask_department(link, actor=press, question=QUESTION, due_on=today + timedelta(days=6))


MAILED = """From: Bauhof <bauhof@lindenhagen.example>
Message-ID: <splitt@lindenhagen.example>
Subject: Neue Streugutkisten
Content-Type: text/plain; charset=utf-8

Seit heute stehen zwölf neue Kisten mit Splitt an den Steigungen. Wo, steht auf der Karte am Rathaus.
"""
STRANGE = """From: Heimatverein <verein@heimat.example>
Message-ID: <verein@heimat.example>
Subject: Unser Adventskonzert
Content-Type: text/plain; charset=utf-8

Am dritten Advent singen wir in der Pfarrkirche, 17 Uhr. Vielleicht mögen Sie darüber schreiben?
"""


def load_mails(town: Municipality) -> None:
    """As they would come from the mailbox: one of a department, one of somebody nobody knows."""
    for message in (MAILED, STRANGE):
        take_in_message(town, message.encode())


def load_topics(town: Municipality, people: dict[str, User]) -> None:
    load_departments(town, people)
    load_mails(town)
    for role, title, note in OPEN:
        suggest_topic(town, actor=people[role], title=title, note=note)
    role, title, note, reason = ASIDE
    set_topic_aside(suggest_topic(town, actor=people[role], title=title, note=note), actor=people[role], reason=reason)

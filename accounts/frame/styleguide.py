# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The style page (``/stil/``, demo mode only): every component in every state.

What it shows is sample data, German on purpose: real words of a town hall, among them the longest
ones, so that a component that breaks is seen here first. Nothing is read from the database.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.frame.appearance import theme_of
from accounts.frame.icons import ICONS
from accounts.frame.side import ShownEntry, ShownTown, Side, shown_person
from core.charts import Series, bars
from core.days import DayField
from core.pasted import PastedEmailField
from core.steps import steps_to

LONG = "Straßenverkehrsordnungswidrigkeitenverfahren"
SECTIONS = (
    ("today", _("Today"), 3),
    ("planning", _("Planning"), 0),
    ("dialog", _("Dialog"), 12),
    ("strategy", _("Strategy"), 0),
    ("netiquette", _("Netiquette"), 0),
    ("team", _("Team"), 1),
    ("reports", _("Reports"), 0),
    ("settings", _("Settings"), 0),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Titel des Beitrags", help_text="So steht er im Redaktionsplan.", max_length=80)
    email = PastedEmailField(label="E-Mail-Adresse der zuständigen Stelle", required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 4}))
    channel = forms.ChoiceField(
        label="Kanal", choices=[("", "Bitte wählen"), ("m", "Mastodon"), ("b", f"Bluesky ({LONG})")]
    )
    day = DayField(label="Tag", widget=forms.DateInput(attrs={"type": "date"}))
    risk = forms.ChoiceField(
        label="Einstufung",
        widget=forms.RadioSelect,
        choices=[("routine", "Alltag"), ("sensitive", "Heikel: eine Freigabe"), ("crisis", "Krise: Behördenspitze")],
        help_text="Danach richtet sich, wer freigibt.",
    )
    groups = forms.MultipleChoiceField(
        label="Zielgruppen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Familien"), ("b", "Jugendliche"), ("c", "Ältere Menschen")],
    )
    photo = forms.FileField(label="Foto", required=False, help_text="JPEG oder PNG, höchstens 20 MB.")
    consent = forms.BooleanField(
        label="Alle Abgebildeten sind einverstanden.", help_text="Die Einwilligung liegt schriftlich vor."
    )


def _comments(now: Any) -> list[dict[str, Any]]:
    rows = (
        ("Timo Muster", "Und die Händler dürfen mal wieder sehen, wo sie bleiben.", "warning", "Kritik", "late", 95),
        (
            "hafen_liebe",
            "Gilt die Sperrung auch für Radfahrende? Und wo fährt der Bus 4 ab?",
            "info",
            "Frage",
            "soon",
            31,
        ),
        ("Konto mit einem außerordentlich langen Namen", f"Was ist mit dem {LONG}?", "danger", "Beleidigung", "", 12),
        ("Alma Beispiel", "Danke für die schnelle Antwort gestern, das hat geholfen!", "success", "Lob", "", 180),
    )
    return [
        {
            "who": who,
            "text": text,
            "level": level,
            "kind": kind,
            "due": due,
            "at": now - timedelta(minutes=minutes),
            "is_current": index == 1,
        }
        for index, (who, text, level, kind, due, minutes) in enumerate(rows)
    ]


def _weeks() -> list[dict[str, Any]]:
    events = {
        3: [("draft", "Weihnachtsmarkt: Standplan", "Entwurf", "draft")],
        5: [("in_review", "Bürgerbüro im Advent", "Freigabe offen", "hourglass")],
        11: [("scheduled", f"Kurz erklärt: {LONG}", "Geplant, 17:00 Uhr", "clock")],
        12: [
            ("published", "Danke, Feuerwehr!", "Veröffentlicht", "success"),
            ("failed", "Sperrung", "Misslungen", "failed"),
        ],
    }
    days = [
        {
            "number": number,
            "weekday": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")[(number - 1) % 7],
            "weekend": (number - 1) % 7 > 4,
            "is_today": number == 5,
            "note": "1. Advent" if number == 7 else "",
            "band": "Vorwahlzeit" if number in {9, 10} else "",
            "events": events.get(number, []),
        }
        for number in range(1, 15)
    ]
    return [{"number": 49, "days": days[:7]}, {"number": 50, "days": days[7:]}]


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    paginator = Paginator(range(1, 240), 20)
    page = paginator.page(5)
    page.pages = list(paginator.get_elided_page_range(5, on_each_side=1, on_ends=1))  # type: ignore[attr-defined]
    wrong = SampleForm({"title": "Sperrung der Bahnhofstraße", "email": "buergerbuero", "text": "", "channel": "x"})
    wrong.add_error(None, "Der Termin liegt in der Vorwahlzeit.")
    town = ShownTown(1, "stil", "Stadt Musterstadt an der Großen Linde")
    context = {
        "town": town,
        "side": lambda: Side(
            language=get_language() or settings.LANGUAGE_CODE,
            theme=theme_of(request),
            town=town,
            towns=(town, ShownTown(2, "stil", "Gemeinde Beispielhausen")),
            person=shown_person(request.user) if request.user.is_authenticated else None,
            section="dialog",
            nav=tuple(ShownEntry(key, str(label), "/stil/", key, count) for key, label, count in SECTIONS),
        ),
        "strip": [
            {
                "level": "danger",
                "text": "Die Hintergrundarbeit steht seit 12 Minuten still.",
                "url": "#notes",
                "link_text": "Was tun?",
            },
            {"level": "warning", "text": "Vorwahlzeit bis 7. März 2027: Neutralität beachten."},
        ],
        "messages": [
            {"level_tag": "success", "message": "Der Beitrag ist freigegeben."},
            {"level_tag": "error", "message": "Der Beitrag wurde inzwischen geändert. Nichts wurde überschrieben."},
        ],
        "levels": [
            ("success", "Veröffentlicht"),
            ("warning", "Freigabe offen"),
            ("danger", "Misslungen"),
            ("info", "Geplant"),
            ("neutral", "Entwurf"),
        ],
        "icons": sorted(ICONS),
        "long": LONG,
        "blank_form": SampleForm(prefix="blank"),
        "wrong_form": wrong,
        "facts": [
            ("Frühere Kommentare", "14, davon 2 ausgeblendet"),
            ("Zuständig", f"Amt für {LONG}"),
            ("Frist", "heute"),
        ],
        "tabs": [
            {"url": "#tabs", "label": "Offen", "count": 12, "current": True},
            {"url": "#tabs", "label": "Beim Fachamt", "count": 3, "current": False},
            {"url": "#tabs", "label": "Entschieden", "count": 0, "current": False},
        ],
        "steps": steps_to(1, ["Mandat", "Zielgruppenanalyse", "Plattformentscheidung", "Unterzeichnung"]),
        "page": page,
        "comments": _comments(now),
        "weeks": _weeks(),
        "now": now,
        "earlier": now - timedelta(hours=5, minutes=12),
        "chart": bars(
            "Wie alt sind die Menschen, die wir erreichen wollen?",
            ["14–29 Jahre", "30–49 Jahre", "50–69 Jahre", "ab 70 Jahren"],
            [Series("je 1.000 Einwohner", [162, 288, 310.5, 154])],
            head="Alter",
            note="Beispielzahlen",
        ),
    }
    return render(request, "stil.html", context)

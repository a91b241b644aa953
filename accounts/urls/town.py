# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from accounts.views import access, acts, feeds, keys, letters, offices, people, settings, tour

app_name = "settings"
urlpatterns = [
    path("", settings.index, name="index"),
    path("kommune/", settings.town, name="town"),
    path("konto/", settings.account, name="account"),
    path("kalender/", feeds.feeds, name="feeds"),
    path("tasten/", keys.keys, name="keys"),
    path("rundgang/", tour.put_away, name="put_tour_away"),
    path("rueckgaengig/<int:pk>/", acts.undo, name="undo"),
    path("protokoll/", settings.audit, name="audit"),
    path("zugaenge/", access.access, name="access"),
    path("zugaenge/<int:pk>/bestaetigen/", access.confirm_reset_of, name="confirm_reset"),
    path("post/", letters.letters, name="letters"),
    path("post/<int:pk>/erneut/", letters.send_letter_again, name="send_letter_again"),
    path("post/<int:pk>/verwerfen/", letters.discard_letter, name="discard_letter"),
    path("personen/", people.people, name="people"),
    path("personen/einladen/", people.invite, name="invite"),
    path("personen/<int:pk>/", people.person, name="person"),
    path("personen/<int:pk>/beenden/", people.end_membership, name="end_membership"),
    path("personen/anfragen/<int:pk>/bestaetigen/", offices.confirm_office, name="confirm_office"),
    path("personen/anfragen/<int:pk>/ablehnen/", offices.refuse_office, name="refuse_office"),
    path("personen/anfragen/<int:pk>/zurueckziehen/", offices.withdraw_office, name="withdraw_office"),
    path("einladungen/<int:pk>/erneut/", people.renew_invitation, name="renew_invitation"),
    path("einladungen/<int:pk>/zurueckziehen/", people.revoke_invitation, name="revoke_invitation"),
]

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who can be seen in the demo town's photos and film, who agreed, one withdrawal that is seen to, and an agency's terms."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Consent, MediaAsset, Video, WithdrawalTask
from channels_mgmt.services.media import add_image
from channels_mgmt.services.rights import enter_consent, save_licence, state_people
from channels_mgmt.services.withdrawals import settle_task, withdraw_consent
from core.platforms import Platform
from demo import pictures

EVENTS, OPEN = ("market",), ("townhall",)
WITH_CONSENT, WITHDRAWN, OF_AN_AGENCY = "snowplough", "leaves", "lantern"


def load_rights(town: Municipality, people: dict[str, User]) -> None:
    editor, press = people[Role.EDITOR], people[Role.COMMUNICATIONS]
    today = town.local_day()
    scenes = {f"{name}.jpg": scene for scene, name in pictures.NAMES.items()}
    assets = {scenes[asset.original_name]: asset for asset in MediaAsset.objects.order_by("-pk")}
    for name, asset in assets.items():
        if name not in OPEN:
            state_people(asset, actor=editor, people="event" if name in EVENTS else "nobody")
    paper = SimpleUploadedFile("scan.png", pictures.paper(), "image/png")
    if WITH_CONSENT in assets:
        enter_consent(
            town,
            actor=editor,
            who="Winterdienst des Bauhofs, Kolonne 2",
            purpose="Berichte über den Winterdienst in dieser Saison",
            signed_by=Consent.Signed.SELF,
            given_on=today - timedelta(days=340),
            valid_until=today + timedelta(days=25),
            platforms=[Platform.MASTODON, Platform.BLUESKY, Platform.FACEBOOK, Platform.INSTAGRAM],
            scan=paper,
            assets=[assets[WITH_CONSENT], *Video.objects.filter(municipality=town)],
        )
    if WITHDRAWN in assets:
        given = enter_consent(
            town,
            actor=editor,
            who="Anwohnerin vom Lindenplatz",
            purpose="Foto von der Laubsammlung",
            signed_by=Consent.Signed.SPOKEN,
            given_on=today - timedelta(days=30),
            assets=[assets[WITHDRAWN]],
        )
        withdraw_consent(given, actor=press, withdrawn_on=today - timedelta(days=3), note="Anruf in der Pressestelle")
        for task in WithdrawalTask.objects.filter(consent=given):
            settle_task(task, actor=editor, note="Auf beiden Kanälen ohne das Foto neu veröffentlicht")
    save_licence(
        town,
        actor=press,
        asset=assets.get(OF_AN_AGENCY),
        source="Fotostudio Seeblick",
        author="Marlene Haas",
        terms="agreed",
        note="Zeitlich begrenzt, nur für Auftritte der Stadt; keine Weitergabe an die Presse",
        valid_until=today + timedelta(days=200),
    )
    copy = SimpleUploadedFile("weihnachtsmarkt-kopie.jpg", pictures.draw("market", share=0.6), "image/jpeg")
    add_image(town, actor=people[Role.EXTERNAL], upload=copy, credit="Stadt Lindenhagen")

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The main job once from end to end, as people do it: from the census to the mayor's report."""

import io
import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django_scopes import scope
from PIL import Image

from accounts.models import Municipality, Role, User
from channels_mgmt.models import ChannelCheck
from core.blanks import BLANK
from reporting.models import Heartbeat, Report
from strategy import services as strategy_services
from strategy.models import PlatformDecision, RoleAssignment, Strategy, StrategySection
from strategy.services import ApprovalRow, PillarRow, RoleRow
from tests.channels_mgmt.photos import phone_photo
from tests.connectors.bluesky_peer import Network as Peers
from tests.connectors.mastodon_peer import running_mastodon
from tests.e2e.bluesky_network import BlueskyNetwork
from tests.e2e.colleague import Colleague, in_german
from tests.e2e.networks import MastodonNetwork, Network, PracticeNetwork
from tests.e2e.processes import worker_and_beat
from tests.factories import PASSWORD, person
from tests.mailserver import Postbox, running_postbox
from tests.waiting import wait_for

REFERENCE = Path(__file__).resolve().parents[2] / "strategy" / "reference"
TOWN = "konstanz"
TITLE = "Rheinbrücke gesperrt"
TEXT = "Am Samstag ist die Rheinbrücke von 6 bis 10 Uhr gesperrt. Zu Fuß kommen Sie durch."
ALT_TEXT = "Eine Baustelle auf einer Brücke, dahinter der See."
QUESTION = "Gilt die Sperrung auch für Fahrräder?"
INSULT = "Ihr seid doch alle Vollidioten im Rathaus!"
ANSWER = "Mit dem Rad kommen Sie auf der Nordseite durch."
RATIONALE = "Persönliche Beschimpfung ohne Bezug zur Sache; die Kritik an der Sperrung bleibt stehen."


@pytest.fixture
def postbox(settings):
    with running_postbox() as (own, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        own.port = port
        yield own


@pytest.fixture
def mastodon():
    with running_mastodon() as url:
        yield MastodonNetwork(url)


@pytest.mark.e2e
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_town_gets_from_the_census_to_its_first_report(tab, live_server, settings, postbox, mastodon, tmp_path):
    """On a Mastodon server and, in place of Bluesky, the practice platform."""
    settings.BASE_URL = live_server.url
    Story(tab, live_server, postbox, [mastodon, PracticeNetwork()], tmp_path).tell()


@pytest.mark.peers
@pytest.mark.django_db(transaction=True)
def test_the_same_job_on_a_real_at_protocol_network(tab, live_server, settings, postbox, mastodon, tmp_path):
    settings.BASE_URL = live_server.url
    Story(
        tab, live_server, postbox, [mastodon, BlueskyNetwork(Peers("konstanz.test", "berta-beispiel.test"))], tmp_path
    ).tell()


class Story:
    """Each method is one step of the main job; ``tell`` is their order."""

    def __init__(self, tab, live_server, postbox: Postbox, networks: list[Network], folder: Path) -> None:
        self.tab, self.live_server, self.postbox = tab, live_server, postbox
        self.networks, self.folder = networks, folder

    def tell(self) -> None:
        self.the_administrator_sets_up_the_town()
        self.the_press_office_writes_the_strategy()
        self.the_mayor_signs_the_strategy_on_the_phone()
        self.the_netiquette_is_signed_and_public()
        with worker_and_beat(self.folder / "log", EMAIL_URL=f"smtp://127.0.0.1:{self.postbox.port}"):
            try:
                wait_for(lambda: Heartbeat.objects.filter(component="worker").exists(), "The worker's heartbeat")
                self.two_channels_go_live()
                self.a_post_with_a_photo_goes_out_once_on_both_channels()
                self.a_citizen_is_answered_and_an_insult_hidden()
                self.the_monthly_report_reaches_the_mayor()
            except BaseException:
                print((self.folder / "log").read_text()[-4000:])
                raise

    # -- the steps ------------------------------------------------------------------------------

    def the_administrator_sets_up_the_town(self) -> None:
        call_command("import_census", REFERENCE / "zensus2022_staedte.csv", stdout=io.StringIO())
        call_command("import_census", REFERENCE / "zensus2022_laender.csv", stdout=io.StringIO())
        call_command("import_platform_usage", REFERENCE / "plattformnutzung.csv", stdout=io.StringIO())
        said = io.StringIO()
        call_command(
            "create_town",
            "Konstanz",
            "08335043",
            slug=TOWN,
            head=[["spitze@stadt.example", "Spitze"]],
            administrator=[["it@stadt.example", "IT"], ["it2@stadt.example", "IT 2"]],
            show_links=True,
            stdout=said,
        )
        links = re.findall(r"\S*/einladung/\S+", said.getvalue())
        administrator = self._accepts_invitation(links[1], "Ida Informatik")
        administrator.open("einstellungen/personen/einladen/")
        administrator.fill(name="Petra Presse", email="presse@stadt.example", roles=[Role.COMMUNICATIONS])
        administrator.press("Send the invitation")
        [mail] = [m for m in self.postbox.messages if m["To"] == "presse@stadt.example"]
        self.press = self._accepts_invitation(_text_of(mail), "Petra Presse")
        self.town = Municipality.objects.get(slug=TOWN)
        self.mayor = person(self.town, Role.LEADERSHIP, name="Mara Muster")
        self.deputy = person(self.town, Role.LEADERSHIP, name="Bernd Beispiel")
        self.editor = person(self.town, Role.EDITOR, name="Emil Entwurf")
        self.moderator = person(self.town, Role.MODERATOR, name="Mia Mustermann")
        person(self.town, Role.ADMINISTRATOR)

    def the_press_office_writes_the_strategy(self) -> None:
        press = self.press.open("strategie/").fill(template="empty").press("Begin the strategy")
        for key in StrategySection.Key.values:
            press.open(f"strategie/teil/{key}/").fill(text=f"So halten wir es in Konstanz: {key}.").press("Save")
        review = (now() + timedelta(days=300)).date().isoformat()
        press.open("strategie/kosten/")
        press.fill(hours_per_week="20", budget_per_year="2400", answer_promise_hours="4", review_on=review).press(
            "Save"
        )
        self._fills_in_the_tables()
        own = str(self._press_officer().pk)
        press.open("strategie/ziele/")
        press.fill(metric="answered", baseline="40", target="85", due_on=review, owner=own).press("Add")
        press.open("strategie/zielgruppen/").fill(name="Familien", age_from="30", age_to="49").press("Add")
        press.open("strategie/analyse/?ags=08335043").sees("Konstanz").press("Continue with the weights")
        press.press("Freeze the weights").reads("The weights are frozen")
        press.press("Show the result").sees("SHA-256")
        press.open("strategie/entscheidung/")
        press.fill(**{"choose-mastodon": True, "choose-bluesky": True, "choose-facebook": True}).press("Save")
        press.sees("Eine Kommune betreibt höchstens zwei")
        with scope(municipality=self.town):
            assert not PlatformDecision.objects.filter(slot__isnull=False).exists()
        press.page.locator('[name="choose-facebook"]').uncheck()
        reasons = {f"reason-{p}": "Passt zu uns." for p in ("mastodon", "bluesky", "facebook", "youtube")}
        reasons |= {f"exit-{p}": "Ankündigen, sichern, abschalten." for p in ("mastodon", "bluesky")}
        press.fill(**reasons).press("Save")
        self._a_third_platform_is_refused_by_the_database()
        press.open("strategie/").press("Submit for signature").reads("Waiting for the signature")

    def _press_officer(self) -> User:
        return User.objects.get(email="presse@stadt.example")

    def _fills_in_the_tables(self) -> None:
        """Who does what, who approves and who stands in; pillars and tone. Their pages have tests of their own."""
        officer, deputy = self._press_officer(), self.deputy
        with scope(municipality=self.town):
            strategy = Strategy.objects.get()
            pillars = [PillarRow("Eigene Arbeit erklären", 40, explains_own_work=True), PillarRow("Service", 60)]
            strategy_services.set_pillars(strategy, actor=officer, pillars=pillars)
            strategy_services.set_tone(strategy, actor=officer, address="formal", language_levels=["standard"])
            roles = {kind: RoleRow(officer, deputy, None) for kind in RoleAssignment.Kind.values}
            strategy_services.set_roles(strategy, actor=officer, roles=roles)
            steps = {"sensitive": ApprovalRow(self.mayor, deputy, 24), "crisis": ApprovalRow(self.mayor, deputy, 2)}
            strategy_services.set_approvals(strategy, actor=officer, steps=steps)
        self.press.open("strategie/kosten/").fill(answer_deputy=str(deputy.pk)).press("Save")

    def _a_third_platform_is_refused_by_the_database(self) -> None:
        with scope(municipality=self.town):
            strategy = Strategy.objects.get()
            chosen = PlatformDecision.objects.filter(strategy=strategy, slot__isnull=False)
            assert {d.platform for d in chosen} == {"mastodon", "bluesky"}
            for slot in (1, 2, 3):
                with pytest.raises(IntegrityError), transaction.atomic():
                    PlatformDecision.objects.create(strategy=strategy, platform="tiktok", slot=slot)

    def the_mayor_signs_the_strategy_on_the_phone(self) -> None:
        mayor = self.phone = Colleague(self.tab(width=360, user=self.mayor), TOWN)
        mayor.open("").press("Read and sign").fill(password="falsch").press("Sign").sees(
            "Es wurde nichts unterzeichnet."
        )
        with scope(municipality=self.town):
            assert Strategy.objects.get().state == "submitted"
        mayor.fill(password=PASSWORD).press("Sign").sees("Unterzeichnet von")
        with scope(municipality=self.town):
            strategy = Strategy.objects.get()
            assert (strategy.state, strategy.signed_by, strategy.is_signature_valid) == ("in_force", self.mayor, True)

    def the_netiquette_is_signed_and_public(self) -> None:
        press = self.press.open("netiquette/bearbeiten/").press("Start the netiquette")
        for gap in range(10):
            blank = press.open("netiquette/bearbeiten/").page.locator("text=/\\(noch nicht eingetragen: /").first
            if not blank.count():
                break
            assert gap < 9
            self._fill_in_clause_with_a_gap()
        press.open("netiquette/bearbeiten/").press("Submit for signature")
        self.phone.open("").press("Read and sign").fill(password=PASSWORD).press("Sign")
        citizen = Colleague(self.tab(java_script_enabled=False), TOWN).open("netiquette/")
        citizen.sees("Beleidigung")
        assert citizen.tab.context.cookies() == []

    def _fill_in_clause_with_a_gap(self) -> None:
        from netiquette.models import Clause

        with scope(municipality=self.town):
            clause = Clause.objects.filter(text__contains="(noch nicht eingetragen: ").first()
        page = self.press.open(f"netiquette/bearbeiten/klausel/{clause.pk}/")
        page.fill(text=BLANK.sub("montags bis freitags von 8 bis 16 Uhr", clause.text)).press("Save")

    def two_channels_go_live(self) -> None:
        press = self.press
        for network in self.networks:
            name = f"Stadt auf {network.platform}"
            press.open("einstellungen/kanaele/neu/").fill(platform=network.platform, name=name, **network.form)
            press.press("Plan a channel").reads("Going live becomes possible once nothing is missing.")
            channel = press.page.url.removeprefix(self.live_server.url)
            self._mend_people(channel)
            connecting = press.open(f"{channel}verbinden/")
            for other_way in connecting.page.locator("details:has([name=secret]) > summary").all():
                other_way.click()
            connecting.fill(**network.access).press("Connect")
            self._usage_concept_is_checked(channel)
            press.open(channel)
            # Of an invented account nothing is asked (docs/adr/0034).
            for _check in () if "is_practice" in network.form else ChannelCheck.Key.values:
                press.press("Confirm")
            press.press("Go live")
            press.open(channel).sees(in_german("Live"))

    def _usage_concept_is_checked(self, channel: str) -> None:
        """Drafted from the strategy; what the product cannot know is filled in by hand."""
        address = f"{channel}unterlagen/nutzungskonzept/"
        page = self.press.open(address).press("Write the draft").open(f"{address}bearbeiten/")
        text = page.page.locator("[name=text]").input_value()
        page.fill(text=BLANK.sub("siehe Akte", text)).press("Save")
        page.open(address).fill(function="Datenschutzbeauftragte").press("Mark as checked").reads("checked")

    def _mend_people(self, channel: str) -> None:
        owner = self.press_user.pk
        for somebody in (owner, self.moderator.pk):
            self.press.open("team/").page.locator("summary", has_text=in_german("Agree hours")).click()
            self.press.fill(person=somebody, hours_per_week="6").press("Save hours")
        self.press.open(f"{channel}bearbeiten/").fill(owner=owner, deputy=self.moderator.pk).press("Save")

    def a_post_with_a_photo_goes_out_once_on_both_channels(self) -> None:
        editor = Colleague(self.tab(user=self.editor), TOWN).open("planen/neu/")
        moment = now().astimezone(ZoneInfo("Europe/Berlin")) + timedelta(seconds=90)
        editor.fill(title=TITLE, text=TEXT, day=f"{moment:%Y-%m-%d}", time=f"{moment:%H:%M}", photo_alt=ALT_TEXT)
        for box in editor.page.locator('[name="channels"]').all():
            box.check()
        photo = {"name": "IMG_0815.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
        editor.page.locator('[name="photo"]').set_input_files(photo)
        editor.press("Save draft")
        post = editor.page.url.removeprefix(self.live_server.url)
        # Without social media it hangs at the town hall (docs/adr/0051).
        notice = {"notice_on": f"{moment:%Y-%m-%d}", "notice_place": "Schaukasten am Rathaus"}
        editor.open(f"{post}wege/").fill(**notice).press("Note it")
        editor.open(post).press("Submit")
        assert not editor.page.get_by_role("button", name=in_german("Approve")).count()
        self.press.open(post).press("Approve")
        for network in self.networks:
            wait_for(lambda network=network: network.posts(TEXT), f"Publishing on {network.platform}", 150)
        for network in self.networks:
            [(text, alt_texts)] = network.posts(TEXT)
            assert text.startswith(TEXT)
            assert alt_texts == [ALT_TEXT]
            for content in network.images(TEXT):
                self._is_upright_and_without_metadata(content)
        self.press.open(post).sees(in_german("Published"))

    def _is_upright_and_without_metadata(self, content: bytes) -> None:
        image = Image.open(io.BytesIO(content))
        assert image.height > image.width
        assert not dict(image.getexif())

    def a_citizen_is_answered_and_an_insult_hidden(self) -> None:
        moderator = Colleague(self.tab(user=self.moderator), TOWN)
        real, practice = self.networks
        real.reply(TEXT, QUESTION)
        self._arrives(moderator, QUESTION)
        moderator.open("dialog/").key("c")
        moderator.page.locator("#reply-form textarea").wait_for()
        moderator.sees(QUESTION).key("r")
        moderator.page.keyboard.type(ANSWER)
        moderator.press("Send answer")
        wait_for(lambda: real.answers_below(QUESTION), "The answer below the citizen's reply")
        assert [ANSWER in text for text in real.answers_below(QUESTION)] == [True]

        practice.reply(TEXT, INSULT)
        self._arrives(moderator, INSULT)
        moderator.open("dialog/").key("c")
        moderator.page.locator("#reply-form textarea").wait_for()
        moderator.sees(INSULT).key("h")
        moderator.page.locator('[name="rationale"]').wait_for()
        moderator.press("Hide with these reasons")
        moderator.reads("Please write down why: a measure without reasons does not stand.")
        assert not practice.is_hidden(INSULT)
        moderator.page.get_by_label("Beleidigung").first.check()
        moderator.fill(rationale=RATIONALE).press("Hide with these reasons")
        wait_for(lambda: practice.is_hidden(INSULT), "Hiding the insult")
        with scope(municipality=self.town):
            from community.models import Decision

            decision = Decision.objects.get(kind="hide")
            assert decision.clause.key == "beleidigung"
            assert decision.evidence.is_intact
            assert INSULT in str(decision.evidence.content)

    def _arrives(self, moderator: Colleague, text: str) -> None:
        def is_there() -> bool:
            return moderator.open("dialog/").page.get_by_text(text).count() > 0

        wait_for(is_there, f"The arrival of “{text}”", 60)

    def the_monthly_report_reaches_the_mayor(self) -> None:
        self.press.open("berichte/").press("Build and send the report")
        mails = wait_for(lambda: [m for m in self.postbox.messages if _pdf_of(m)], "The mail with the report")
        assert mails[0]["To"] == self.mayor.email
        assert _pdf_of(mails[0]).startswith(b"%PDF-1.")
        # The server has the mail a moment before the worker has written down that it was taken.
        wait_for(self._is_report_delivered, "The report's state after its mail")
        self.phone.open("berichte/").sees(in_german("Delivered"))

    def _is_report_delivered(self) -> bool:
        with scope(municipality=self.town):
            return Report.objects.filter(state=Report.State.DELIVERED).exists()

    # -- helpers ----------------------------------------------------------------------------------

    def _accepts_invitation(self, text: str, name: str) -> Colleague:
        [link] = re.findall(r"https?://\S+/einladung/\S+", text)
        newcomer = Colleague(self.tab(), TOWN).open(link.removeprefix(self.live_server.url))
        fields = dict.fromkeys(("password", "repeated"), PASSWORD)
        present = {f: v for f, v in fields.items() if newcomer.page.locator(f'[name="{f}"]').count()}
        return newcomer.fill(name=name, **present).press("Accept the invitation")

    @property
    def press_user(self):
        from accounts.models import User

        return User.objects.get(email="presse@stadt.example")


def _text_of(mail) -> str:
    return "".join(
        part.get_payload(decode=True).decode() for part in mail.walk() if part.get_content_type() == "text/plain"
    )


def _pdf_of(mail) -> bytes:
    return b"".join(p.get_payload(decode=True) for p in mail.walk() if p.get_content_type() == "application/pdf")

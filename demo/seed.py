# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Load the demo town by the services people use, then set the clock of what happened back.

Only dates of rows are moved, and only here: the story of a month is told in a minute. Audit entries
keep the time at which they were written.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now
from django_scopes import scope, scopes_disabled

from accounts.models import Kind, Municipality, Role, User
from accounts.services.demo_people import PASSWORD, people_of_the_demo
from accounts.services.towns import create_municipality
from channels_mgmt.models import Channel, ChannelCheck, Delivery, Post
from channels_mgmt.services import channels as channel_services
from channels_mgmt.services import checklist, media, planning
from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment, Decision, PlatformAction
from community.services import decisions, queue
from community.services.actions import carry_out_action
from community.services.answer_parts import TooLongForOne
from community.services.reading import sync_channel
from community.services.sending_parts import carry_out_part
from core.folding import spell_out_umlauts
from core.states import change_state
from demo import documents, pictures, signoff, texts
from demo.access import load_access
from demo.ahead import load_ahead
from demo.answers import load_notices
from demo.appeals import load_appeals
from demo.care import load_care
from demo.decisions import load_decisions
from demo.departments import load_departments
from demo.figures import load_figures
from demo.films import load_films
from demo.hints import load_hints
from demo.ladder import load_ladder
from demo.netiquette import load_netiquette
from demo.posts_earlier import EARLIER
from demo.posts_recent import RECENT, help_line, invitation
from demo.questions import load_questions
from demo.replies import load_replies
from demo.rights import load_rights
from demo.strategy import EXIT_PLANS, PLATFORMS, REASONS, comment_on, write_parts
from demo.together import write_together
from demo.topics import load_topics
from demo.ways import load_ways
from netiquette.models import Clause
from practice.models import PracticeAccount, PracticePost
from practice.services import add_sample_picture
from reporting.models import Report
from reporting.services.reports import build_report
from staffing import services as staffing_services
from strategy import services as strategy_services
from strategy.models import Strategy
from strategy.queries.places import typed_place

# What nobody answered by then was left as it is, on purpose.
LEFT_AFTER_DAYS = 2
CALL_BY_WEEK = (Role.MODERATOR, Role.COMMUNICATIONS)


class DemoTown:
    """One loading of the demo. ``load`` does nothing where the town already exists."""

    def __init__(self) -> None:
        self.zone = ZoneInfo("Europe/Berlin")
        self.today = localdate(timezone=self.zone)

    def load(self) -> bool:
        """Return whether the town was created now."""
        if Municipality.objects.filter(slug=texts.SLUG).exists():
            return False
        strategy_services.load_reference_tables(only_missing=True)
        self.town = create_municipality(
            texts.TOWN, texts.SLUG, texts.MUNICIPALITY_CODE, kind=Kind.TOWN, population=texts.POPULATION
        )
        Municipality.objects.filter(pk=self.town.pk).update(
            created_at=now() - timedelta(days=120),
            website="https://www.lindenhagen.example",
            imprint_url="https://www.lindenhagen.example/impressum",
            contact_email="social@lindenhagen.example",
        )
        self.town.refresh_from_db()
        self.people = people_of_the_demo(self.town)
        with scope(municipality=self.town):
            self._strategy()
            self._netiquette()
            self._team()
            self._channels()
            for entry in [*EARLIER, *RECENT, invitation(self.today), help_line(self.today)]:
                self._post(entry)
            load_questions(self.town, self.people)
            load_topics(self.town, self.people)
            load_films(self.town, self.people, self.channels)
            load_rights(self.town, self.people)
            load_ahead(self.town, self.people, self.channels)
            write_together(self.town, self.people)
            load_ways(self.town, self.people)
            load_decisions(self.town, self.people)
            load_access(self.channels, self.who(Role.COMMUNICATIONS))
            load_figures(self.town, self.people, self.channels)
            load_appeals(self.town, press=self.who(Role.COMMUNICATIONS), moderator=self.who(Role.MODERATOR))
            load_departments(self.town, moderator=self.who(Role.MODERATOR))
            load_replies(self.town, moderator=self.who(Role.MODERATOR), press=self.who(Role.COMMUNICATIONS))
            load_notices(self.town, moderator=self.who(Role.MODERATOR))
            load_ladder(self.town, press=self.who(Role.COMMUNICATIONS), moderator=self.who(Role.MODERATOR))
            load_care(
                self.town,
                reply=self._reply,
                press=self.who(Role.COMMUNICATIONS),
                council=self.who(Role.READER),
                moderator=self.who(Role.MODERATOR),
            )
            load_hints(self.town, press=self.who(Role.COMMUNICATIONS), moderator=self.who(Role.MODERATOR))
            self._report()
            signoff.archive_what_was_signed()
            signoff.submit_second_version(Strategy.objects.get(), self.who(Role.COMMUNICATIONS))
        return True

    def who(self, role: str) -> User:
        return self.people[role]

    # -- preparation ------------------------------------------------------------------------------

    def _strategy(self) -> None:
        press = self.who(Role.COMMUNICATIONS)
        strategy = strategy_services.start_strategy(self.town, actor=press)
        write_parts(strategy, self.people, self.today)
        place = typed_place(
            name=texts.TOWN,
            population=texts.POPULATION,
            year=self.today.year - 1,
            source=texts.AGES_SOURCE,
            ages=texts.AGES,
        )
        analysis = strategy_services.start_analysis(strategy, actor=press, place=place)
        strategy_services.freeze_weights(analysis, actor=press, weights=analysis.weights)
        strategy_services.run_analysis(analysis, actor=press)
        strategy_services.decide_platforms(
            strategy, actor=press, chosen=PLATFORMS, reasons=REASONS, exit_plans=EXIT_PLANS
        )
        strategy.refresh_from_db()
        strategy_services.submit_strategy(strategy, actor=press)
        strategy_services.sign_strategy(
            strategy,
            actor=self.who(Role.LEADERSHIP),
            password=PASSWORD,
            statement="Ich stehe hinter diesem Auftritt und beantworte Fragen des Teams binnen vier Stunden.",
        )
        comment_on(strategy, self.people)
        Strategy.objects.filter(pk=strategy.pk).update(
            created_at=self._ago(60), submitted_at=self._ago(45), signed_at=self._ago(44)
        )

    def _netiquette(self) -> None:
        press, mayor = self.who(Role.COMMUNICATIONS), self.who(Role.LEADERSHIP)
        load_netiquette(self.town, self.today, press=press, mayor=mayor, signed_at=self._ago(42))

    def _team(self) -> None:
        press = self.who(Role.COMMUNICATIONS)
        hours = {
            Role.COMMUNICATIONS: ("10", "Freigaben, Planung"),
            Role.EDITOR: ("9.5", "Texte, Fotos"),
            Role.MODERATOR: ("7", "Kommentare"),
        }
        for role, (amount, task) in hours.items():
            staffing_services.agree_hours(
                self.town, actor=press, person=self.who(role), hours_per_week=Decimal(amount), task=task
            )
        week = [(day, time(8), time(16)) for day in range(4)] + [(4, time(8), time(12))]
        staffing_services.set_service_hours(self.town, actor=press, intervals=week)
        monday = self.today - timedelta(days=self.today.weekday())
        for offset in range(14):
            day = monday + timedelta(days=offset)
            # Round the clock somebody hears of a threat: press office and moderation take turns by the week.
            self._shift(CALL_BY_WEEK[offset // 7], day, time(16), time(16), is_on_call=True)
            if offset % 7 > 4 or self.town.free_days.name_of(day):
                continue
            self._shift(Role.MODERATOR if offset % 2 == 0 else Role.EDITOR, day, time(8), time(12))
            if offset % 7 in (0, 1, 3):
                self._shift(Role.COMMUNICATIONS, day, time(12), time(16))

    def _shift(self, role: str, day: date, start: time, end: time, *, is_on_call: bool = False) -> None:
        staffing_services.add_shift(
            self.town,
            actor=self.who(Role.COMMUNICATIONS),
            person=self.who(role),
            start=datetime.combine(day, start),
            end=datetime.combine(day + timedelta(days=is_on_call), end),
            is_on_call=is_on_call,
        )

    def _channels(self) -> None:
        press = self.who(Role.COMMUNICATIONS)
        self.channels = []
        documents.enter_particulars(self.town, press, self._ago(42).date())
        documents.write_statement(self.town, press, self._ago(41))
        for platform in PLATFORMS:
            channel = channel_services.create_channel(
                self.town,
                actor=press,
                platform=platform,
                connector=Channel.Connector.PRACTICE,
                name=f"{platform.label} (Übung)",
                owner=press,
                deputy=self.who(Role.MODERATOR),
            )
            channel_services.connect_channel(channel, actor=press)
            for key in ChannelCheck.Key.values:
                checklist.confirm_check(channel, actor=press, key=key)
            documents.write_documents(channel, press, self.today)
            channel_services.go_live(channel, actor=press)
            documents.set_back(channel, self._ago(41))
            Channel.objects.filter(pk=channel.pk).update(live_since=self._ago(40))
            channel.refresh_from_db()
            self.channels.append(channel)

    # -- a month of posts and comments ------------------------------------------------------------

    def _post(self, entry: texts.Entry) -> None:
        editor, press = self.who(Role.EDITOR), self.who(Role.COMMUNICATIONS)
        wall = self._wall(entry)
        is_past = entry.day < 0
        images = []
        if entry.picture:
            upload = SimpleUploadedFile(
                f"{pictures.NAMES[entry.picture]}.jpg", pictures.draw(entry.picture), "image/jpeg"
            )
            asset = media.add_image(self.town, actor=editor, upload=upload, credit="Stadt Lindenhagen")
            images = [(asset, entry.alt_text)]
        post = planning.create_post(
            self.town,
            actor=editor,
            title=entry.title,
            text=entry.text,
            kind=entry.kind,
            risk=entry.risk,
            citizen_benefit=entry.benefit,
            alternative_url="https://www.lindenhagen.example/aktuelles",
            placing=Post(pillar=entry.pillar).placing,
            channels=self.channels,
            images=images,
            wall=None if is_past else wall,
        )
        if entry.state == "draft":
            return
        planning.submit_post(post, actor=editor)
        if entry.state == "in_review":
            return
        post.refresh_from_db()
        if post.state == Post.State.IN_REVIEW:
            planning.approve_post(post, actor=press, seen_hash=post.current_hash())
        post.refresh_from_db()
        if is_past:
            self._publish(post, entry, self._instant(wall))
        elif post.planned_at and not post.deliveries.exists():
            planning.schedule_post(post, actor=press, wall=wall)

    def _publish(self, post: Post, entry: texts.Entry, at: datetime) -> None:
        planning.publish_now(post, actor=self.who(Role.COMMUNICATIONS))
        for pk in list(post.deliveries.values_list("pk", flat=True)):
            publish_delivery(pk)
        wall = self._wall(entry)
        Delivery.objects.filter(post=post).update(due_at=at, published_at=at + timedelta(seconds=3))
        Post.objects.filter(pk=post.pk).update(
            planned_at=at,
            planned_day=wall.date(),
            planned_time=wall.time(),
            created_at=at - timedelta(days=2),
            edited_at=at - timedelta(days=2),
            submitted_at=at - timedelta(days=1),
            approved_at=at - timedelta(hours=20),
        )
        deliveries = list(post.deliveries.select_related("channel").order_by("pk"))
        remote_ids = [int(d.remote_id) for d in deliveries]
        PracticePost.objects.filter(pk__in=remote_ids).update(created_at=at + timedelta(seconds=3))
        for number, reply in enumerate(entry.replies):
            delivery = deliveries[number % len(deliveries)]
            self._reply(delivery, reply, at + timedelta(hours=reply.hours))

    def _reply(self, delivery: Delivery, reply: texts.Reply, at: datetime) -> None:
        account, _is_new = PracticeAccount.objects.get_or_create(
            municipality=self.town,
            handle=_handle(reply.name),
            defaults={"display_name": reply.name},
        )
        said = PracticePost.objects.create(
            municipality=self.town,
            account=account,
            idempotency_key=f"demo-{delivery.pk}-{reply.hours}",
            text=reply.text,
            warning=reply.warning,
            poll_options=list(reply.poll),
            is_private=reply.is_private,
            reply_to_id=int(delivery.remote_id),
            root_id=int(delivery.remote_id),
        )
        if reply.picture_alt is not None:
            add_sample_picture(said, reply.picture_alt)
        # The clock is set back before it is read, so that deadlines are counted from then.
        at_latest = min(at, now() - timedelta(minutes=3))
        PracticePost.objects.filter(pk=said.pk).update(created_at=at_latest)
        Channel.objects.filter(pk=delivery.channel_id).update(synced_at=at_latest)
        sync_channel(delivery.channel_id)
        comment = Comment.objects.get(channel=delivery.channel, remote_id=str(said.pk))
        Comment.objects.filter(pk=comment.pk).update(received_at=comment.posted_at + timedelta(seconds=20))
        if reply.answer or reply.hide_clause:
            self._decide(comment, reply, at + timedelta(hours=reply.answer_hours))
        elif at < self._ago(LEFT_AFTER_DAYS):
            self._leave(comment, at + timedelta(hours=1))

    def _decide(self, comment: Comment, reply: texts.Reply, at: datetime) -> None:
        moderator = self.who(Role.MODERATOR)
        queue.claim_comment(comment, actor=moderator)
        if reply.answer:
            decision = self._answer(comment, reply.answer)
        else:
            clause = Clause.objects.get(netiquette__state="published", key=reply.hide_clause)
            decision = decisions.hide_comment(comment, actor=moderator, clause=clause, rationale=reply.rationale)
        for part in decision.parts.order_by("number"):
            decision.parts.filter(pk=part.pk).update(due_at=now())
            carry_out_part(part.pk)
        PlatformAction.objects.filter(decision=decision).update(due_at=now())
        carry_out_action(decision.action.pk)
        at = min(at, now())
        Decision.objects.filter(pk=decision.pk).update(decided_at=at)
        Comment.objects.filter(pk=comment.pk).update(decided_at=at)
        action = PlatformAction.objects.get(decision=decision)
        PlatformAction.objects.filter(pk=action.pk).update(due_at=at, published_at=at + timedelta(seconds=12))
        if action.remote_id.isdecimal():
            PracticePost.objects.filter(pk=int(action.remote_id)).update(created_at=at + timedelta(seconds=12))

    def _answer(self, comment: Comment, text: str) -> Decision:
        """In parts where it is longer than a post."""
        moderator = self.who(Role.MODERATOR)
        try:
            return decisions.reply_to_comment(comment, actor=moderator, text=text)
        except TooLongForOne as asked:
            comment = Comment.objects.get(pk=comment.pk)
            return decisions.reply_to_comment(comment, actor=moderator, text=text, confirmed_parts=asked.confirmation)

    def _leave(self, comment: Comment, at: datetime) -> None:
        moderator = self.who(Role.MODERATOR)
        queue.claim_comment(comment, actor=moderator)
        decision = decisions.leave_comment(comment, actor=moderator)
        Decision.objects.filter(pk=decision.pk).update(decided_at=at)
        Comment.objects.filter(pk=comment.pk).update(decided_at=at)

    def _report(self) -> None:
        last_month = (self.today.replace(day=1) - timedelta(days=1)).replace(day=1)
        report = Report.objects.create(municipality=self.town, month=last_month, due_at=now())
        interim = Report.objects.create(
            municipality=self.town, month=self.today.replace(day=1), is_interim=True, due_at=now()
        )
        for built in (report, interim):
            build_report(built)
        first = datetime.combine(self.today.replace(day=1), time(6), self.zone)
        change_state(interim, Report.State.DELIVERED, delivered_at=now())
        delivered_to = [self.who(Role.LEADERSHIP).pk]
        change_state(report, Report.State.DELIVERED, built_at=first, delivered_at=first, delivered_to=delivered_to)

    # -- time ---------------------------------------------------------------------------------------

    def _ago(self, days: float) -> datetime:
        return now() - timedelta(days=days)

    def _wall(self, entry: texts.Entry) -> datetime:
        """The naive wall time of an entry; a time that has passed today moves to the next full hour."""
        wall = datetime.combine(self.today + timedelta(days=entry.day), time.fromisoformat(entry.hour))
        local = now().astimezone(self.zone).replace(tzinfo=None)
        if entry.day >= 0 and wall < local + timedelta(minutes=5):
            wall = (local + timedelta(hours=1, minutes=5)).replace(minute=0, second=0, microsecond=0)
        return wall

    def _instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def _handle(name: str) -> str:
    letters = spell_out_umlauts(name.lower())
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in letters).strip("-")


def load_demo() -> bool:
    """Create the demo town unless it exists; returns whether it was created now."""
    with scopes_disabled():
        return DemoTown().load()

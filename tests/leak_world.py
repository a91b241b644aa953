# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A town with one of everything that has an address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django_scopes import scope

from accounts.models import Invitation, Letter, Municipality, OfficeRequest, PostponedAct, Role, User
from accounts.models.local_holidays import LocalHoliday
from channels_mgmt.models import (
    AccessHolder,
    AssetConsent,
    ChannelClosing,
    MediaAsset,
    PlanSpan,
    Post,
    PostEffort,
    TopicMail,
    VideoConsent,
    WithdrawalTask,
)
from channels_mgmt.services.comments import comment_on_post
from channels_mgmt.services.council import note_decision
from channels_mgmt.services.register import enter_department
from channels_mgmt.services.rights import enter_consent, save_licence
from channels_mgmt.services.topics import suggest_topic
from channels_mgmt.services.versions import keep_version
from community.models import StaffReader, TriageModel, UnreadEntry
from community.services.restrictions import decide_restriction
from community.services.staff_matters import name_staff_reader
from netiquette.services import start_netiquette
from practice.models import PracticeImage
from reporting.models import Report
from reporting.queries.figures import figures_of
from staffing.models import DutyShift, WorkingShare
from strategy.services import comment_on_part
from tests.channels_mgmt.factories import (
    campaign_in,
    checked_document,
    department_in,
    draft,
    election_in,
    emergency_in,
    series_in,
    writing_right_in,
)
from tests.channels_mgmt.films import ready_film
from tests.community.factories import (
    answer_to_release,
    appeal_in,
    comment_in,
    decision_on,
    department_answered,
    department_asked,
    failed_action,
    hidden_comment,
    paper,
    published_answer,
    published_faq,
    restriction_asked,
    restriction_in_force,
    snippet_in,
)
from tests.factories import MunicipalityFactory, person
from tests.netiquette.factories import scheduled_netiquette, signed_netiquette
from tests.practice.factories import PracticeAccountFactory, PracticePostFactory
from tests.strategy.factories import asked_question, complete_strategy, frozen_analysis

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@dataclass
class World:
    """A town, its name in every text, and one row of each kind that has an address."""

    town: Municipality
    everybody: User
    rows: dict[str, Any]

    @classmethod
    def build(cls, name: str, **particulars: Any) -> "World":
        town = MunicipalityFactory(name=name, **particulars)
        with scope(municipality=town):
            return cls._fill(town)

    @classmethod
    def _fill(cls, town: Municipality) -> "World":
        everybody = person(town, *[role for role in Role.values if role != Role.EXTERNAL], name=f"Person {town}")
        author = person(town, Role.COMMUNICATIONS, name=f"Autorin {town}")
        moderator = person(town, Role.MODERATOR, name=f"Moderation {town}")
        now = timezone.now()
        comment = comment_in(town, text=f"Kommentar {town}")
        strategy = complete_strategy(town, author=author)
        signed_netiquette(town)
        scheduled_netiquette(town)
        netiquette = start_netiquette(town, actor=author)
        answered = department_answered(
            comment_in(town), moderator, text=f"Auskunft {town}", files=[paper(f"Plan {town}.pdf")]
        )
        asset = MediaAsset.objects.create(
            municipality=town,
            original_name=f"{town}.png",
            sha256=f"{town.pk:064d}",
            uploaded_by=author,
            file=ContentFile(PIXEL, "bild.png"),
            thumbnail=ContentFile(PIXEL, "klein.png"),
            media_type="image/png",
        )
        account = PracticeAccountFactory(municipality=town, display_name=f"Konto {town}")
        practice_post = PracticePostFactory(municipality=town, account=account, text=f"Übung {town}")
        checked_document(comment.channel, author=author, text=f"Konzept {town}")
        checked_document(town, "accessibility", author=author, text=f"Erklärung {town}")
        consent = enter_consent(
            town,
            actor=author,
            who=f"Gruppe {town}",
            purpose=f"Berichte {town}",
            signed_by="self",
            given_on=town.local_day(),
            assets=[asset],
        )
        post = draft(town, author, [comment.channel], title=f"Beitrag {town}")
        keep_version(post, actor=author)
        film_post = draft(town, author, [comment.channel], title=f"Videobeitrag {town}")
        film = ready_film(town, author, captions=f"WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n{town}\n")
        Post.objects.filter(pk=film_post.pk).update(film=film)
        film_post.refresh_from_db()
        decision, measure = decision_on(comment_in(town), moderator), hidden_comment(town, moderator).decisions.get()
        running = restriction_in_force(measure.comment, moderator, everybody, reason=f"Anfeindungen {town}")
        declined = restriction_asked(decision.comment, moderator, reason=f"Drohungen {town}")
        decide_restriction(declined, actor=everybody, is_approved=False, note=f"Nein {town}")
        name_staff_reader(town, actor=author, person=everybody)
        rows = {
            "staff_reader": StaffReader.objects.get(municipality=town),
            "film_post": film_post,
            "video": film.video,
            "consent": consent,
            "film_consent_link": VideoConsent.objects.create(video=film.video, consent=consent),
            "consent_link": AssetConsent.objects.get(consent=consent),
            "withdrawal_task": WithdrawalTask.objects.create(consent=consent, post=post, opened_at=now),
            "licence": save_licence(town, actor=author, source=f"Archiv {town}", terms="own", asset=asset),
            "post": post,
            "topic": suggest_topic(town, actor=author, title=f"Thema {town}"),
            "council_decision": note_decision(
                town, actor=author, title=f"Beschluss {town}", text=f"Es wurde beschlossen in {town}."
            ),
            "emergency": emergency_in(town, author, moderator, reason=f"Notfall in {town}", state="lapsed"),
            "election": election_in(
                town, author, names=f"Amt {town}", ahead=120, starts_on=town.local_day() + timedelta(days=60)
            ),
            "delivery": comment.delivery,
            "series": series_in(town, author, [comment.channel], name=f"Rubrik {town}"),
            "campaign": campaign_in(town, author, name=f"Kampagne {town}"),
            "asset": asset,
            "channel": comment.channel,
            "closing": ChannelClosing.objects.create(
                channel=comment.channel, reason=f"Ende {town}", answers_until=town.local_day(), begun_by=author
            ),
            "access_holder": AccessHolder.objects.create(
                channel=comment.channel, name=f"Zugang {town}", reach="publishes", added_at=now, confirmed_at=now
            ),
            "plan_span": PlanSpan.objects.create(
                municipality=town, kind="action", name=f"Fest {town}", first=date(2026, 11, 23), last=date(2026, 11, 24)
            ),
            "topic_mail": TopicMail.objects.create(
                municipality=town,
                key=f"{town.pk:064d}",
                state="to_look_at",
                reason="unknown",
                content={"subject": f"Post {town}", "text": f"Wort {town}", "sender": "a@b.example", "name": ""},
                received_at=now,
            ),
            "writing_right": writing_right_in(town, author, comment.channel, name=f"Talent {town}"),
            "comment": comment,
            "appeal": appeal_in(town, text=f"Beschwerde {town}", comment=comment),
            "decision": decision,
            "action": failed_action(comment_in(town), moderator),
            "department_question": department_asked(comment_in(town), moderator, question=f"Frage {town}"),
            "answered_question": answered,
            "department_file": answered.files.get(),
            "published_answer": published_answer(comment_in(town), moderator, text=f"Antwort aus {town}"),
            "faq_entry": published_faq(town, moderator, question=f"Frage in {town}?"),
            "answer_to_release": answer_to_release(comment_in(town), moderator, is_settled=True),
            "snippet": snippet_in(town, moderator, name=f"Text {town}", text=f"Danke aus {town}"),
            "restriction": declined,
            "running_restriction": running,
            "restriction_step": running.actions.get(),
            "measure": measure,
            "author": comment.author,
            "learned_version": TriageModel.objects.create(
                municipality=town, version=1, state="retired", size=1, content=b"0", examples_sha256="0"
            ),
            "unread_entry": UnreadEntry.objects.create(
                channel=comment.channel, reason=f"Eintrag {town}", content={}, sha256=f"{town.pk:064d}"
            ),
            "strategy": strategy,
            "goal": strategy.goals.first(),
            "department": department_in(town, author, name=f"Amt in {town}"),
            "register_entry": enter_department(town, actor=author, name=f"Stelle {town}", email="stelle@stadt.example"),
            "effort": PostEffort.objects.create(post=post, noted_on=date(2026, 11, 23), minutes=30),
            "post_comment": comment_on_post(post, actor=everybody, text=f"Rückfrage {town}"),
            "part_comment": comment_on_part(strategy, actor=everybody, part="goals", text=f"Bemerkung {town}"),
            "target_group": strategy.target_groups.first(),
            "analysis": frozen_analysis(strategy, author),
            "question": asked_question(town, author, question=f"Frage {town}?"),
            "result": strategy.analyses.exclude(result_hash="").first(),
            "netiquette": netiquette,
            "clause": netiquette.clauses.first(),
            "share": WorkingShare.objects.create(municipality=town, person=author, hours_per_week=5),
            "holiday": LocalHoliday.objects.create(municipality=town, name=f"Kirmes {town}", month=8, day_of_month=17),
            "shift": DutyShift.objects.create(
                municipality=town, person=author, starts_at=now, ends_at=now + timedelta(hours=2)
            ),
            "report": Report.objects.create(
                municipality=town,
                month=date(2026, 9, 1),
                due_at=now,
                state=Report.State.DELIVERED,
                figures=figures_of(town, date(2026, 9, 1), timezone.localdate()).as_json(),
                pdf=ContentFile(b"%PDF-1.7", "bericht.pdf"),
            ),
            "act": PostponedAct.objects.create(
                municipality=town,
                actor=everybody,
                kind="staffing.end_hours",
                subject=0,
                words=f"Vereinbarung {town} endet",
                due_at=now + timedelta(days=1),
            ),
            "person": author,
            "head": everybody,
            "invitation": Invitation.objects.create(
                municipality=town,
                email=f"neu-{town.slug}@stadt.example",
                name=f"Neu {town}",
                roles=[Role.EDITOR],
                token_hash=f"{town.pk:064d}",
                invited_by=author,
                expires_at=now + timedelta(days=14),
            ),
            "office": OfficeRequest.objects.create(
                municipality=town,
                kind="grant",
                role=Role.LEADERSHIP,
                email=f"spitze-{town.slug}@stadt.example",
                name=f"Spitze {town}",
                requested_by=author,
            ),
            "letter": Letter.objects.create(
                municipality=town, key="leck", to=f"an@{town.slug}.example", subject=f"Brief {town}", state="given_up"
            ),
            "practice_account": account,
            "practice_post": practice_post,
            "practice_film": PracticeImage.objects.create(
                post=practice_post,
                file=ContentFile(b"film", "film.mp4"),
                media_type="video/mp4",
                position=1,
                alt_text=f"Film {town}",
                captions=f"WEBVTT\n\n00:00.000 --> 00:01.000\n{town}\n",
            ),
            "practice_image": PracticeImage.objects.create(
                post=practice_post, file=ContentFile(PIXEL, "bild.png"), alt_text=f"Bild {town}"
            ),
        }
        return cls(town, everybody, rows)

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checks beside the text: what is offered, what is taken over, and what keeps a post back."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.models import ConfirmedDatum, Post
from channels_mgmt.queries.gaps import missing_for_approval, open_confirmations
from channels_mgmt.queries.personal import recent_texts
from channels_mgmt.services.personal import confirm_personal_data
from channels_mgmt.services.planning import approve_post, discard_post, edit_post, schedule_post, submit_post
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import MunicipalityFactory, person

ACCOUNT = "DE89 3704 0044 0532 0130 00"
GIVING = f"Wer spenden will: {ACCOUNT}. Danke!"


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def channel(town):
    return live_channel(town, name="Mastodon der Stadt")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def post(town, editor, channel):
    return draft(town, editor, [channel], text=GIVING)


def url(name, town, *args):
    return reverse(f"planning:{name}", args=[town.slug, *args])


def typed(channel, text, **more):
    return {"title": "Neu", "text": text, "channels": [channel.pk], "risk": "sensitive", "kind": "news", **more}


def seen(post):
    return [key for key, _words, _kind in open_confirmations(post)]


def page_of(answer):
    return answer.content.decode()


# -- beside the text


@pytest.mark.parametrize(
    ("text", "key", "instead"),
    [
        ("Das Burgfest im Park 🎉 #burgfestimpark", "take-over:text:23:38", "🎉 #BurgfestImPark"),
        ("Mehr: https://a.de/?utm_source=x&id=1!", "take-over:text:6:37", "Mehr: https://a.de/?id=1!"),
    ],
)
def test_a_proposal_is_taken_over_by_a_button_without_javascript_and_saved_by_nobody(
    as_editor, town, channel, text, key, instead
):
    offered = page_of(as_editor.post(url("preview", town), typed(channel, text)))
    assert f'value="{key}"' in offered

    taken = page_of(as_editor.post(url("post_create", town), typed(channel, text, action=key)))

    assert instead.replace("&", "&amp;") in taken
    assert f'value="{key}"' not in taken
    assert not Post.objects.exists()


def test_a_proposal_for_a_text_that_has_changed_changes_nothing(as_editor, town, channel):
    key = "take-over:text:0:15"

    page = page_of(as_editor.post(url("post_create", town), typed(channel, "Ganz anders.", action=key)))

    assert "Ganz anders." in page
    assert "sagt das nicht mehr" in page


def test_the_proposal_goes_into_the_words_of_its_channel(as_editor, town, channel):
    data = typed(channel, "Es schneit.") | {f"wording_{channel.pk}": "Komm ins Rathaus #rathausimpark"}

    page = page_of(as_editor.post(url("post_create", town), data | {"action": f"take-over:wording_{channel.pk}:17:31"}))

    assert "Komm ins Rathaus #RathausImPark" in page


def test_links_are_cleaned_by_a_click_only(as_editor, town, channel):
    link = "https://a.de/?utm_source=x"

    as_editor.post(url("post_create", town), typed(channel, link, action="save"))

    assert Post.objects.get().text == link


@pytest.mark.parametrize(
    ("planned", "is_named"),
    [(date(2026, 11, 1), True), (date(2026, 12, 24), True), (date(2026, 10, 1), False), (None, False)],
)
def test_nearly_the_same_post_of_the_last_thirty_days_is_named_with_a_link(
    as_editor, town, editor, channel, planned, is_named
):
    earlier = draft(town, editor, [channel], title="Freibad öffnet", text="Das Freibad öffnet am 1. Mai um 9 Uhr.")
    if planned:
        noon = datetime(planned.year, planned.month, planned.day, 12)
        edit_post(earlier, actor=editor, wall=noon)

    page = page_of(
        as_editor.post(url("preview", town), typed(channel, "Heute: Das Freibad öffnet am 1. Mai um 9 Uhr!"))
    )

    assert (f'href="{url("post_detail", town, earlier.pk)}"' in page) == is_named


def test_a_post_is_not_compared_with_itself_nor_with_another_town(town, editor, channel, as_editor):
    noon = datetime(2026, 12, 1, 12)
    mine = edit_post(draft(town, editor, [channel]), actor=editor, wall=noon)

    assert [key for (key, _title), _text in recent_texts(town, besides=None)] == [mine.pk]
    assert recent_texts(town, besides=mine.pk) == []
    assert recent_texts(MunicipalityFactory(), besides=None) == []


# -- personal data


def test_a_post_with_an_account_number_waits_for_a_reason(post, editor):
    with pytest.raises(Refused, match="Kontonummer"):
        submit_post(post, actor=editor)

    assert confirm_personal_data(post, actor=editor, seen=seen(post), reason=" Spendenkonto  der Stadt ") == 1

    assert submit_post(post, actor=editor).waits_for_approval
    datum = ConfirmedDatum.objects.get()
    assert (datum.reason, datum.confirmed_by) == ("Spendenkonto der Stadt", editor)
    entry = AuditEntry.objects.get(action="planning.personal_data_confirmed")
    assert entry.details["reason"] == "Spendenkonto der Stadt"
    assert ACCOUNT not in str(entry.details)


def test_another_number_needs_another_reason(post, editor):
    confirm_personal_data(post, actor=editor, seen=seen(post), reason="Spendenkonto")

    edit_post(post, actor=editor, text=GIVING.replace(ACCOUNT, ACCOUNT.replace(" ", "")))
    assert missing_for_approval(post) == []
    edit_post(post, actor=editor, text="Anna, geb. 3.4.1980")
    assert [gap.part for gap in missing_for_approval(post)] == ["personal"]


def test_what_was_submitted_before_is_neither_approved_nor_scheduled(town, post, editor, officer):
    """A number in a post that was submitted before the rule existed."""
    Post.objects.filter(pk=post.pk).update(text="Es schneit.")
    post.refresh_from_db()
    submit_post(post, actor=editor)
    Post.objects.filter(pk=post.pk).update(text=GIVING)
    post.refresh_from_db()

    with pytest.raises(Refused, match="Kontonummer"):
        approve_post(post, actor=officer, seen_hash=post.current_hash())

    Post.objects.filter(pk=post.pk).update(
        state=Post.State.APPROVED, approved_by=officer, approved_hash=post.current_hash()
    )
    post.refresh_from_db()
    with pytest.raises(Refused, match="Kontonummer"):
        schedule_post(post, actor=officer, wall=datetime(2026, 12, 1, 9))
    assert not post.deliveries.exists()


def test_nothing_is_confirmed_that_was_not_shown(post, editor):
    shown = seen(post)
    edit_post(post, actor=editor, text=GIVING + " Auto: KN-AB 123")

    for keys in (shown, [], [*seen(post), "0" * 64]):
        with pytest.raises(AlreadyChanged):
            confirm_personal_data(post, actor=editor, seen=keys, reason="Spendenkonto")
    assert not ConfirmedDatum.objects.exists()


def test_a_reason_is_needed_and_the_right_to_edit(town, post, editor):
    with pytest.raises(Refused, match="wenigen Worten"):
        confirm_personal_data(post, actor=editor, seen=seen(post), reason=" x ")
    with pytest.raises(NotPermitted):
        confirm_personal_data(post, actor=person(town, Role.READER), seen=seen(post), reason="Spendenkonto")


def test_the_page_asks_keeps_what_was_typed_and_then_says_so(as_editor, town, post):
    page = page_of(as_editor.get(url("post_detail", town, post.pk)))
    assert 'id="personal"' in page
    assert ACCOUNT in page

    refused = as_editor.post(url("confirm_personal", town, post.pk), {"seen": ["0" * 64], "reason": "Spendenkonto"})
    assert refused.status_code == 422
    assert 'value="Spendenkonto"' in page_of(refused)

    as_editor.post(url("confirm_personal", town, post.pk), {"seen": seen(post), "reason": "Spendenkonto"})
    page = page_of(as_editor.get(url("post_detail", town, post.pk)))
    assert 'id="personal"' not in page
    assert "stehen mit Absicht hier" in page
    assert "Spendenkonto" in page


def test_the_composer_leads_to_the_question(as_editor, town, post):
    page = page_of(as_editor.get(url("post_edit", town, post.pk)))

    assert f'href="{url("post_detail", town, post.pk)}#personal"' in page


def test_the_database_takes_no_confirmation_twice_nor_without_a_reason(post, editor):
    common = {"post": post, "fingerprint": "a" * 64, "confirmed_by": editor, "confirmed_at": now()}
    ConfirmedDatum.objects.create(reason="Spendenkonto", **common)

    for broken in ({"reason": "Spendenkonto"}, {"reason": "", "fingerprint": "b" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConfirmedDatum.objects.create(**common | broken)
    assert ConfirmedDatum.objects.count() == 1


def test_a_discarded_draft_takes_its_confirmations_with_it(post, editor):
    confirm_personal_data(post, actor=editor, seen=seen(post), reason="Spendenkonto")

    discard_post(post, actor=editor)

    assert not ConfirmedDatum.objects.exists()

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What AI has made is remembered, labelled alike for preview, counter and platform, and covered by the approval."""

import pytest
from django.urls import reverse
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.domain.ai_label import labelled, labelled_alt
from channels_mgmt.models import Delivery, MediaAsset, Post
from channels_mgmt.presenters.checks import checks_of
from channels_mgmt.presenters.hand_over import hand_over_of
from channels_mgmt.presenters.previews import previews_of
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.measure import length_on
from channels_mgmt.queries.posts import wording_of
from channels_mgmt.services.channels import connect_channel
from channels_mgmt.services.connections import connector_of
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import approve_post, create_post, edit_post, submit_post
from channels_mgmt.services.publishing import outgoing_post
from channels_mgmt.views.approvals import content_of
from core.legal_facts import LAW
from tests.channels_mgmt.factories import ChannelFactory
from tests.channels_mgmt.photos import upload
from tests.factories import person

AiUse = Post.AiUse


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def asset(town, editor):
    return add_image(town, actor=editor, upload=upload())


@pytest.fixture
def channel(town):
    planned = ChannelFactory(municipality=town)
    connect_channel(planned, actor=person(town, Role.COMMUNICATIONS))
    return planned


def post_with(town, editor, channel, asset=None, *, is_made=False, **fields) -> Post:
    images = [(asset, "Ein Bagger")] if asset else []
    marks = {asset.pk: is_made} if asset else {}
    return create_post(
        town, actor=editor, title="Titel", text="Die Brücke ist offen.", channels=[channel], images=images,
        ai_images=marks, **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("is_text_made", "images_made", "expected"),
    [
        (False, 0, "Hallo"),
        (True, 0, "Hallo\n\nText: KI-generiert"),
        (False, 1, "Hallo\n\nBild: KI-generiert"),
        (False, 2, "Hallo\n\nBilder: KI-generiert"),
        (True, 1, "Hallo\n\nText und Bild: KI-generiert"),
        (True, 3, "Hallo\n\nText und Bilder: KI-generiert"),
    ],
)
def test_the_label_says_what_was_made(is_text_made, images_made, expected):
    assert labelled("Hallo", is_text_made=is_text_made, images_made=images_made) == expected


def test_nothing_is_labelled_that_is_not_there():
    assert labelled("", is_text_made=True, images_made=0) == ""
    assert labelled("  ", is_text_made=True, images_made=1) == "Bild: KI-generiert"
    assert labelled_alt(" ", is_made=True) == " "
    assert labelled_alt("Ein Bagger", is_made=True) == "KI-generiert: Ein Bagger"
    assert labelled_alt("Ein Bagger", is_made=False) == "Ein Bagger"


@pytest.mark.parametrize(
    ("ai_use", "is_made"), [(AiUse.NONE, False), (AiUse.ASSISTED, False), (AiUse.GENERATED, False), (AiUse.NONE, True)]
)
def test_preview_counter_checks_and_platform_have_the_same_words(town, editor, channel, asset, ai_use, is_made):
    post = post_with(town, editor, channel, asset, is_made=is_made, ai_use=ai_use)
    delivery = Delivery.objects.create(post=post, channel=channel, due_at=post.created_at)

    sent = outgoing_post(delivery, connector_of(channel))
    content = content_of(post)
    preview = previews_of(content)[0]

    assert sent.text == wording_of(delivery) == hand_over_of(delivery).text
    assert "".join(piece.text for piece in preview.pieces) == sent.text
    assert preview.counts[0].used == length_on(channel, sent.text) == hand_over_of(delivery).used
    assert [image.alt_text for image in sent.images] == content.alt_texts
    assert ("KI-generiert" in sent.text) == (is_made or ai_use == AiUse.GENERATED)
    assert sent.images[0].alt_text.startswith("KI-generiert: ") == is_made
    assert any("Hinweis" in check.text for check in checks_of(content)) == (is_made or ai_use == AiUse.GENERATED)


def test_the_label_counts_against_the_limit(town, editor, channel):
    room = 500 - len("\n\nText: KI-generiert")
    post = post_with(town, editor, channel, ai_use=AiUse.GENERATED)
    for length, fits in ((room, True), (room + 1, False)):
        Post.objects.filter(pk=post.pk).update(text="x" * length)
        assert (missing_for_approval(Post.objects.get(pk=post.pk)) == []) == fits


def test_an_image_keeps_its_mark_for_the_next_post_and_the_record_says_so(town, editor, channel, asset):
    post_with(town, editor, channel, asset, is_made=True)

    assert MediaAsset.objects.get(pk=asset.pk).is_ai_made
    assert AuditEntry.objects.filter(action="media.ai_marked").count() == 1
    again = create_post(
        town, actor=editor, title="Zwei", text="Neu.", channels=[channel], images=[(asset, "Ein Bagger")]
    )
    assert again.labelled("Neu.").endswith("Bild: KI-generiert")


@pytest.mark.parametrize("change", ["text", "image"])
def test_a_changed_mark_voids_the_approval(town, editor, channel, asset, change):
    post = post_with(town, editor, channel, asset)
    submit_post(post, actor=editor)
    approve_post(post, actor=person(town, Role.COMMUNICATIONS), seen_hash=post.current_hash())
    post.refresh_from_db()
    assert post.is_approval_valid

    if change == "text":
        edit_post(post, actor=editor, ai_use=AiUse.GENERATED)
    else:
        edit_post(post, actor=editor, images=[(asset, "Ein Bagger")], ai_images={asset.pk: True})

    post.refresh_from_db()
    assert post.is_being_written and not post.is_approval_valid


def test_a_mark_set_elsewhere_voids_approvals_of_all_posts_with_the_image(town, editor, channel, asset):
    post = post_with(town, editor, channel, asset)
    submit_post(post, actor=editor)
    approve_post(post, actor=person(town, Role.COMMUNICATIONS), seen_hash=post.current_hash())

    post_with(town, editor, channel, asset, is_made=True)

    assert not Post.objects.get(pk=post.pk).is_approval_valid


def test_what_was_approved_before_there_was_such_a_mark_stays_approved(town, editor, channel, asset):
    assert "ai" not in post_with(town, editor, channel, asset).content()


def test_a_copy_takes_the_marks_along(town, editor, channel, asset):
    copy = duplicate_post(post_with(town, editor, channel, asset, is_made=True, ai_use=AiUse.GENERATED), actor=editor)

    assert (copy.ai_use, copy.media.get().asset.is_ai_made) == (AiUse.GENERATED, True)


def test_the_composer_stores_and_shows_the_marks(town, editor, channel, client):
    client.force_login(editor)
    page = reverse("planning:post_create", args=[town.slug])
    typed = {"title": "Titel", "text": "Hallo.", "channels": [channel.pk], "kind": "other", "risk": "sensitive"}
    typed |= {"ai_use": "generated", "photo": upload(), "photo_alt": "Ein Bagger", "photo_ai": "on", "action": "save"}

    assert client.post(page, typed).status_code == 302

    with scope(municipality=town):
        post = Post.objects.get()
        asset = post.media.get().asset
    assert (post.ai_use, asset.is_ai_made) == ("generated", True)
    edit = reverse("planning:post_edit", args=[town.slug, post.pk])
    shown = client.get(edit).content.decode()
    assert "KI-generiert: Ein Bagger" in shown and ">Ein Bagger</textarea>" in shown  # as sent, as typed
    assert f'name="ai_{asset.pk}"' in shown and "Text und Bild: KI-generiert" in shown
    typed |= {"photo": "", "photo_ai": "", "ai_use": "", "image": [asset.pk], f"alt_{asset.pk}": "Ein Bagger"}
    assert client.post(edit, typed | {"revision": post.revision}).status_code == 302
    asset.refresh_from_db()
    assert not asset.is_ai_made


def test_the_usage_concept_rests_on_the_fact():
    assert "Art. 50 Abs. 4" in LAW["ai_label"].source

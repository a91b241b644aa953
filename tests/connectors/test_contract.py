# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One contract for every platform. Each test runs against each of them."""

import pytest

from channels_mgmt.connectors.budget import BudgetSpent, RequestBudget
from channels_mgmt.connectors.contract import (
    Connector,
    IncomingComment,
    NeedsReconnect,
    OutcomeUnknown,
    Rejected,
    RemoteRef,
)
from tests.channels_mgmt import films
from tests.connectors.peers import Peer
from tests.waiting import wait_for


def all_comments(connector: Connector) -> list[IncomingComment]:
    """Every step of a first reading."""
    found, page = [], connector.fetch_comments({})
    while True:
        found += page.comments
        if page.is_last:
            return found
        page = connector.fetch_comments(page.cursor)


def test_a_text_is_published_word_for_word(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector, "Grüße aus dem Rathaus – heute 18 Uhr: Bürgersprechstunde 👩‍👩‍👧‍👦 #Bürgerdialog")

    published = connector.publish(post)

    assert published.remote_id
    assert published.url
    assert [seen.text for seen in peer.public_posts(post.text)] == [post.text]


def test_an_image_is_published_with_its_alternative_text(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector, images=peer.photos("Ein Bagger an der Brücke", "Die Brücke von Süden"))

    connector.publish(post)

    (seen,) = peer.public_posts(post.text)
    assert seen.alt_texts == ("Ein Bagger an der Brücke", "Die Brücke von Süden")


def test_a_video_is_published_with_its_description_and_captions(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector, video=peer.film())
    if not connector.profile.abilities.videos:
        # Removal: the text goes out and the video is dropped without a word.
        with pytest.raises(Rejected, match="Videos"):
            connector.publish(post)
        assert peer.public_posts(post.text) == []
        return

    first = connector.publish(post)
    again = peer.connector().publish(post)

    description, captions = peer.public_film(post.text)
    limits = connector.limits.video
    assert description.startswith("Ein Bagger hebt die Brücke ein." if limits.takes_description else "")
    if limits.caption_bytes == 0 and not limits.takes_description:
        assert (description, captions) == ("", "")
    elif connector.limits.video.caption_bytes == 0 and peer.kind != "practice":
        assert "Willkommen am Mühlbach." in description
    else:
        assert captions in (films.CAPTIONS, films.SUBTITLES)
    assert again.remote_id == first.remote_id


def test_a_post_with_a_video_is_found_again_after_a_lost_answer(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector, video=peer.film())
    if not connector.profile.abilities.videos:
        assert connector.read_back(post) is None
        return
    peer.arm_film("timeout after")

    with pytest.raises(OutcomeUnknown):
        connector.publish(post)

    assert connector.read_back(post) is not None
    assert len(peer.public_posts(post.text)) == 1


def test_a_description_that_is_too_long_is_not_cut_without_a_word(peer: Peer):
    connector = peer.connector()
    limits = connector.limits.video
    post = peer.post(connector, video=peer.film(alt_text="x" * ((limits.alt_text or 0) + 1)))
    if limits.alt_text is None or not connector.profile.abilities.videos:
        return

    with pytest.raises(Rejected):
        connector.publish(post)

    assert peer.public_posts(post.text) == []


@pytest.mark.parametrize("changes", [{"size": 10**12}, {"seconds": 0.1}])
def test_a_video_the_platform_would_refuse_is_not_sent(peer: Peer, changes):
    """Removal: ``video_gaps`` sends it all the same."""
    connector = peer.connector()
    post = peer.post(connector, video=peer.film(**changes))

    with pytest.raises(Rejected):
        connector.publish(post)

    assert peer.public_posts(post.text) == []


def test_the_same_key_again_returns_the_same_post(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector)

    first = connector.publish(post)
    again = peer.connector().publish(post)

    assert again.remote_id == first.remote_id
    assert len(peer.public_posts(post.text)) == 1


def test_the_same_text_with_another_key_is_another_post(peer: Peer):
    connector = peer.connector()
    first, second = peer.post(connector, "Guten Morgen"), peer.post(connector, "Guten Morgen")

    assert connector.publish(first).remote_id != connector.publish(second).remote_id


def test_prepare_is_deterministic(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector)

    assert peer.connector().prepare(post.key, post.created_at) == post.client_key


def test_a_thread_of_our_own_posts_hangs_together(peer: Peer):
    """A second part below the first, a third below the second. At Facebook and Instagram that would be a comment."""
    if peer.kind in ("facebook", "instagram"):
        return
    connector = peer.connector()
    first = connector.publish(peer.post(connector, "Erstens."))
    parts, above = [], first
    for words in ("Zweitens.", "Drittens."):
        hashes = {"cid": above.data.get("cid"), "root_cid": first.data.get("cid")}
        part = peer.post(connector, words, reply_to=RemoteRef(above.remote_id, root_id=first.remote_id, **hashes))
        published = connector.publish(part)
        assert connector.publish(part).remote_id == published.remote_id
        parts.append((part, above.remote_id))
        above = published

    for part, parent in parts:
        (seen,) = peer.public_posts(part.text)
        assert (seen.text, seen.reply_to) == (part.text, parent)


def test_a_text_that_is_too_long_is_refused_before_anything_is_sent(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector, "Ä" * (connector.limits.characters + 1))

    with pytest.raises(Rejected) as caught:
        connector.publish(post)

    assert "zu lang" in str(caught.value) or "too long" in str(caught.value)
    assert peer.public_posts(post.text[-12:]) == []


def test_verify_names_the_account(peer: Peer):
    identity = peer.connector().verify()

    assert identity.remote_id == peer.account.remote_id
    assert peer.account.handle in identity.handle


def test_a_citizens_reply_comes_in_once_and_complete(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))
    _old, cursor = connector.fetch_comments({})

    remote_id = peer.citizen_replies(published.remote_id, "Wann fährt der Bus wieder?")
    comments, cursor = connector.fetch_comments(cursor)
    (comment,) = [c for c in comments if c.remote_id == remote_id]

    assert comment.text.endswith("Wann fährt der Bus wieder?")
    assert comment.parent_id == published.remote_id
    assert comment.root_id in ("", published.remote_id)
    assert comment.author_id
    assert comment.author_handle
    assert comment.author_name
    assert comment.url
    assert not comment.is_private
    assert comment.created_at.utcoffset().total_seconds() == 0
    later, _cursor = connector.fetch_comments(cursor)
    assert published.remote_id not in [c.remote_id for c in later]


def test_a_reply_that_also_mentions_us_keeps_its_place_in_the_thread(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))

    remote_id = peer.citizen_replies(published.remote_id, f"@{peer.account.handle} und was ist mit der Linie 4?")
    comments = all_comments(connector)
    (comment,) = [c for c in comments if c.remote_id == remote_id]

    assert comment.parent_id == published.remote_id


def test_a_watched_thread_shows_replies_without_any_notification(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))
    remote_id = peer.citizen_replies(published.remote_id, "Danke!")

    comments, _cursor = connector.fetch_thread(published.remote_id)

    assert remote_id in [c.remote_id for c in comments]
    assert published.remote_id not in [c.remote_id for c in comments]


def test_what_a_reply_answers_is_told_step_by_step(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))
    remote_id = peer.citizen_replies(published.remote_id, "Danke!")

    assert connector.parent_of(remote_id) == published.remote_id
    assert connector.parent_of(published.remote_id) == ""


def test_reading_asks_no_more_than_it_may(peer: Peer):
    """Removal: counting in the session. The practice platform is asked without requests."""
    allowed = RequestBudget(1)
    connector = peer.connector(before_request=allowed.take)

    connector.fetch_comments({})

    if peer.kind != "practice":
        with pytest.raises(BudgetSpent):
            connector.fetch_comments({})
        assert allowed.used == 1


def test_an_answer_appears_below_the_citizens_reply_and_only_once(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))
    remote_id = peer.citizen_replies(published.remote_id, "Wann fährt der Bus?")
    comments, _cursor = connector.fetch_thread(published.remote_id)
    comment = next(c for c in comments if c.remote_id == remote_id)
    answer = peer.post(connector, "Ab Montag um 6 Uhr.", reply_to=comment.ref)

    connector.publish(answer)
    connector.publish(answer)

    (seen,) = peer.public_posts(answer.text)
    assert seen.reply_to == remote_id
    assert connector.read_back(answer) is not None


def test_an_answer_whose_own_answer_got_lost_is_found_again(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))
    remote_id = peer.citizen_replies(published.remote_id, "Wann fährt der Bus?")
    comments, _cursor = connector.fetch_thread(published.remote_id)
    comment = next(c for c in comments if c.remote_id == remote_id)
    answer = peer.post(connector, "Ab Montag um 6 Uhr.", reply_to=comment.ref)
    peer.arm_answer("timeout after")

    with pytest.raises(OutcomeUnknown):
        connector.publish(answer)

    assert connector.read_back(answer) is not None


def test_hiding_does_what_the_queue_was_told(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))
    remote_id = peer.citizen_replies(published.remote_id, "So ein Unsinn, ihr Schnarchnasen!")
    comments, _cursor = connector.fetch_thread(published.remote_id)
    comment = next(c for c in comments if c.remote_id == remote_id)

    done = connector.hide(comment.ref, "Nr. 3 der Netiquette: Beleidigung")

    assert peer.has_taken_measures(comment.ref)
    assert (done == "hidden") == connector.abilities.hide
    assert str(connector.abilities.hide_means)
    if connector.abilities.unhide:
        connector.hide(comment.ref)
        assert connector.unhide(comment.ref) == "shown"
        assert not peer.has_taken_measures(comment.ref)
    else:
        with pytest.raises(Rejected):
            connector.unhide(comment.ref)


def hidden_replies(peer: Peer, connector, texts: list[str]):
    """Citizens' replies below a new post, each hidden."""
    published = connector.publish(peer.post(connector))
    wanted = [peer.citizen_replies(published.remote_id, text) for text in texts]
    comments, _cursor = connector.fetch_thread(published.remote_id)
    refs = {c.remote_id: c.ref for c in comments if c.remote_id in wanted}
    for remote_id in wanted:
        connector.hide(refs[remote_id], "Nr. 3 der Netiquette")
    return [refs[remote_id] for remote_id in wanted]


def test_showing_again_frees_this_reply_only_and_may_be_repeated(peer: Peer):
    """Removal: unhide that empties the whole list, or that fails on what is public already."""
    connector = peer.connector()
    if not connector.abilities.unhide:
        (reported,) = hidden_replies(peer, connector, ["Erste Antwort"])
        with pytest.raises(Rejected) as refused:
            connector.unhide(reported)
        assert str(refused.value) and peer.has_taken_measures(reported)
        return
    first, second = hidden_replies(peer, connector, ["Erste Antwort", "Zweite Antwort"])

    answers = [connector.unhide(first), peer.connector().unhide(first)]

    assert answers == ["shown", "shown"]
    assert not peer.has_taken_measures(first) and peer.has_taken_measures(second)
    connector.hide(first)
    assert peer.has_taken_measures(first)


def test_showing_again_needs_access(peer: Peer):
    connector = peer.connector()
    if not connector.abilities.unhide:
        return
    (ref,) = hidden_replies(peer, connector, ["Eine Antwort"])
    account = peer.lose_access()

    with pytest.raises(NeedsReconnect):
        peer.connector(tokens=account.tokens).unhide(ref)

    assert peer.has_taken_measures(ref)


def standing_below(connector, post: str) -> set[str]:
    comments, _cursor = connector.fetch_thread(post)
    return {comment.remote_id for comment in comments}


def test_a_citizens_comment_is_deleted_for_good_where_the_platform_offers_it(peer: Peer):
    """Removal: reading back in delete_comment; deleting again must be as harmless as deleting once."""
    connector = peer.connector()
    post = connector.publish(peer.post(connector)).remote_id
    first, second = (peer.citizen_replies(post, text) for text in ("Ich zeige euch alle an!", "Danke!"))
    (ref,) = [c.ref for c in connector.fetch_thread(post).comments if c.remote_id == first]

    if not connector.abilities.delete_comments:
        with pytest.raises(Rejected) as refused:
            connector.delete_comment(ref)
        assert str(refused.value) and standing_below(connector, post) == {first, second}
        return

    assert [connector.delete_comment(ref), peer.connector().delete_comment(ref)] == ["deleted", "deleted"]
    assert standing_below(connector, post) == {second}


def test_an_account_is_restricted_and_set_free_as_the_platform_says_however_often(peer: Peer):
    connector = peer.connector()
    post = connector.publish(peer.post(connector)).remote_id
    peer.citizen_replies(post, "Ich weiß, wo ihr wohnt.")
    (ref,) = [c.ref for c in connector.fetch_thread(post).comments]

    for is_block, means, codes in (
        (False, connector.abilities.restrict_means, {"muted", "unmuted"}),
        (True, connector.abilities.block_means, {"blocked", "unblocked"}),
    ):
        if not str(means):
            with pytest.raises(Rejected):
                connector.restrict(ref, is_block=is_block)
            continue
        done = {step(ref, is_block=is_block) for step in (connector.restrict, connector.restrict)}
        done |= {step(ref, is_block=is_block) for step in (connector.lift, connector.lift)}
        assert done == codes


def test_deleting_a_citizens_comment_needs_access(peer: Peer):
    connector = peer.connector()
    if not connector.abilities.delete_comments:
        return
    post = connector.publish(peer.post(connector)).remote_id
    reply = peer.citizen_replies(post, "Eine Antwort")
    (ref,) = [c.ref for c in connector.fetch_thread(post).comments]
    account = peer.lose_access()

    with pytest.raises(NeedsReconnect):
        peer.connector(tokens=account.tokens).delete_comment(ref)

    assert ref.remote_id == reply


def test_a_deleted_post_is_gone_and_deleting_again_is_harmless(peer: Peer):
    connector = peer.connector()
    post = peer.post(connector)
    published = connector.publish(post)

    connector.delete(published.remote_id)
    connector.delete(published.remote_id)

    assert peer.public_posts(post.text) == []


def test_figures_are_whole_numbers_under_the_names_the_profile_promises(peer: Peer):
    connector = peer.connector()
    published = connector.publish(peer.post(connector))

    found = wait_for(lambda: [f for f in [connector.metrics(published.remote_id)] if f is not None], "it is counted")
    of_post = found[0]
    of_account = connector.audience()

    assert set(of_post) <= set(connector.profile.post_figures)
    assert set(of_account) <= set(connector.profile.account_figures)
    assert all(type(count) is int and count >= 0 for count in [*of_post.values(), *of_account.values()])


def test_limits_survive_being_stored(peer: Peer):
    limits = peer.connector().read_limits()

    assert type(limits).from_json(limits.as_json()) == limits
    assert limits.characters > 100
    assert limits.images == peer.images

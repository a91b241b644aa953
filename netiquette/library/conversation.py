# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clauses that invite: where the rules hold, how people talk, that criticism is welcome."""

from netiquette.library.clause import LibraryClause

CLAUSES = (
    LibraryClause(
        key="geltung",
        group="conversation",
        title="Wo diese Regeln gelten",
        text=(
            "Die Regeln gelten für alle Auftritte {of_named} in sozialen Netzwerken: für Kommentare, "
            "Antworten, Bilder und Profile, die dort sichtbar sind. Daneben gelten die Bedingungen des jeweiligen "
            "Netzwerks und die Gesetze."
        ),
        purpose="Steckt ab, wofür die Regeln gelten. Wer eine Maßnahme prüft, fragt zuerst danach.",
        is_ground_for_measures=False,
        legal_basis="Zweckbestimmung (Widmung) der Auftritte; Art. 5 Abs. 1 und 2 GG",
        translations={
            "leicht": (
                "Wo gelten die Regeln?",
                "{The_town} hat Seiten in sozialen Netzwerken. Auf allen diesen Seiten gelten unsere Regeln. Sie "
                "gelten für Texte, für Bilder und für Profile. Außerdem gelten die Gesetze. Und es gelten die Regeln "
                "von dem Netzwerk.",
            ),
            "en": (
                "Where these rules apply",
                "These rules apply to all social media pages run by the administration of {town}: to comments, replies, "
                "pictures and profiles that can be seen there. The terms of the network and the law apply as well.",
            ),
        },
    ),
    LibraryClause(
        key="umgang",
        group="conversation",
        title="Respektvoll miteinander reden",
        text=(
            "Schreiben Sie so, wie Sie auch {in_the_house} mit jemandem sprechen würden. Hinter jedem Profil sitzt ein "
            "Mensch – auch hinter unserem. Wir antworten höflich, auch auf unhöfliche Fragen."
        ),
        purpose="Setzt den Ton und nimmt auch die Verwaltung in die Pflicht. Allein darauf stützt sich keine Maßnahme.",
        is_ground_for_measures=False,
        strongest_measure="reply",
        examples_allowed=(
            "„Diese Baustelle ist eine Zumutung, wann wird das endlich fertig?“\n„Ich bin wirklich sauer auf Sie.“"
        ),
        translations={
            "leicht": (
                "Freundlich miteinander reden",
                "Schreiben Sie so, wie Sie {in_the_house} mit anderen sprechen. Jedes Profil gehört zu einem Menschen. "
                "Auch bei uns schreiben Menschen. Wir antworten immer höflich.",
            ),
            "en": (
                "Talk to each other with respect",
                "Write the way you would speak to somebody at our offices. Behind every profile there is a person – "
                "behind ours, too. We answer politely, even if the question is not.",
            ),
        },
    ),
    LibraryClause(
        key="kritik",
        group="conversation",
        title="Kritik ist willkommen",
        text=(
            "Kritik an Entscheidungen, an der Verwaltung und an Amtsträgern ist erlaubt, auch wenn sie scharf, "
            "zugespitzt oder politisch ist. Wir blenden keinen Kommentar aus, weil uns seine Meinung nicht gefällt. "
            "Sie müssen sich nicht mit Ihrem bürgerlichen Namen äußern."
        ),
        purpose=(
            "Sagt zu, was Gerichte von Behörden verlangen: Der Auftritt einer Behörde ist wie eine öffentliche "
            "Einrichtung zu behandeln. Schützt auch das Team vor dem Wunsch, Unbequemes verschwinden zu lassen."
        ),
        is_ground_for_measures=False,
        strongest_measure="leave",
        examples_allowed=("„Der Beschluss ist eine Schande.“\n„{The_head} hat ihr Wort gebrochen.“"),
        legal_basis="Art. 5 Abs. 1 GG; VG Hamburg, 3 K 5339/19",
        translations={
            "leicht": (
                "Sie dürfen uns kritisieren",
                "Sie dürfen sagen, was Ihnen nicht gefällt. Sie dürfen es auch deutlich sagen. Und Sie dürfen über "
                "Politik schreiben. Wir verstecken keinen Kommentar, nur weil wir anders denken. Sie müssen sich nicht "
                "mit Ihrem echten Namen melden.",
            ),
            "en": (
                "Criticism is welcome",
                "You may criticise decisions, the administration and office holders, even sharply, pointedly or "
                "politically. We hide no comment because we dislike its opinion. You need not use your legal name.",
            ),
        },
    ),
    LibraryClause(
        key="thema",
        group="conversation",
        title="Beim Thema bleiben",
        text=(
            "Kommentare sollen etwas mit dem Beitrag zu tun haben. Wer denselben Text immer wieder einstellt oder ein "
            "Gespräch mit fremden Themen überzieht, den bitten wir zuerst, damit aufzuhören. Für andere Anliegen nennen "
            "wir gern den richtigen Ort."
        ),
        purpose=(
            "Hält Gespräche lesbar. Für das Ausblenden, nur weil etwas nicht zum Thema passt, fehlt Kommunen eine Grundlage, "
            "wie Rundfunkanstalten sie haben (BVerwG, 30.11.2022, 6 C 12.20): Hier bleibt es bei Bitte und Antwort."
        ),
        is_ground_for_measures=False,
        examples_allowed="Unter dem Beitrag zum Radweg nach den Kosten des Radwegs fragen",
        examples_not_allowed="Denselben Absatz zu einem anderen Thema unter zehn Beiträge kopieren",
        legal_basis="Bitte ohne Maßnahme; BVerwG, 30.11.2022, 6 C 12.20",
        translations={
            "leicht": (
                "Beim Thema bleiben",
                "Ein Kommentar soll zum Beitrag passen. Bitte schreiben Sie nicht immer wieder denselben Text. Wir "
                "bitten Sie dann zuerst, damit aufzuhören. Haben Sie ein anderes Thema? Dann sagen wir Ihnen, wo Sie "
                "damit richtig sind.",
            ),
            "en": (
                "Keep to the topic",
                "Comments should have something to do with the post. If somebody posts the same text over and over, or "
                "floods a conversation with other topics, we first ask them to stop. For other matters we gladly name "
                "the right place.",
            ),
        },
    ),
    LibraryClause(
        key="sprache",
        group="conversation",
        title="Sprache",
        text=(
            "Wir schreiben Deutsch und bemühen uns um einfache Worte. Sie dürfen uns in anderen Sprachen schreiben; die "
            "Antwort kann dann etwas länger dauern."
        ),
        purpose="Nimmt die Scheu, sich zu melden. Wer eine andere Sprache spricht, verstößt gegen keine Regel.",
        is_ground_for_measures=False,
        legal_basis="Art. 3 Abs. 3 GG; Amtssprache nach § 23 VwVfG oder Landesrecht",
        translations={
            "leicht": (
                "Sprache",
                "Wir schreiben Deutsch. Wir wollen einfach schreiben. Sie dürfen auch in einer anderen Sprache "
                "schreiben. Dann dauert die Antwort etwas länger.",
            ),
            "en": (
                "Language",
                "We write German and try to use plain words. You may write to us in other languages; the answer may "
                "then take a little longer.",
            ),
        },
    ),
    LibraryClause(
        key="eigene-verantwortung",
        group="conversation",
        title="Eigene Verantwortung",
        text=(
            "Für das, was Sie schreiben, sind Sie selbst verantwortlich. Ein Kommentar gibt nicht die Meinung der "
            "Verwaltung wieder, auch wenn wir ihn stehen lassen."
        ),
        purpose="Stellt klar, dass Stehenlassen keine Zustimmung ist.",
        is_ground_for_measures=False,
        legal_basis="Art. 6 DSA (Haftung für fremde Inhalte)",
        translations={
            "leicht": (
                "Sie sind selbst verantwortlich",
                "Für Ihre Texte sind Sie verantwortlich. Ein Kommentar ist nicht unsere Meinung. Das gilt auch, wenn "
                "wir den Kommentar stehen lassen.",
            ),
            "en": (
                "Your own responsibility",
                "You are responsible for what you write. A comment does not state the opinion of the administration, "
                "even if we leave it standing.",
            ),
        },
    ),
)

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of the fake Graph: videos of a page, uploaded in pieces."""

from __future__ import annotations

from typing import Any

from tests.graph.course import Course
from tests.graph.nodes import Refusal, id_of, stamp

PIECE = 10_000


class VideoCourse(Course):
    def _post_videos(self, page: dict[str, Any]) -> Any:
        self._must_be(page)
        phase = self.given.get("upload_phase")
        if phase == "start":
            node = self.graph.add(
                self.graph.number(), "video", size=int(self.given["file_size"]), content=b"", published=False,
                owner=page["id"], captions="", **{"from": {"id": page["id"]}},
            )  # fmt: skip
            node["status"] = {"video_status": "upload_complete", "uploading_phase": {"status": "in_progress"}}
            return {"video_id": node["id"], "upload_session_id": f"9{node['id']}", **self._wanted(node)}
        node = self.graph.nodes.get(self.given.get("upload_session_id", "")[1:])
        if node is None or node["kind"] != "video":
            raise Refusal(6000, "There was a problem uploading your video file.", subcode=1363019)
        if phase == "transfer":
            if int(self.given["start_offset"]) != len(node["content"]):
                raise Refusal(6001, "Wrong offset", subcode=1363037)
            node["content"] += self.given["video_file_chunk"]
            return self._wanted(node)
        if phase != "finish" or len(node["content"]) != node["size"] or node["published"]:
            raise Refusal(6000, "There was a problem uploading your video file.", subcode=1363019)
        return self._finish(page, node)

    def _finish(self, page: dict[str, Any], node: dict[str, Any]) -> Any:
        post = self.graph.add(
            f"{page['id']}_{self.graph.number()}", "post", message=self.given.get("description", ""), photos=[],
            created_time=stamp(), owner=page["id"], video=node["id"],
            **{"from": {"id": page["id"], "name": page["name"]}},
        )  # fmt: skip
        post["permalink_url"] = f"https://www.facebook.com/{post['id']}"
        node |= {"published": True, "description": post["message"]}
        node["status"] = {"video_status": "ready", "uploading_phase": {"status": "complete"}}
        if not self.graph.is_slow_with_videos:
            node["post_id"] = post["id"].partition("_")[2]
        return {"success": True}

    def _wanted(self, node: dict[str, Any]) -> dict[str, str]:
        start = len(node["content"])
        return {"start_offset": str(start), "end_offset": str(min(start + PIECE, node["size"]))}

    def _post_captions(self, node: dict[str, Any]) -> Any:
        if self.actor != id_of(node.get("from")) or not node["published"]:
            raise Refusal(100, "Captions cannot be added")
        node["captions"] = self.given["captions_file"].decode()
        node["captions_locale"] = self.given["default_locale"]
        return {"success": True}

# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of the fake Graph: a professional profile, its containers, media and the comments below them."""

from __future__ import annotations

import re
from typing import Any

from tests.graph.course import Course
from tests.graph.nodes import PROFILE, Refusal, is_jpeg, is_video, stamp


class ProfileCourse(Course):
    def _post_media(self, profile: dict[str, Any]) -> Any:
        self._must_own(profile)
        children = re.findall(r"\d+", self.given.get("children", ""))  # with commas, or as JSON: both are taken
        is_reel = self.given.get("media_type") == "REELS"
        if is_reel and not self.given.get("video_url"):
            raise Refusal(100, "The parameter video_url is required")
        if not is_reel and self.given.get("media_type") != "CAROUSEL" and not self.given.get("image_url"):
            raise Refusal(100, "The parameter image_url is required")
        if is_reel:
            is_there = is_video(self.given["video_url"])
        else:
            is_there = all(n in self.graph.nodes for n in children) if children else is_jpeg(self.given["image_url"])
        if not is_there:
            raise Refusal(9004, "The media could not be fetched from this URI", subcode=2207052)
        node = self.graph.add(
            self.graph.number(),
            "container",
            status_code="FINISHED",
            status="Finished",
            caption=self.given.get("caption", ""),
            children=children,
            alt_text=self.given.get("alt_text", ""),
            is_reel=is_reel,
        )
        return {"id": node["id"]}

    def _post_media_publish(self, profile: dict[str, Any]) -> Any:
        self._must_own(profile)
        container = self.graph.nodes.get(self.given["creation_id"])
        if container is None or container["status_code"] != "FINISHED":
            raise Refusal(9007, "Media ID is not available", subcode=2207027)
        container["status_code"] = "PUBLISHED"
        parts = [self.graph.nodes[n] for n in container["children"]] or [container]
        node = self.graph.add(
            self.graph.number(),
            "media",
            caption=container["caption"],
            timestamp=stamp(),
            media_type="VIDEO" if container["is_reel"] else "CAROUSEL_ALBUM" if container["children"] else "IMAGE",
            alt_texts=[part["alt_text"] for part in parts],
            owner=profile["id"],
        )
        node["permalink"] = f"https://www.instagram.com/p/{node['id']}/"
        return {"id": node["id"]}

    def _get_media(self, profile: dict[str, Any]) -> Any:
        return self._list(self.graph.of_kind("media", owner=profile["id"]))

    def _get_content_publishing_limit(self, profile: dict[str, Any]) -> Any:
        used = len(self.graph.of_kind("media"))
        return {"data": [{"quota_usage": used, "config": {"quota_total": self.graph.quota, "quota_duration": 86400}}]}

    def _get_replies(self, node: dict[str, Any]) -> Any:
        return self._list(self._below(node), newest_first=False)

    def _post_replies(self, node: dict[str, Any]) -> Any:
        self._must_own(node)
        return {"id": self.graph.reply_as(self.graph.nodes[PROFILE]["username"], node["id"], self.given["message"])}

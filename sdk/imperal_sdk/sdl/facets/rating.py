"""Facets of opinions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class Rated(BaseModel):
    """Stars, and how many gave them."""

    rating: float | None = fact("rating.rating")
    max_score: float | None = fact("rating.max_score")
    rating_count: int | None = fact("rating.rating_count")
    distribution: dict[str, int] | None = fact("rating.distribution")


class Reviewed(BaseModel):
    """What somebody thought of it."""

    review_body: str | None = fact("rating.review_body")
    is_verified: bool | None = fact("rating.is_verified")
    helpfulness: int | None = fact("rating.helpfulness")
    would_recommend: bool | None = fact("rating.would_recommend")


class Sentiment(BaseModel):
    """How a text feels."""

    sentiment: Literal["positive", "negative", "neutral", "mixed"] | None = fact("rating.sentiment")
    sentiment_score: float | None = fact("rating.sentiment_score")
    magnitude: float | None = fact("rating.magnitude")


class Voted(BaseModel):
    """Votes for and against."""

    upvotes: int | None = fact("rating.upvotes")
    downvotes: int | None = fact("rating.downvotes")
    score: int | None = fact("rating.score")
    my_vote: Literal["up", "down", "none"] | None = fact("rating.my_vote")

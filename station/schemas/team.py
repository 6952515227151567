"""Input and output of teams."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from station.domain.team import LONGEST_NAME, MOST_MEMBERS, TeamForm

NAME = validate.Length(1, LONGEST_NAME)
MEMBERS = validate.Length(0, MOST_MEMBERS)


class TeamFormSchema(Schema):
    """A new team."""

    name = fields.String(required=True, validate=NAME)
    leader = fields.UUID(load_default=None, allow_none=True)
    members = fields.List(fields.UUID(), load_default=list, validate=MEMBERS)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> TeamForm:
        return TeamForm(data["name"], data["leader"], tuple(data["members"]))


class TeamNameSchema(Schema):
    """Another name."""

    name = fields.String(required=True, validate=NAME)


class TeamMembersSchema(Schema):
    """Who belongs to it from now on."""

    members = fields.List(fields.UUID(), required=True, validate=MEMBERS)


class TeamLeaderSchema(Schema):
    """Who leads it from now on; null: nobody yet."""

    leader = fields.UUID(required=True, allow_none=True)


class TeamQuerySchema(Schema):
    """Closed ones too, or not."""

    closed = fields.Boolean(load_default=False)


class TeamPersonSchema(Schema):
    """A volunteer in a team."""

    id = fields.UUID()
    name = fields.String()
    status = fields.String()


class TeamSchema(Schema):
    """A team with its people; `leader` is the id of one of them, or null."""

    id = fields.UUID()
    name = fields.String()
    leader = fields.UUID(attribute="leader_id", allow_none=True)
    active = fields.Boolean()
    created_on = fields.Date()
    closed_on = fields.Date(allow_none=True)
    members = fields.List(fields.Nested(TeamPersonSchema))


class TeamListSchema(Schema):
    """Teams by name."""

    items = fields.List(fields.Nested(TeamSchema))
    total = fields.Integer()

"""Who may do what at a station (domain.md part 12): permission to the roles that have it."""

from __future__ import annotations

ADMINISTRATOR = "administrator"
HEAD = "head"
CLERK = "clerk"
TEAM_LEADER = "team_leader"
VOLUNTEER = "volunteer"

WORKING = frozenset({HEAD, CLERK})
OFFICE = WORKING | {ADMINISTRATOR}
SERVING = frozenset({TEAM_LEADER, VOLUNTEER})
PEOPLE = SERVING | WORKING
ROLES = OFFICE | SERVING
ALL = ROLES
AT_COUNTER = {CLERK: SERVING, HEAD: SERVING}

PERMISSIONS: dict[str, frozenset[str]] = {
    "account.manage": frozenset({ADMINISTRATOR}),
    "account.reset": OFFICE,
    "account.make": OFFICE,
    "account.hand_over": frozenset({ADMINISTRATOR, HEAD}),
    "account.link": frozenset({ADMINISTRATOR, HEAD}),
    "import.read": WORKING,
    "import.write": WORKING,
    "member.read": WORKING,
    "member.write": WORKING,
    "registration.read": WORKING,
    "registration.write": WORKING,
    "volunteer.read": WORKING,
    "volunteer.write": WORKING,
    "officer.read": OFFICE,
    "officer.link": frozenset({ADMINISTRATOR, HEAD}),
    "sheet.certify": WORKING,
    "activity.read": WORKING | {TEAM_LEADER},
    "activity.write": WORKING | {TEAM_LEADER},
    "training.read": WORKING,
    "training.write": WORKING,
    "request.read": WORKING,
    "request.write": WORKING,
    "request.show_contact": WORKING,
    "request.own": PEOPLE,
    "item.write": WORKING,
    "closing.write": frozenset({HEAD}),
    "record.read": WORKING,
    "record.enter": WORKING,
    "record.certify": WORKING,
    "record.void": WORKING,
    "record.evaluate": WORKING,
    "month.read": WORKING,
    "month.close": WORKING,
    "month.sign": frozenset({HEAD}),
    "month.unlock": frozenset({HEAD}),
    "year.read": WORKING,
    "year.seal": frozenset({HEAD}),
    "star.read": WORKING,
    "policy.read": ALL,
    "notice.read": WORKING,
    "notice.put_aside": WORKING,
    "card.read": WORKING,
    "card.write": WORKING,
    "transfer.read": WORKING,
    "transfer.write": WORKING,
    "audit.read": frozenset({ADMINISTRATOR}) | WORKING,
    "practice.use": OFFICE,
    "first_step.read": OFFICE,
    "link.read": OFFICE,
    "link.dispatch": frozenset({ADMINISTRATOR}) | WORKING,
    "link.mend": frozenset({ADMINISTRATOR}) | WORKING,
    "link.enrol": frozenset({ADMINISTRATOR}),
    "talk.read": WORKING,
    "talk.write": WORKING,
    "team.read": WORKING,
    "team.write": WORKING,
    "contest.read": WORKING,
    "contest.answer": WORKING,
    "order.read": WORKING,
    "order.write": WORKING,
    "order.own": PEOPLE,
    "pairing.read": WORKING,
    "pairing.write": WORKING,
    "benefit.read": WORKING,
    "benefit.write": WORKING,
    "own.use": SERVING,
    "own.read": PEOPLE,
    "own.write": PEOPLE,
}

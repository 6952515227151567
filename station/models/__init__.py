"""The tables of this tier and the queries on them."""

import station.models.account
import station.models.activity
import station.models.attendance
import station.models.audit
import station.models.card
import station.models.closing
import station.models.contest
import station.models.counter
import station.models.district
import station.models.evaluation
import station.models.member
import station.models.month_report
import station.models.notice
import station.models.officer
import station.models.photo
import station.models.policy
import station.models.registration
import station.models.request_note
import station.models.request_step
import station.models.search
import station.models.service_item
import station.models.service_order
import station.models.service_record
import station.models.service_request
import station.models.signature
import station.models.star
import station.models.station_state
import station.models.talk
import station.models.tally_version
import station.models.team
import station.models.training
import station.models.transfer
import station.models.volunteer
import station.models.workbook_import
import station.models.year_report  # noqa: F401

"""The tables of this tier and the queries on them."""

import station.models.account
import station.models.audit
import station.models.card
import station.models.member
import station.models.officer
import station.models.registration
import station.models.service_record
import station.models.station_state
import station.models.transfer
import station.models.volunteer
import station.models.workbook_import  # noqa: F401

"""The tables of this tier and the queries on them."""

import association.models.account
import association.models.audit  # noqa: F401

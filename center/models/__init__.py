"""The tables of this tier and the queries on them."""

import center.models.account
import center.models.audit  # noqa: F401

"""How Alembic runs against this tier's database."""

from alembic import context

import station.models  # noqa: F401
from shared.migration import run_versions
from station.database import Base

run_versions(context, Base.metadata)

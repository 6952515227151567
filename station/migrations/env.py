"""How Alembic runs against this tier's database."""

from alembic import context

import station.models  # noqa: F401
from station.database import Base
from shared.migration import run_versions

run_versions(context, Base.metadata)

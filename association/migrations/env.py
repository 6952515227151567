"""How Alembic runs against this tier's database."""

from alembic import context

import association.models  # noqa: F401
from association.database import Base
from shared.migration import run_versions

run_versions(context, Base.metadata)

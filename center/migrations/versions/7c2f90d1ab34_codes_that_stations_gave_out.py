"""codes that stations gave out.

Revision: 7c2f90d1ab34, after 4385fcc61145, written 2026-11-29 18:27:00.000000.
"""

import sqlalchemy as sa
from alembic import op


revision = '7c2f90d1ab34'
down_revision = '4385fcc61145'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('front_request', schema=None) as batch_op:
        batch_op.alter_column('code_digest',
               existing_type=sa.String(length=64),
               nullable=True)


def downgrade() -> None:
    with op.batch_alter_table('front_request', schema=None) as batch_op:
        batch_op.alter_column('code_digest',
               existing_type=sa.String(length=64),
               nullable=False)

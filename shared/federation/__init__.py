"""How messages travel: outbox, sealing, exchange, inbox, agent."""

"""What this machine makes of the real actions, each beside a bare reference in the same run."""

"""Filing: what is sent, when, and what an answer means; the same planner drives window and command line."""

"""One run between its steps: what each is to do, where it leaves its rows, how a shard is read."""

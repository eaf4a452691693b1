"""The worker process: background jobs, and call records from the engine's spool into the database.

`process` holds it together, `intake` reads the spool, `cordboard.processes.jobs` lists the jobs.
`python -m cordboard.processes.worker` runs it.
"""

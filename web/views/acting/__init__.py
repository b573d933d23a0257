"""What people do with a project: one class an act, each with one call into the domain."""

"""Assessments: begun, filled in by one or several people, completed, and given a level by a person."""

"""What an authority holds about a person, for those who keep its records: retention, holds, deletion, exports."""

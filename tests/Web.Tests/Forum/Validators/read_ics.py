"""Reads a calendar with python3-icalendar and prints what it understands of each event, as validate.mjs does."""
import json
import sys
from datetime import timezone

from icalendar import Calendar


def utc(value):
    return value.dt.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
print(json.dumps([{
    "uid": str(event["UID"]), "start": utc(event["DTSTART"]), "end": utc(event["DTEND"]), "zone": event["DTSTART"].params["TZID"],
    "summary": str(event["SUMMARY"]), "description": str(event.get("DESCRIPTION", "")), "location": str(event["LOCATION"]), "sequence": int(event["SEQUENCE"]),
    "status": str(event["STATUS"]), "conference": str(event.get("CONFERENCE", "")), "modified": utc(event["LAST-MODIFIED"]),
} for event in calendar.walk("VEVENT")], ensure_ascii=False))

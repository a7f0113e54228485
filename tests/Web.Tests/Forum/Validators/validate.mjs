// Reads feeds with programs of others: schedule.json with Ajv against the published schema, the calendar with ical.js.
//   node validate.mjs schema SCHEMA FILE   prints {"valid":…,"errors":[…]}
//   node validate.mjs ical FILE            prints what a calendar program understands of each event
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import ICAL from "ical.js";

const [what, ...files] = process.argv.slice(2);
const read = file => readFileSync(file, "utf8");

if (what === "schema") {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addMetaSchema(createRequire(import.meta.url)("ajv/dist/refs/json-schema-draft-06.json"));
  addFormats(ajv);
  // The schema names a format that is in no standard.
  ajv.addFormat("color", /^#[0-9a-f]{6}$/i);
  const check = ajv.compile(JSON.parse(read(files[0])));
  console.log(JSON.stringify({ valid: check(JSON.parse(read(files[1]))), errors: check.errors ?? [] }));
} else {
  const calendar = new ICAL.Component(ICAL.parse(read(files[0])));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const utc = time => new Date(time.toUnixTime() * 1000).toISOString().replace(".000", "");
  console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map(event => {
    const { uid, startDate, endDate, summary, description, location, sequence } = new ICAL.Event(event);
    return {
      uid, start: utc(startDate), end: utc(endDate), zone: startDate.zone.tzid, summary, description: description ?? "", location, sequence,
      status: event.getFirstPropertyValue("status"), conference: event.getFirstPropertyValue("conference") ?? "", modified: utc(event.getFirstPropertyValue("last-modified")),
    };
  })));
}

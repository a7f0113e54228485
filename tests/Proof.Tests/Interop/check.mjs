// Checks credentials with the library of others: node check.mjs CREDENTIAL ISSUER [STATUS-LIST]; prints one JSON document.
import { readFileSync } from "node:fs";
import { named as contexts } from "@digitalbazaar/credentials-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { createVerifyCryptosuite } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";

const [credentialFile, issuerFile, statusFile] = process.argv.slice(2);
const read = file => JSON.parse(readFileSync(file, "utf8"));
const [credential, issuer] = [read(credentialFile), read(issuerFile)];
const method = issuer.verificationMethod[0];

// What the issuer's document uses of https://www.w3.org/ns/cid/v1; nothing is fetched in a test.
const SECURITY = "https://w3id.org/security#";
const relation = name => ({ "@id": SECURITY + name, "@type": "@id", "@container": "@set" });
const cid = { "@context": { "@version": 1.1, id: "@id", type: "@type", Multikey: SECURITY + "Multikey", controller: { "@id": SECURITY + "controller", "@type": "@id" },
  publicKeyMultibase: { "@id": SECURITY + "publicKeyMultibase", "@type": SECURITY + "multibase" }, verificationMethod: relation("verificationMethod"), assertionMethod: relation("assertionMethod") } };

async function documentLoader(url) {
  const found = url === issuer.id ? issuer
    : url === method.id ? { "@context": "https://w3id.org/security/multikey/v1", ...method }
    : url === "https://www.w3.org/ns/cid/v1" ? cid
    : [...contexts.values()].find(c => c.id === url)?.context;
  if (!found) throw new Error(`nobody serves ${url}`);
  return { contextUrl: null, documentUrl: url, document: found };
}

async function verify(document) {
  const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
  const result = await vc.verifyCredential({ credential: document, suite, documentLoader, checkStatus: async () => ({ verified: true }) });
  return { verified: result.verified, error: result.error ? String(result.error.errors?.[0]?.message ?? result.error.message) : null };
}

console.log(JSON.stringify({ credential: await verify(credential), status: statusFile ? await verify(read(statusFile)) : null }));

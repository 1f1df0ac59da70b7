import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedBy } from "./embedded.ts";
import { type LockFile, sbomOf } from "./sbom.ts";

const lock = JSON.parse(readFileSync(join(import.meta.dir, "../../package-lock.json"), "utf8")) as LockFile;
const RELEASED = Date.UTC(2026, 10, 30);

interface Component {
  readonly type: string;
  readonly "bom-ref": string;
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: readonly { readonly license?: { readonly id: string }; readonly expression?: string }[];
}
interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly version: number;
  readonly metadata: { readonly timestamp: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
const bom = JSON.parse(sbomOf(lock, embeddedBy(lock), RELEASED)) as Bom;

test("CycloneDX 1.6: what its schema requires of a document is there, in the form that it requires", () => {
  expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 });
  expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  expect(new Date(bom.metadata.timestamp).getTime()).toBe(RELEASED);
  for (const { type, name, version, hashes = [], licenses } of [bom.metadata.component, ...bom.components]) {
    expect(["application", "library", "platform"]).toContain(type);
    expect(name.length).toBeGreaterThan(0);
    expect(version.length).toBeGreaterThan(0);
    // A choice: identifiers of licenses, or one expression.
    for (const { license, expression } of licenses) expect(license === undefined).toBe(expression !== undefined);
    if (licenses.some(({ expression }) => expression !== undefined)) expect(licenses).toHaveLength(1);
    for (const { alg, content } of hashes) {
      expect(alg).toBe("SHA-512");
      expect(content).toMatch(/^[a-f0-9]{128}$/);
    }
  }
});

test("each component is there once, and each dependency is a component", () => {
  const refs = [bom.metadata.component, ...bom.components].map((component) => component["bom-ref"]);
  expect(new Set(refs).size).toBe(refs.length);
  expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
  for (const { dependsOn } of bom.dependencies) {
    expect(new Set(dependsOn).size).toBe(dependsOn.length);
    for (const ref of dependsOn) expect(refs).toContain(ref);
  }
});

test("what is in the executable, its runtime and the chat included, and no tool of whoever works on it", () => {
  const names = bom.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
  for (const name of ["ltx", "@clack/prompts", "acme-client", "bun", "converse.js"]) expect(names).toContain(name);
  for (const name of ["typescript", "@biomejs/biome", "playwright-core"]) expect(names).not.toContain(name);
  const own = bom.dependencies.find(({ ref }) => ref === bom.metadata.component["bom-ref"]);
  expect(own?.dependsOn.map((ref) => ref.replace(/@[^@]*$/, ""))).toEqual(
    expect.arrayContaining(["pkg:npm/bun", "pkg:npm/ltx", "pkg:npm/%40clack/prompts"]),
  );
});

test("the same release, the same text; another date, another serial number", () => {
  expect(sbomOf(lock, embeddedBy(lock), RELEASED)).toBe(`${JSON.stringify(bom, null, 2)}\n`);
  const other = JSON.parse(sbomOf(lock, embeddedBy(lock), RELEASED + 1000)) as Bom;
  expect(other.serialNumber).not.toBe(bom.serialNumber);
});

test("a package in the folder of another one is found there first, as Node.js does", () => {
  const packages = {
    "": { version: "1.0.0", dependencies: { a: "1" } },
    "node_modules/a": { version: "1.0.0", dependencies: { b: "1" } },
    "node_modules/a/node_modules/b": { version: "2.0.0", dependencies: { c: "1" } },
    "node_modules/b": { version: "1.0.0" },
    "node_modules/c": { version: "3.0.0" },
  };
  const { dependencies } = JSON.parse(sbomOf({ packages }, [], RELEASED)) as Bom;
  const of = (ref: string) => dependencies.find((each) => each.ref === ref)?.dependsOn;
  expect(of("pkg:npm/a@1.0.0")).toEqual(["pkg:npm/b@2.0.0"]);
  expect(of("pkg:npm/b@2.0.0")).toEqual(["pkg:npm/c@3.0.0"]);
});

/** CycloneDX 1.6 (ECMA-424): what is in the executables, from package-lock.json, and what they are made of besides. */
import { createHash } from "node:crypto";

/** What the lock file of npm (version 3) says of a package. */
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface LockFile {
  /** By path: "" is this program, "node_modules/ltx". */
  readonly packages: Readonly<Record<string, Locked>>;
}

/** What is in the executables without being a dependency of the program. */
export interface Embedded {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly type: "platform" | "library";
  /** As npm writes it: "sha512-…". */
  readonly integrity: string;
}

const FOLDER = "node_modules/";

/** `released` in milliseconds since 1970. The same input gives the same text. Throws Error for a package without a version. */
export function sbomOf(lock: LockFile, embedded: readonly Embedded[], released: number): string {
  const own = lock.packages[""];
  if (own?.version === undefined) throw new Error("package-lock.json names no version");
  const paths = Object.keys(lock.packages).filter((path) => path !== "" && !lock.packages[path]?.dev);
  const refs = new Map(paths.map((path) => [path, refOf(nameOf(path), lock.packages[path]?.version)]));
  const ownRef = refOf("jabber-home", own.version);
  const added = embedded.map(({ name, version }) => refOf(name, version));
  const components = new Map(
    [
      ...embedded,
      ...paths.map((path) => ({ ...lock.packages[path], name: nameOf(path), type: "library" as const })),
    ].map((each) => [refOf(each.name, each.version), componentOf(each)]),
  );
  const dependencies = new Map([
    [ownRef, [...needs(lock, "", refs), ...added]],
    ...added.map((ref) => [ref, []] as const),
    ...paths.map((path) => [refs.get(path) ?? "", needs(lock, path, refs)] as const),
  ]);
  const bom = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([ownRef, released, [...components]]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(released).toISOString(),
      component: {
        type: "application",
        "bom-ref": ownRef,
        name: "jabber-home",
        version: own.version,
        licenses: licensesOf(own.license),
      },
    },
    components: sorted(components).map(([, component]) => component),
    dependencies: sorted(dependencies).map(([ref, on]) => ({ ref, dependsOn: [...new Set(on)].sort() })),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function componentOf({
  name,
  version,
  type,
  license,
  integrity,
}: Omit<Locked, "dev"> & { name: string; type: string }) {
  const [group, short] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const hash = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity ?? "")?.[1];
  return {
    type,
    "bom-ref": refOf(name, version),
    ...(group === undefined ? {} : { group }),
    name: short,
    version,
    purl: refOf(name, version),
    ...(hash ? { hashes: [{ alg: "SHA-512", content: Buffer.from(hash, "base64").toString("hex") }] } : {}),
    licenses: licensesOf(license),
  };
}

/** An SPDX identifier, or an expression of several. */
const licensesOf = (license = "NOASSERTION") =>
  /^[\w.+-]+$/.test(license) ? [{ license: { id: license } }] : [{ expression: license }];

/** "node_modules/a/node_modules/@b/c" is "@b/c". */
const nameOf = (path: string): string => path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);

/** A package URL (purl). */
function refOf(name: string, version: string | undefined): string {
  if (version === undefined) throw new Error(`package-lock.json names no version of ${name}`);
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** As Node.js looks for them: in the folder of the package itself, then in those above it. */
function needs({ packages }: LockFile, path: string, refs: ReadonlyMap<string, string>): readonly string[] {
  return Object.keys(packages[path]?.dependencies ?? {}).flatMap((name) => {
    for (let above = path; ; above = above.slice(0, Math.max(0, above.lastIndexOf(FOLDER) - 1))) {
      const ref = refs.get(above === "" ? FOLDER + name : `${above}/${FOLDER}${name}`);
      if (ref !== undefined) return [ref];
      if (above === "") return [];
    }
  });
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** RFC 9562 §5.8: a UUID of version 8, from a digest. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

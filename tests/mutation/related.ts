/** Which tests are run for a change of a source file: those that import it, nearest first, and those of its part. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** Tests in the folders of `tests/` by the beginning of a source file's path; each of them where several fit. */
export const BY_FOLDER: readonly (readonly [folder: string, ...patterns: readonly string[]])[] = [
  ["src/store/", "conformance/rfc6120-sasl*", "conformance/xep-0077*", "hostile/resume*", "hostile/full-disk*"],
  ["src/store/", "end-to-end/restart*", "end-to-end/lost-cache*"],
  ["src/session/", "conformance/rfc6120-bind*", "conformance/rfc6121-delivery*", "conformance/xep-0198*"],
  ["src/session/", "conformance/xep-0386*", "conformance/xep-0352*", "conformance/xep-0280*", "conformance/xep-0114*"],
  ["src/session/", "hostile/resume*", "hostile/memory*", "hostile/slow-reader*", "hostile/away*", "hostile/fairness*"],
  ["src/stream/", "conformance/rfc6120-*", "conformance/xep-0388*", "conformance/xep-0386*", "conformance/xep-0484*"],
  ["src/stream/", "conformance/xep-0480*", "conformance/xep-0509*", "conformance/xep-0178*", "conformance/xep-0474*"],
  [
    "src/stream/",
    "hostile/sasl*",
    "hostile/signing-in*",
    "hostile/guesses*",
    "hostile/starttls*",
    "hostile/connections*",
  ],
  [
    "src/federation/",
    "conformance/xep-0220*",
    "conformance/xep-0288*",
    "conformance/xep-0178*",
    "conformance/xep-0185*",
  ],
  ["src/federation/", "hostile/federation-*", "hostile/certificates*", "hostile/private-targets*", "hostile/memory*"],
  ["src/im/", "conformance/rfc6121-*", "conformance/strangers*", "conformance/xep-0160*", "hostile/offline*"],
  ["src/im/", "hostile/roster*", "hostile/away*", "hostile/forged*"],
  ["src/server/", "conformance/rfc6120-stanzas*", "conformance/rfc6121-delivery*", "conformance/modules*"],
  ["src/server/", "hostile/fairness*", "hostile/forged*", "hostile/floods*"],
  ["src/xml/", "hostile/xml*", "hostile/weight*", "conformance/rfc6120-streams*"],
  ["src/net/", "net/*", "hostile/connections*"],
  ["src/dns/", "net/dns*", "net/server-targets*"],
  ["src/certificate/", "certificate/*", "end-to-end/acme*"],
  ["src/trust/", "hostile/certificates*", "hostile/shown-certificates*", "conformance/xep-0178*"],
  [
    "src/xep/rooms/0045-muc/",
    "conformance/xep-0045-*",
    "conformance/xep-0410*",
    "conformance/clients-rooms*",
    "hostile/rooms*",
  ],
  ["src/xep/publishing/0060-pubsub/", "conformance/xep-0060-pubsub*", "conformance/xep-0163*", "hostile/pubsub*"],
  ["src/xep/publishing/0163", "conformance/xep-0060-pubsub*", "hostile/pubsub*"],
  [
    "src/xep/history/0313",
    "conformance/xep-0431*",
    "conformance/xep-0441*",
    "hostile/archive*",
    "hostile/rooms-archives*",
  ],
  ["src/xep/history/0431", "conformance/xep-0313*", "hostile/archive*"],
];

/** The greatest distance of a test that imports the file, in steps. */
const MAX_STEPS = 2;
/** The number of such tests; the tests of its part are all run. */
const MAX_RELATED = 12;
/** Folders that are one part of the server, whose tests reach their files in many steps. */
const PART_FOLDER = /^src\/(xep\/[^/]+|(?!xep\/)[^/]+)\//;

export interface Graph {
  /** For each path below the root, the paths that import it. */
  readonly importers: ReadonlyMap<string, readonly string[]>;
  readonly tests: readonly string[];
}

/** The graph of all TypeScript below `src` and `tests`, without type imports. */
export function graphOf(root: string): Graph {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const paths = [...new Bun.Glob("{src,tests,installer}/**/*.ts").scanSync(root)].sort();
  const importers = new Map<string, string[]>();
  for (const path of paths) {
    const text = readFileSync(join(root, path), "utf8").replace(/^#!.*/, "");
    for (const { path: imported } of transpiler.scanImports(text)) {
      if (!imported.startsWith(".")) continue;
      const target = relative(root, resolve(root, dirname(path), imported));
      importers.set(target, [...(importers.get(target) ?? []), path]);
    }
  }
  return { importers, tests: paths.filter((path) => path.endsWith(".test.ts")) };
}

/**
 * The tests for a file in stages; each is run where the one before detects nothing. First its own test, others within two
 * steps, nearest first, and those of its part, which may reach it from far away; then those in `tests` that are about it.
 */
export function testsOf(path: string, { importers, tests }: Graph): readonly (readonly string[])[] {
  const nearest: string[] = [];
  let reached = new Set([path]);
  const seen = new Set(reached);
  for (let distance = 0; distance < MAX_STEPS; distance += 1) {
    reached = new Set([...reached].flatMap((one) => importers.get(one) ?? []).filter((one) => !seen.has(one)));
    for (const one of reached) seen.add(one);
    nearest.push(...[...reached].filter((one) => one.endsWith(".test.ts") && one.startsWith("src/")).sort());
  }
  const own = path.replace(/\.ts$/, ".test.ts");
  const part = PART_FOLDER.exec(path)?.[0] ?? path;
  const beside = tests.filter((test) => test.startsWith(part));
  const units = [...new Set([...(tests.includes(own) ? [own] : []), ...nearest.slice(0, MAX_RELATED), ...beside])];
  const [, number] = /^src\/xep\/(\d{4})/.exec(path) ?? [];
  const patterns = [
    ...(number === undefined ? [] : [`conformance/xep-${number}-*`]),
    ...BY_FOLDER.flatMap(([folder, ...those]) => (path.startsWith(folder) ? those : [])),
  ];
  const globs = patterns.map((pattern) => new Bun.Glob(`tests/${pattern}`));
  const wider = tests.filter((test) => globs.some((glob) => glob.match(test)) && !units.includes(test));
  return [units, wider].filter((stage) => stage.length > 0);
}

/** The servers of other kinds that this machine has: where their packages put their data, as far as this user may read. */
import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import type { Machine } from "../service/machine.ts";
import { readEjabberd } from "./ejabberd.ts";
import { prosodyAdmins } from "./prosody.ts";
import type { FormerServer, SeenDomain, ServerKind, SourceSight } from "./server.ts";
import { serviceOf } from "./service.ts";

export interface FindDeps {
  readonly machine: Machine;
  /** Looks at a source, without trusting it. */
  readonly look: (path: string) => SourceSight;
}

const PLACES: readonly { readonly kind: ServerKind; readonly path: string }[] = [
  { kind: "prosody", path: "/var/lib/prosody" },
  { kind: "snikket", path: "/var/lib/docker/volumes/snikket_data/_data" },
  { kind: "ejabberd", path: "/var/lib/ejabberd" },
  { kind: "jabberd2", path: "/var/lib/jabberd2/sqlite.db" },
  { kind: "jabberd14", path: "/var/spool/jabber" },
];

/** The same, looked for once: servers that are named again and again are not opened each time. */
export function openFormer(deps: FindDeps) {
  const named = new Map<string, FormerServer | string>();
  let found: readonly FormerServer[] | undefined;
  return {
    found: (): readonly FormerServer[] => {
      found ??= findServers(deps);
      return found;
    },
    at: (path: string): FormerServer | string => {
      const server = named.get(path) ?? serverAt(path, deps);
      named.set(path, server);
      return server;
    },
    remove: (file: string): void => rmSync(file, { force: true }),
  };
}

/** A server without accounts is none, and neither is one that has nothing but the domain that its package came with. */
export function findServers(deps: FindDeps): readonly FormerServer[] {
  const { root } = deps.machine;
  const places = PLACES.filter(({ path }) => existsSync(root + path));
  const found = places
    .map(({ kind, path }) => seen(kind, root + path, deps))
    .filter((server) => typeof server !== "string");
  const isUsed = ({ state, domains }: FormerServer): boolean =>
    domains.length > 0 && (state !== "raw" || domains.some(({ domain }) => domain !== LOCALHOST));
  return found.filter((server) => server.state === "denied" || isUsed(server));
}

/** What a person, or a flag, has named; a sentence where nothing can come from there. */
export function serverAt(given: string, deps: FindDeps): FormerServer | string {
  const path = resolve(given);
  const place = PLACES.find((each) => deps.machine.root + each.path === path);
  const server = seen(place?.kind, path, deps);
  if (typeof server === "string" || server.state !== "denied") return server;
  const sight = deps.look(path);
  return "problem" in sight ? sight.problem : server;
}

/** `known` is the kind of the place; elsewhere it is what the data look like. */
function seen(known: ServerKind | undefined, path: string, deps: FindDeps): FormerServer | string {
  const { machine, look } = deps;
  const sight = look(path);
  if (sight.state === "refused") return sight.problem;
  const of = (
    kind: ServerKind,
    at: string,
    state: FormerServer["state"],
    domains: readonly SeenDomain[],
  ): FormerServer => ({
    ...{ kind, path: at, state, domains: withoutTrials(domains) },
    service: serviceOf(kind, machine),
  });
  if (sight.state === "denied") return of(known ?? "xep0227", path, "denied", []);
  if (known !== "ejabberd")
    return sight.state === "raw" ? sight.problem : of(known ?? sight.kind, path, "readable", sight.domains);
  const { database = "mnesia", domains = [] } = readEjabberd(machine.root) ?? {};
  if (database === "elsewhere") return of(known, path, "raw", []);
  if (database === "mnesia") return of(known, path, "raw", domains);
  const inFile = look(database.file);
  if (inFile.state === "refused" || inFile.state === "raw") return inFile.problem;
  return of(known, database.file, inFile.state, inFile.state === "readable" ? inFile.domains : []);
}

const LOCALHOST = "localhost";

/** Packages come with a domain of that name, which nobody uses beside another one. */
function withoutTrials(domains: readonly SeenDomain[]): readonly SeenDomain[] {
  const others = domains.filter(({ domain }) => domain !== LOCALHOST);
  return others.length > 0 ? others : domains;
}

/** Who administers the old server, as its configuration names them: what stands before the @. */
export function adminsOf({ kind }: FormerServer, domain: string, { root }: Machine): readonly string[] {
  const admins =
    kind === "prosody" ? prosodyAdmins(root) : kind === "ejabberd" ? (readEjabberd(root)?.admins ?? []) : [];
  return [...new Set(admins.map((jid) => (jid.includes("@") ? jid : `${jid}@${domain}`)))]
    .filter((jid) => jid.endsWith(`@${domain}`))
    .map((jid) => jid.slice(0, -domain.length - 1));
}

/** The requests of an import into the running server. */
import { parseTypedDomain } from "../operations/addresses.ts";
import type { ImportOrder } from "../operations/import-live.ts";
import type { Operations } from "../operations/operations.ts";
import type { ControlRequest } from "./protocol.ts";
import { fieldIn, listIn, malformed, optionalNumberIn, optionalTextIn, textsIn } from "./request-body.ts";
import type { Routes, StepRoutes } from "./route-types.ts";

type ImportRequest = Extract<ControlRequest, `${string} /import/${string}`>;

/** Bytes of a file in one request. */
const MAX_BYTES = 4_000_000;
const MAX_HOSTS = 10_000;
const HOST_KINDS = ["domain", "rooms", "upload", "pubsub"] as const;

export function importRoutes({
  import: imports,
}: Pick<Operations, "import">): Routes<ImportRequest> & Pick<StepRoutes, "POST /import"> {
  return {
    "POST /import": (body) => {
      const domain = optionalTextIn(body, "domain");
      return imports.start({
        ...textsIn(body, "source", "digest"),
        hosts: hostsIn(body),
        domain: domain === undefined ? undefined : parseTypedDomain(domain),
      });
    },
    "POST /import/portion": (body) =>
      imports.take(textsIn(body, "run").run, {
        position: numberIn(body, "position"),
        resume: optionalTextIn(body, "resume"),
        items: listIn(body, "items"),
      }),
    "POST /import/bytes": async (body) => {
      const { run, base64 } = textsIn(body, "run", "base64");
      const bytes = Buffer.from(base64, "base64");
      if (bytes.length > MAX_BYTES) throw malformed("base64");
      await imports.takeBytes(run, numberIn(body, "offset"), bytes);
      return {};
    },
    "POST /import/end": (body) => {
      imports.end(textsIn(body, "run").run);
      return {};
    },
    "POST /import/told": async (body) => {
      await imports.told(textsIn(body, "run").run);
      return {};
    },
  };
}

function hostsIn(body: unknown): ImportOrder["hosts"] {
  const hosts = listIn(body, "hosts");
  if (hosts.length > MAX_HOSTS) throw malformed("hosts");
  return hosts.map((host) => {
    const kind = HOST_KINDS.find((known) => known === fieldIn(host, "kind"));
    if (kind === undefined) throw malformed("kind");
    return { ...textsIn(host, "jid"), kind };
  });
}

function numberIn(body: unknown, name: string): number {
  const value = optionalNumberIn(body, name);
  if (value === undefined) throw malformed(name);
  return value;
}

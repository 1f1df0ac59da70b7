/** Debian's BIND on loopback: the authority for one zone, which takes dynamic updates signed with a key. */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openResolver, type Resolver } from "../../../src/dns/resolver.ts";
import { forget, guard } from "../process/processes.ts";
import { freePorts } from "./free-ports.ts";

export const NAMED = "/usr/sbin/named";

export interface Bind {
  /** "127.0.0.1:PORT" */
  readonly server: string;
  /** Of the key "home.", hmac-sha256, in base64. */
  readonly secret: string;
  /** What dns.token_file has to hold. */
  readonly credentials: string;
  readonly resolver: Resolver;
  stop(): Promise<void>;
}

/** The zone has ns.ZONE at 127.0.0.1, and further lines of a zone file. Throws where it does not answer. */
export async function startBind(zone: string, lines: readonly string[] = []): Promise<Bind> {
  const [port = 0] = freePorts(1);
  const folder = mkdtempSync(join(tmpdir(), "bind-"));
  // It may run as another user than the one who starts it.
  chmodSync(folder, 0o777);
  const secret = randomBytes(32).toString("base64");
  const path = (name: string): string => join(folder, name);
  writeFileSync(
    path("named.conf"),
    `options { directory "${folder}"; pid-file none; session-keyfile "${path("session.key")}"; recursion no;
       listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no; notify no; };
     controls {};
     key "home." { algorithm hmac-sha256; secret "${secret}"; };
     zone "${zone}" { type primary; file "${path("zone")}"; update-policy { grant "home." zonesub ANY; }; };\n`,
  );
  const records = [
    "$TTL 60",
    `@ IN SOA ns.${zone}. admin.${zone}. 1 3600 600 86400 60`,
    "@ IN NS ns",
    "ns IN A 127.0.0.1",
    ...lines,
  ];
  writeFileSync(path("zone"), `${records.join("\n")}\n`);
  chmodSync(path("zone"), 0o666);
  const child = Bun.spawn([NAMED, "-g", "-n", "1", "-c", path("named.conf")], { stdout: "ignore", stderr: "pipe" });
  guard(child.pid);
  const server = `127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill();
    await child.exited;
    forget(child.pid);
    rmSync(folder, { recursive: true, force: true });
  };
  const resolver = openResolver({ servers: [server], timeoutMs: 2000 });
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt++) {
    if ((await resolver.query("SOA", zone)).state === "found") {
      const credentials = `server = ${server}\nkey = home.\nsecret = ${secret}\n`;
      return { server, secret, credentials, resolver, stop };
    }
    await Bun.sleep(25);
  }
  await stop();
  throw new Error(`named did not start: ${await new Response(child.stderr).text()}`);
}

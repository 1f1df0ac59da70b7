/** Runs a script with slixmpp, a Python client library, and reads the events that it reports. */
import { join } from "node:path";

/** Debian's python3-slixmpp is installed for Debian's Python, which need not be the first on the PATH. */
const PYTHON = "/usr/bin/python3";

/** Files that have to be installed. */
export const SLIXMPP: readonly string[] = [PYTHON, "/usr/lib/python3/dist-packages/slixmpp/__init__.py"];
/** What it needs for HTTP besides. */
export const AIOHTTP = "/usr/lib/python3/dist-packages/aiohttp/__init__.py";

interface ScriptEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

export interface SlixmppTarget {
  readonly host: string;
  /** The port for clients, with STARTTLS. */
  readonly port: number;
  readonly password: string;
  /** The home of the server, whose self-signed certificate slixmpp trusts. */
  readonly home: string;
}

export interface SlixmppEvents {
  /** The data of all events of this name, in order. */
  all(name: string): Readonly<Record<string, unknown>>[];
  /** The data of the only event of this name. Throws unless there is exactly one. */
  one(name: string): Readonly<Record<string, unknown>>;
}

/** Runs a script of tests/interop/slixmpp to its end. Throws its output when it fails. */
export async function runSlixmpp(
  script: string,
  target: SlixmppTarget,
  args: readonly string[] = [],
): Promise<SlixmppEvents> {
  const { host, port, password, home } = target;
  const path = join(import.meta.dir, "../../interop/slixmpp", script);
  const certificate = join(home, "certificate/self-signed/chain.pem");
  const python = Bun.spawn([PYTHON, "-B", path, host, String(port), password, certificate, ...args], {
    env: { ...process.env, SSL_CERT_FILE: certificate },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([new Response(python.stdout).text(), new Response(python.stderr).text()]);
  if ((await python.exited) !== 0) throw new Error(`${script} ended with ${python.exitCode}:\n${out}${err}`);
  const events: ScriptEvent[] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const all: SlixmppEvents["all"] = (name) =>
    events.filter(({ event }) => event === name).map(({ event: _, ...facts }) => facts);
  return {
    all,
    one: (name) => {
      const [first, ...others] = all(name);
      if (!first || others.length > 0)
        throw new Error(`${script} reported ${name} ${others.length + (first ? 1 : 0)} times:\n${out}`);
      return first;
    },
  };
}

/** Runs a script against slixmpp, a Python client library, and reads the events it saw. */
import { join } from "node:path";

/** Debian's python3-slixmpp belongs to Debian's Python, which need not be the first on the PATH. */
const PYTHON = "/usr/bin/python3";

/** What has to be installed. */
export const SLIXMPP: readonly string[] = [PYTHON, "/usr/lib/python3/dist-packages/slixmpp/__init__.py"];

interface Sight {
  readonly saw: string;
  readonly [fact: string]: unknown;
}

export interface SlixmppTarget {
  readonly host: string;
  /** For clients, with STARTTLS. */
  readonly port: number;
  readonly password: string;
  /** The home of the server, whose own certificate slixmpp is told to trust. */
  readonly home: string;
}

export interface SlixmppEvents {
  /** All of this kind, in order, without their name. */
  all(what: string): Readonly<Record<string, unknown>>[];
  /** The only one. Throws where there is none, or more. */
  one(what: string): Readonly<Record<string, unknown>>;
}

/** Plays one of tests/interop/slixmpp to its end. Throws what it said when it fails. */
export async function runSlixmpp(
  script: string,
  stage: SlixmppTarget,
  more: readonly string[] = [],
): Promise<SlixmppEvents> {
  const { host, port, password, home } = stage;
  const path = join(import.meta.dir, "../../interop/slixmpp", script);
  const certificate = join(home, "certificate/self-signed/chain.pem");
  const python = Bun.spawn([PYTHON, "-B", path, host, String(port), password, certificate, ...more], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([new Response(python.stdout).text(), new Response(python.stderr).text()]);
  if ((await python.exited) !== 0) throw new Error(`${script} ended with ${python.exitCode}:\n${out}${err}`);
  const sights: Sight[] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const all: SlixmppEvents["all"] = (what) =>
    sights.filter(({ saw }) => saw === what).map(({ saw: _, ...facts }) => facts);
  return {
    all,
    one: (what) => {
      const [first, ...others] = all(what);
      if (!first || others.length > 0)
        throw new Error(`${script} saw ${what} ${others.length + (first ? 1 : 0)} times:\n${out}`);
      return first;
    },
  };
}

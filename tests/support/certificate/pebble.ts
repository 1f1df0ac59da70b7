/** A real ACME server (pebble) with its DNS server (pebble-challtestsrv), on loopback ports. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfIssued } from "../../../src/certificate/self-issued.ts";
import { openResolver, type Resolver } from "../../../src/dns/resolver.ts";
import { freePorts } from "../network/free-ports.ts";

export interface Pebble {
  /** The address of the ACME directory. */
  readonly directory: string;
  /** The root to trust for its HTTPS, in PEM, and the file of it. */
  readonly rootsPem: string;
  readonly rootsFile: string;
  /** Ports that it connects to for HTTP-01 and TLS-ALPN-01. */
  readonly httpPort: number;
  readonly tlsPort: number;
  /** ADDRESS:PORT */
  readonly dnsServer: string;
  readonly dns: Resolver;
  /** The root of the certificates that it issues, in PEM. */
  issuingRoot(): Promise<string>;
  /** Sets the IPv4 addresses of a name; an empty list removes them. */
  setAddresses(name: string, addresses: readonly string[]): Promise<void>;
  setTxt(name: string, value: string): Promise<void>;
  /** Sets a CAA record that allows only this issuer. */
  setCaa(name: string, issuer: string): Promise<void>;
  stop(): Promise<void>;
}

export interface PebbleOptions {
  /** Lifetime of its certificates in seconds; five years by default. */
  readonly validity?: number;
  /** Accepts every challenge without validation. */
  readonly skipsValidation?: boolean;
  /** A name that was validated need not be again. */
  readonly reusesAuthorizations?: boolean;
  /** A DNS server in place of its own: ADDRESS:PORT. */
  readonly dnsServer?: string;
}

/** The programs that it is. */
export const PEBBLE: readonly string[] = ["pebble", "pebble-challtestsrv"];
export const hasPebble = PEBBLE.every((program) => Bun.which(program) !== null);

export async function startPebble({
  validity,
  skipsValidation = false,
  reusesAuthorizations = false,
  dnsServer,
}: PebbleOptions = {}): Promise<Pebble> {
  const [acme = 0, management = 0, httpPort = 0, tlsPort = 0, dnsPort = 0, mock = 0] = freePorts(6);
  const folder = mkdtempSync(join(tmpdir(), "pebble-"));
  const now = Date.now();
  const { chainPem: rootsPem, keyPem } = selfIssued({
    names: ["localhost", "127.0.0.1"],
    notBefore: now - 60_000,
    notAfter: now + 86_400_000,
  });
  const rootsFile = join(folder, "pebble.pem");
  writeFileSync(rootsFile, rootsPem);
  writeFileSync(join(folder, "pebble.key"), keyPem);
  const settings = {
    listenAddress: `127.0.0.1:${acme}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: rootsFile,
    privateKey: join(folder, "pebble.key"),
    httpPort,
    tlsPort,
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
    ...(validity === undefined ? {} : { certificateValidityPeriod: validity }),
  };
  writeFileSync(join(folder, "pebble.json"), JSON.stringify({ pebble: settings }));
  const ownDnsServer = `127.0.0.1:${dnsPort}`;
  const dnsAddress = dnsServer ?? ownDnsServer;
  const off = ["-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv4", "", "-defaultIPv6", ""];
  const quiet = { stdout: "ignore", stderr: "ignore" } as const;
  const dnsProcess = Bun.spawn(
    ["pebble-challtestsrv", "-dns01", ownDnsServer, "-management", `127.0.0.1:${mock}`, ...off],
    quiet,
  );
  const env = {
    ...process.env,
    PEBBLE_VA_NOSLEEP: "1",
    PEBBLE_AUTHZREUSE: reusesAuthorizations ? "100" : "0",
    ...(skipsValidation ? { PEBBLE_VA_ALWAYS_VALID: "1" } : {}),
  };
  const caProcess = Bun.spawn(["pebble", "-config", join(folder, "pebble.json"), "-dnsserver", dnsAddress], {
    ...quiet,
    env,
  });
  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${mock}/${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`challtestsrv: ${answer.status} ${await answer.text()}`);
  };
  const directory = `https://127.0.0.1:${acme}/dir`;
  const tls = { ca: rootsPem };
  await answers(() => fetch(directory, { tls }));
  await answers(() => fetch(`http://127.0.0.1:${mock}/`));
  return {
    directory,
    rootsPem,
    rootsFile,
    httpPort,
    tlsPort,
    dnsServer: dnsAddress,
    dns: openResolver({ servers: [dnsAddress], timeoutMs: 20_000 }),
    issuingRoot: async () => (await fetch(`https://127.0.0.1:${management}/roots/0`, { tls })).text(),
    setAddresses: async (name, addresses) => {
      await post("clear-a", { host: name });
      if (addresses.length > 0) await post("add-a", { host: name, addresses });
    },
    setTxt: (name, value) => post("set-txt", { host: `${name}.`, value }),
    setCaa: (name, issuer) => post("add-caa", { host: name, policies: [{ tag: "issue", value: issuer }] }),
    stop: async () => {
      for (const child of [dnsProcess, caProcess]) child.kill();
      await Promise.all([dnsProcess.exited, caProcess.exited]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Waits until a server that has just been started answers. */
async function answers(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 1200; ; tries--) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await Bun.sleep(25);
    }
  }
}

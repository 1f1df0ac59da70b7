/** An old server of any kind, a new one and that of a contact, which find each other; and `move-in` as a person gives it. */
import { join } from "node:path";
import verb from "../../../src/command/move-in.ts";
import type { moveInJson } from "../../../src/command/move-in-report.ts";
import { openResolver, type Resolver, type SrvValue } from "../../../src/dns/resolver.ts";
import type { DnsAnswer } from "../../../src/net/dns-answer.ts";
import { VERIFIED_DIALBACK } from "../../support/network/federation-methods.ts";
import { openNetwork } from "../../support/network/network.ts";
import type { NetworkHost } from "../../support/network/network-host.ts";
import { type Installation, type Peer, start } from "../../support/peers/peer.ts";
import { checkPrinted } from "../../support/process/printed.ts";
import { PASSWORD, startTestServer, type TestServer } from "../../support/server.ts";

/** As --json prints it. */
export type MovedIn = ReturnType<typeof moveInJson>;

export interface MoveInStage extends AsyncDisposable {
  readonly old: Installation;
  readonly here: TestServer;
  /** Of the contact: this server too. */
  readonly third: TestServer;
  readonly domains: { readonly old: string; readonly here: string; readonly third: string };
  /** Moves `from` in with these flags; resolves with the report. */
  move(from: string, flags?: Partial<Flags>): Promise<MovedIn>;
}

interface Flags {
  readonly to: string;
  readonly "dry-run": boolean;
  readonly "no-follow": boolean;
}

/** `accounts` are on the old server. */
export async function openMoveInStage(peer: Peer, accounts: readonly string[]): Promise<MoveInStage> {
  await using opened = new AsyncDisposableStack();
  const domains = { old: `${peer.name}-old.example`, here: "here.example", third: "third.example" };
  const network = opened.use(await openNetwork(Object.values(domains), VERIFIED_DIALBACK));
  const [oldHost, hereHost, thirdHost] = network.hosts as [NetworkHost, NetworkHost, NetworkHost];
  const old = await peer.install(network.folder(domains.old), { accounts, password: PASSWORD, networkHost: oldHost });
  const running = await start(old);
  // By SIGKILL: some servers take seconds to stop.
  opened.defer(() => running.kill());
  const resolver = withClients(resolverOf(oldHost), old);
  const here = opened.use(await ourServer(hereHost, resolver));
  const third = opened.use(await ourServer(thirdHost, resolver));
  const passwordFile = join(network.folder("passwords"), "old");
  await Bun.write(passwordFile, `${PASSWORD}\n`);
  const stack = opened.move();
  return {
    ...{ old, here, third, domains },
    move: async (from, flags = {}) => {
      const printed: string[] = [];
      const terminal = {
        ...{ out: (text: string) => void printed.push(text), err: () => {}, isInteractive: false, isColoured: false },
        ...{ input: () => Buffer.alloc(0), env: {} },
      };
      const given = { to: undefined, "dry-run": false, "no-follow": false, ...flags };
      await verb.run({
        flags: { ...given, "password-file": passwordFile, "no-input": true, json: true },
        operands: [from],
        home: here.home,
        terminal,
        language: "en",
      });
      await checkPrinted(["move-in"], printed.join("\n"));
      return JSON.parse(printed.join("\n")) as MovedIn;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const ourServer = (
  { domain, address, ports, certificate, root }: NetworkHost,
  resolver: Resolver,
): Promise<TestServer> =>
  startTestServer({
    resolver,
    domains: [domain],
    settings: [
      "certificate.source=files",
      `certificate.chain_file=${certificate.certificate}`,
      `certificate.key_file=${certificate.key}`,
      `listen.server=${address}:${ports.starttls}`,
      `listen.server_tls=${address}:${ports.direct}`,
      `federation.ca_file=${root}`,
      "federation.private_addresses=true",
    ],
  });

const resolverOf = ({ resolver: { address, port } }: NetworkHost): Resolver =>
  openResolver({ servers: [`${address}:${port}`], timeoutMs: 5000 });

/** The records for apps, whose ports are chosen when a server is installed. */
function withClients(resolver: Resolver, { domain, host, ports }: Installation): Resolver {
  const record = (port: number): SrvValue => ({ priority: 1, weight: 1, port, target: "apps.test" });
  const known = new Map<string, unknown>([
    [`SRV _xmpps-client._tcp.${domain}`, record(ports.direct)],
    [`SRV _xmpp-client._tcp.${domain}`, record(ports.starttls)],
    ["A apps.test", host],
  ]);
  return {
    query: async (type, name) => {
      const value = known.get(`${type} ${name}`);
      if (value === undefined) return await resolver.query(type, name);
      return { state: "found", values: [value] } as unknown as DnsAnswer<never>;
    },
  };
}

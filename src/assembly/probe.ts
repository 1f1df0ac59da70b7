/** Whether this server works: somebody signs in over TLS, as an app does, and a message to oneself arrives. Before its ports are open. */
import { randomBytes } from "node:crypto";
import { selfIssued } from "../certificate/self-issued.ts";
import { systemClock } from "../clock.ts";
import { domainToAscii } from "../jid/domain.ts";
import { parseJid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { dial } from "../net/dial.ts";
import { LOOPBACK } from "../net/loopback.ts";
import { listenTcp } from "../net/tcp-listener.ts";
import type { TcpService } from "../net/tcp-service.ts";
import { TlsContext } from "../net/tls-context.ts";
import type { Turns } from "../net/turns.ts";
import { signIn } from "../transfer/client/connect.ts";
import type { Guest } from "./guest.ts";

/** The server does not do what it is there for. */
export class ProbeError extends Error {}

export interface ProbeDeps {
  readonly guest: Guest;
  /** That of apps. */
  readonly service: TcpService;
  readonly turns: Pick<Turns, "take">;
  readonly log: Logger;
}

/** Milliseconds for all of it; a machine may be slow, and busy. */
const MOST = 120_000;
const DAY = 24 * 60 * 60 * 1000;

/** On a port of this machine alone, which is closed again. Rejects with ProbeError. */
export async function probe({ guest, service, turns, log }: ProbeDeps): Promise<void> {
  const account = parseJid(guest.account);
  const name = domainToAscii(account.domain);
  const now = Date.now();
  const { chainPem, keyPem } = selfIssued({ names: [name], notBefore: now - DAY, notAfter: now + DAY });
  const tls = new TlsContext([{ chain: chainPem, key: keyPem }]);
  const own = tls.certificateFor(name).x509.raw;
  const listener = listenTcp({ ...service, address: { host: LOOPBACK, port: 0 }, tls, log });
  const signal = AbortSignal.timeout(MOST);
  try {
    const target = { host: LOOPBACK, port: listener.port, tls: "starttls" } as const;
    const session = await signIn(
      account,
      guest.password,
      {
        targets: { find: async () => ({ state: "found", targets: [target] }) },
        dial: (to, { accept, signal: ending }) =>
          dial(to, { resolver: NO_RESOLVER, serverName: name, accept, log, signal: ending }),
        verify: (chain) =>
          chain[0] && own.equals(chain[0])
            ? { trusted: true }
            : { trusted: false, problem: "untrusted", text: "another certificate than the one that was given out" },
        ...{ turns, clock: systemClock, log },
      },
      signal,
    );
    try {
      const word = randomBytes(16).toString("hex");
      if (!session.jid || !(await session.echoes(session.jid, word)))
        throw new ProbeError("a message to oneself does not arrive");
    } finally {
      session.end();
    }
  } catch (error) {
    if (error instanceof ProbeError) throw error;
    throw new ProbeError(`nobody can sign in: ${error instanceof Error ? error.message : error}`, { cause: error });
  } finally {
    listener.stop();
    guest.end();
  }
}

/** An address needs none. */
const NO_RESOLVER = { query: async () => ({ state: "absent" }) as const };

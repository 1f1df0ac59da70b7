/** The ports of a server: whether somebody gets in at those that it has, or it could have those that it wants. */
import { portState } from "../../../installer/port.ts";
import { parseListener } from "../../config/listener.ts";
import type { Config } from "../../config/schema.ts";
import type { PortFacts } from "../../doctor/facts.ts";
import { probe } from "../../net/tcp-probe.ts";
import type { StatusReport } from "../../operations/status.ts";

const TIMEOUT_MS = 3000;
const LOOPBACK: Readonly<Record<string, string>> = { "::": "127.0.0.1", "0.0.0.0": "127.0.0.1" };

/** Of a server that runs: those of TCP, since nobody need answer by UDP. */
export const usedPorts = ({ listening, calls }: StatusReport): Promise<readonly PortFacts[]> =>
  Promise.all(
    Object.entries(listening).flatMap(([listener, address]) => {
      const place = parseListener(address);
      const isUdpAlone = calls?.refused.some((one) => one.listener === listener && one.transport === "tcp");
      return place && !isUdpAlone ? [tried(listener, address, place)] : [];
    }),
  );

async function tried(
  listener: string,
  address: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<PortFacts> {
  const result = await probe(LOOPBACK[host] ?? host, port, TIMEOUT_MS);
  return { listener, address, state: result === "open" ? "open" : "silent" };
}

interface WantedDeps {
  /** A server of this folder that does not answer has its own ports. */
  readonly directory: string;
  /** With a low port, a service does not depend on who looks. */
  readonly isService: boolean;
}

/** Of a server that does not run: each is tried for a moment, but what the system chooses. */
export async function wantedPorts(config: Config, { directory, isService }: WantedDeps): Promise<readonly PortFacts[]> {
  const seen: PortFacts[] = [];
  for (const [listener, address] of Object.entries(config.listen)) {
    const place = parseListener(address);
    if (!place || place.port === 0 || isUnused(listener, config)) continue;
    const byTcp = await portState(place);
    const state =
      listener === "turn" && byTcp.kind === "free" ? await portState({ ...place, transport: "udp" }) : byTcp;
    if (state.kind === "taken") {
      const { name, pid, home } = state.holder ?? {};
      // systemd keeps it open for the service.
      const isOurs = home === directory || (isService && pid === 1);
      const holder = name !== undefined && pid !== undefined ? { name, pid, ...(home ? { home } : {}) } : undefined;
      seen.push({ listener, address, state: isOurs ? "open" : "taken", ...(holder && !isOurs ? { holder } : {}) });
    } else if (state.kind === "denied") seen.push({ listener, address, state: isService ? "free" : "denied" });
    else if (state.kind === "impossible") seen.push({ listener, address, state: "impossible", code: state.reason });
    else seen.push({ listener, address, state: "free" });
  }
  return seen;
}

/** Nobody listens there with these options. */
const isUnused = (listener: string, { federation, modules }: Config): boolean => {
  if (listener === "server" || listener === "server_tls") return !federation.enabled;
  const secrets = modules.components?.secrets;
  return listener === "component" && !(Array.isArray(secrets) && secrets.length > 0);
};

/** XEP-0065: the port where apps send each other files through this server. */
import { parseListener } from "../config/listener.ts";
import { systemClock } from "../net/clock.ts";
import { Relay } from "../net/relay.ts";
import { bytestreams } from "../xep/0065-bytestreams.ts";
import type { Kernel } from "./kernel.ts";
import type { ProxyListener } from "./listeners.ts";

/** Milliseconds that one app waits for the other. */
const PATIENCE = 60_000;

export interface Proxy extends ProxyListener {
  /** It listens there ("127.0.0.1:5000"), and may be used. */
  readonly opened: (address: string) => void;
  /** Ends what it relays. */
  readonly stop: () => void;
}

/** Undefined where the option says "off". */
export function proxyOf({ booted }: Pick<Kernel, "booted">): Proxy | undefined {
  const { options, open } = booted.use(bytestreams);
  if (options.listen === "off") return undefined;
  const relay = new Relay({ connections: options.max_connections, patience: PATIENCE }, systemClock);
  return {
    address: options.listen,
    rate: options.rate,
    accept: (connection) => relay.accept(connection),
    opened: (address) => open({ port: parseListener(address)?.port ?? 0, activate: (hash) => relay.activate(hash) }),
    stop: () => relay.stop(),
  };
}

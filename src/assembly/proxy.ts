/** XEP-0065: the port where apps send each other files through this server. */
import { MINUTE, systemClock } from "../clock.ts";
import { parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { Relay } from "../net/socks5-relay.ts";
import { bytestreams } from "../xep/0065-bytestreams.ts";
import type { Kernel } from "./kernel.ts";
import type { ProxyService } from "./xmpp-services.ts";

/** Milliseconds that one app waits for the other. */
const ACTIVATION_TIMEOUT_MS = MINUTE;

export interface Proxy extends ProxyService {
  /** It listens there ("127.0.0.1:7777"), and may be used. */
  readonly opened: (address: string) => void;
  /** Ends what it relays. */
  readonly stop: () => void;
}

const isOff = ({ listen }: Config): boolean => listen.proxy === "off";

/** Undefined where its port is off. */
export function openProxy({ booted }: Pick<Kernel, "booted">, config: Config): Proxy | undefined {
  if (isOff(config)) return undefined;
  const { options, open } = booted.use(bytestreams);
  const limits = {
    connections: options.max_connections,
    perNetwork: options.max_per_address,
    perAccount: options.max_per_account,
    activationTimeoutMs: ACTIVATION_TIMEOUT_MS,
    bytesPerSecond: options.total_rate,
  };
  const relay = new Relay(limits, systemClock);
  const { host } = config.general;
  return {
    rate: options.rate,
    accept: (connection) => relay.accept(connection),
    opened: (address) => {
      const port = parseListener(address)?.port;
      if (port !== undefined) open({ host, port, activate: (hash, account) => relay.activate(hash, account) });
    },
    stop: () => relay.stop(),
  };
}
